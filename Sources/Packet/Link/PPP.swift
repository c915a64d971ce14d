import Bytes

/// A frame of the point-to-point protocol (RFC 1661 §2, RFC 1662 §3).
enum PPP {
  /// A frame with or without address and control, which may be left out; the protocol field may be one byte.
  static func payload(of bytes: RawSpan) -> Step {
    let start = bytes.byteCount >= 2 && bytes.uint16(at: 0) == 0xFF03 ? 2 : 0
    guard bytes.byteCount >= start + 2 else { return .stop(.incomplete) }
    let first = bytes.byte(at: start)
    // RFC 1661 §6.5: protocol numbers are even in their first byte and odd in their last.
    if first & 1 == 1 { return step(protocol: UInt16(first), start: start + 1) }
    return step(protocol: bytes.uint16(at: start), start: start + 2)
  }

  /// A frame in HDLC-like framing, or one of Cisco's, which the address tells (RFC 1547 §4.3.1).
  static func payloadOfHDLC(_ bytes: RawSpan) -> Step {
    guard bytes.byteCount >= 2 else { return .stop(.incomplete) }
    switch bytes.uint16(at: 0) {
    case 0x0F00, 0x8F00: return CiscoHDLC.payload(of: bytes)
    default: return payload(of: bytes)
    }
  }

  private static func step(protocol number: UInt16, start: Int) -> Step {
    switch number {
    case 0x0021: .next(.ipv4, start: start)
    case 0x0057: .next(.ipv6, start: start)
    case 0x0281, 0x0283: .wrapped(.mpls, start: start)
    default: .stop(.nonIP)
    }
  }
}
