import Bytes
import ContentCoding
import HTTP

extension FieldSection {
  /// Whether Accept-Encoding allows a coding that can be undone, by its name or by `*` (RFC 9110 §12.5.3).
  var acceptsCoding: Bool {
    for line in lines where line.nameCount == 15 && name(line).equalsIgnoringCase("accept-encoding") {
      if Self.acceptsCoding(value(line)) { return true }
    }
    return false
  }

  private static func acceptsCoding(_ value: RawSpan) -> Bool {
    var start = 0
    while start <= value.byteCount {
      let end = value.firstIndex(of: 0x2C, from: start) ?? value.byteCount
      let member = value.extracting(value.trimmingBlanks(start..<end))
      let nameEnd = member.firstIndex(of: 0x3B) ?? member.byteCount
      let name = member.extracting(member.trimmingBlanks(0..<nameEnd))
      let isCoding = ContentCoding(token: name) != nil || name.equalsIgnoringCase("*")
      if isCoding, !member.extracting(from: nameEnd).isZeroWeight { return true }
      start = end + 1
    }
    return false
  }
}

extension RawSpan {
  /// Whether parameters say `q=0`, perhaps with zeros behind the point (RFC 9110 §12.4.2).
  fileprivate var isZeroWeight: Bool {
    guard let equals = firstIndex(of: 0x3D), byteCount > equals + 1 else { return false }
    return (equals + 1..<byteCount).allSatisfy { [0x30, 0x2E, 0x20, 0x09].contains(byte(at: $0)) }
  }
}
