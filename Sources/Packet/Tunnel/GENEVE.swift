import Bytes

/// A packet of any type in UDP, behind options (RFC 8926 §3.4).
enum GENEVE {
  /// Nil when it does not look like GENEVE.
  static func payload(of bytes: RawSpan) -> Step? {
    guard bytes.byteCount >= 8, bytes.byte(at: 0) >> 6 == 0 else { return nil }
    let optionByteCount = Int(bytes.byte(at: 0) & 0x3F) * 4
    return EtherType(rawValue: bytes.uint16(at: 2)).layer.map { .next($0, start: 8 + optionByteCount) }
  }
}
