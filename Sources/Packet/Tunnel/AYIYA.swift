import Bytes

/// IPv6 of the SixXS tunnel broker (draft-massar-v6ops-ayiya §3.1): identity and signature are of variable length.
enum AYIYA {
  private static let forward: UInt8 = 1

  /// Nil when it does not look like AYIYA, or forwards nothing.
  static func payload(of bytes: RawSpan) -> Step? {
    guard bytes.byteCount >= 8, bytes.byte(at: 2) & 0x0F == forward else { return nil }
    let identityByteCount = 1 << Int(bytes.byte(at: 0) >> 4)
    let signatureByteCount = Int(bytes.byte(at: 1) >> 4) * 4
    let start = 8 + identityByteCount + signatureByteCount
    guard start < bytes.byteCount else { return nil }
    let version = bytes.byte(at: start) >> 4
    switch (IPProtocol(rawValue: bytes.byte(at: 3)), version) {
    case (.ipv4, 4): return .next(.ipv4, start: start)
    case (.ipv6, 6): return .next(.ipv6, start: start)
    default: return nil
    }
  }
}
