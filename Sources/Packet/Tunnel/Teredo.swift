import Bytes

/// IPv6 in UDP through address translation (RFC 4380 §5.1.1): authentication and origin may come first.
enum Teredo {
  private static let authentication: UInt16 = 0x0001
  private static let origin: UInt16 = 0x0000

  /// Nil when it does not look like Teredo.
  static func payload(of bytes: RawSpan) -> Step? {
    var start = 0
    if bytes.byteCount >= 4, bytes.uint16(at: 0) == authentication {
      // Lengths of client identifier and of authentication value; then these, a nonce of 8 bytes and a confirmation.
      start = 13 + Int(bytes.byte(at: 2)) + Int(bytes.byte(at: 3))
    }
    if bytes.byteCount >= start + 2, bytes.uint16(at: start) == origin { start += 8 }
    guard bytes.byteCount >= start + 40, bytes.byte(at: start) >> 4 == 6 else { return nil }
    return .next(.ipv6, start: start)
  }

  /// Whether a datagram of any port is IPv6 between Teredo peers: only to and from the server the port is known. Its
  /// length must be exact, and an address must have the Teredo prefix 2001::/32 (RFC 4380 §2.6).
  static func isBetweenPeers(_ bytes: RawSpan) -> Bool {
    guard bytes.byteCount >= 40, bytes.byte(at: 0) >> 4 == 6 else { return false }
    guard Int(bytes.uint16(at: 4)) + 40 == bytes.byteCount else { return false }
    return bytes.uint32(at: 8) == 0x2001_0000 || bytes.uint32(at: 24) == 0x2001_0000
  }
}
