import Bytes

/// A PPPoE session packet (RFC 2516 §4): its length excludes padding.
enum PPPoE {
  static func payload(of bytes: RawSpan) -> Step {
    guard bytes.byteCount >= 6 else { return .stop(.incomplete) }
    guard bytes.byte(at: 0) == 0x11 else { return .stop(.malformed) }
    // Any other code is discovery.
    guard bytes.byte(at: 1) == 0 else { return .stop(.nonIP) }
    return .wrapped(.ppp, start: 6, end: 6 + Int(bytes.uint16(at: 4)))
  }
}
