import Bytes

/// An Ethernet frame in IP (RFC 3378).
enum EtherIP {
  static func payload(of bytes: RawSpan) -> Step {
    guard bytes.byteCount >= 2 else { return .stop(.incomplete) }
    return bytes.byte(at: 0) >> 4 == 3 ? .wrapped(.ethernet, start: 2) : .stop(.malformed)
  }
}
