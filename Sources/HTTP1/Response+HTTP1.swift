import Bytes
import HTTP

extension Response {
  /// Takes in the head of an HTTP/1 response: its status line, and the field lines as far as the bytes go.
  ///
  /// - Parameters:
  ///   - head: from the first byte of the status line on.
  ///   - fieldsStart: where the line after the status line begins; `0 <= fieldsStart <= head.byteCount`.
  mutating func read(
    _ line: StatusLine, of head: RawSpan, fieldsStart: Int, noting oddities: inout Oddities
  ) -> FramingFields {
    version = line.version
    status = line.status
    reason = message.header.appendText(head.extracting(line.reason))
    var fields = FramingFields()
    FieldLines.read(head, from: fieldsStart, into: &message.header, &fields, noting: &oddities)
    message.headerWireByteCount = head.byteCount
    message.http1ByteCount = head.byteCount
    message.headerListByteCount = HeaderCost.listByteCount(http1: self)
    return fields
  }
}
