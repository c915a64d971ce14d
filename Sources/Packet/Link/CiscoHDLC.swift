import Bytes

/// Cisco's HDLC framing: address, control, EtherType.
enum CiscoHDLC {
  static func payload(of bytes: RawSpan) -> Step {
    guard bytes.byteCount >= 4 else { return .stop(.incomplete) }
    return EtherType(rawValue: bytes.uint16(at: 2)).step(toPayloadAt: 4)
  }
}
