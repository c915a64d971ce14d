import Bytes
import HTTP

extension JSONWriter {
  /// The member `value` of a field line: its value, or what stands in its place.
  mutating func write(
    valueOf line: FieldLine, in section: borrowing FieldSection, redacting redaction: Redaction
  ) {
    if line.valueCount > 0, redaction.hides(valueOf: section.name(line)) {
      member("value", Redaction.substitute(forByteCount: Int(line.valueCount)))
    } else {
      member("value", section.value(line))
    }
  }
}
