import Bytes

/// A QUIC long header, just enough to count it.
enum QUIC {
  private static let version1: UInt32 = 1
  private static let version2: UInt32 = 0x6B33_43CF

  /// Whether the datagram starts with an Initial packet of version 1 or 2 (RFC 9000 §17.2.2, RFC 9369 §3.2).
  static func isInitial(_ bytes: RawSpan) -> Bool {
    guard bytes.byteCount >= 7 else { return false }
    let form = bytes.byte(at: 0)
    // At most 20 bytes of destination connection identifier (RFC 9000 §17.2).
    guard form & 0xC0 == 0xC0, bytes.byte(at: 5) <= 20 else { return false }
    switch bytes.uint32(at: 1) {
    case version1: return form & 0x30 == 0x00
    case version2: return form & 0x30 == 0x10
    default: return false
    }
  }
}
