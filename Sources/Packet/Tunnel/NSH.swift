import Bytes

/// A network service header (RFC 8300 §2.2).
enum NSH {
  static func payload(of bytes: RawSpan) -> Step {
    guard bytes.byteCount >= 8 else { return .stop(.incomplete) }
    let start = Int(bytes.byte(at: 1) & 0x3F) * 4
    guard bytes.byte(at: 0) >> 6 == 0, start >= 8 else { return .stop(.malformed) }
    return step(nextProtocol: bytes.byte(at: 3), start: start) ?? .stop(.nonIP)
  }

  /// To the payload that a next-protocol number says, which VXLAN-GPE shares.
  static func step(nextProtocol: UInt8, start: Int) -> Step? {
    switch nextProtocol {
    case 1: .next(.ipv4, start: start)
    case 2: .next(.ipv6, start: start)
    case 3: .wrapped(.ethernet, start: start)
    case 4: .wrapped(.nsh, start: start)
    case 5: .wrapped(.mpls, start: start)
    default: nil
    }
  }
}
