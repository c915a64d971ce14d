import Bytes
import HTTP

/// The fields of a header section that decide where the message ends and what comes after it.
struct FramingFields {
  private(set) var contentLength = ContentLength.absent
  private(set) var transferCodings = TransferCodings()
  /// The first Host field.
  private(set) var host: FieldLine?
  /// The first Upgrade field (RFC 9110 §7.8).
  private(set) var upgrade: FieldLine?

  /// Takes a field line in.
  mutating func add(_ line: FieldLine, of section: borrowing FieldSection, noting oddities: inout Oddities) {
    switch line.nameCount {
    case 4:
      if host == nil, section.name(line).equalsIgnoringCase("host") { host = line }
    case 7:
      if upgrade == nil, section.name(line).equalsIgnoringCase("upgrade") { upgrade = line }
    case 14:
      if section.name(line).equalsIgnoringCase("content-length") {
        contentLength.add(section.value(line), noting: &oddities)
      }
    case 17:
      if section.name(line).equalsIgnoringCase("transfer-encoding") {
        transferCodings.add(section.value(line), noting: &oddities)
      }
    default:
      break
    }
  }
}
