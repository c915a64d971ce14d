import Bytes

/// User data of mobile networks (GTP-U, 3GPP TS 29.281 §5.1).
enum GTPUser {
  private static let gPDU: UInt8 = 255
  private static let hasExtensionHeader: UInt8 = 0x04
  /// Sequence number, N-PDU number or extension header: with any of them all three fields are there.
  private static let hasOptionalFields: UInt8 = 0x07

  /// Nil when it does not look like GTP-U, or is signalling.
  static func payload(of bytes: RawSpan) -> Step? {
    // Version 1, protocol type 1.
    guard bytes.byteCount >= 8, bytes.byte(at: 0) & 0xF0 == 0x30, bytes.byte(at: 1) == gPDU else { return nil }
    let flags = bytes.byte(at: 0)
    let end = 8 + Int(bytes.uint16(at: 2))
    guard flags & hasOptionalFields != 0 else { return .ip(in: bytes, at: 8, end: end) }
    guard bytes.byteCount >= 12 else { return nil }
    var start = 12
    var next = flags & hasExtensionHeader != 0 ? bytes.byte(at: 11) : 0
    while next != 0 {
      // §5.2.1: the length is in units of four bytes, and the last byte is the type of the next header.
      guard start < bytes.byteCount else { return .stop(.incomplete) }
      let count = Int(bytes.byte(at: start)) * 4
      guard count > 0 else { return .stop(.malformed) }
      start += count
      guard start <= bytes.byteCount else { return .stop(.incomplete) }
      next = bytes.byte(at: start - 1)
    }
    return .ip(in: bytes, at: start, end: end)
  }
}
