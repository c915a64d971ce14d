import Bytes

/// An LLC header (IEEE 802.2), with SNAP or naming IP itself.
enum LogicalLinkControl {
  private static let snapAccessPoint: UInt8 = 0xAA
  private static let ipAccessPoint: UInt8 = 0x06
  private static let unnumberedInformation: UInt8 = 0x03

  static func payload(of bytes: RawSpan) -> Step {
    guard bytes.byteCount >= 3 else { return .stop(.incomplete) }
    guard bytes.byte(at: 2) == unnumberedInformation else { return .stop(.nonIP) }
    switch bytes.byte(at: 0) {
    case snapAccessPoint: return snap(in: bytes, at: 3)
    case ipAccessPoint: return .ip(in: bytes, at: 3)
    default: return .stop(.nonIP)
    }
  }

  /// A SNAP header: an organisation, and a type that is an EtherType when the organisation is 0 or 802.1H's.
  static func snap(in bytes: RawSpan, at offset: Int) -> Step {
    guard bytes.byteCount >= offset + 5 else { return .stop(.incomplete) }
    switch bytes.uint24(at: offset) {
    case 0x000000, 0x0000F8: return EtherType(rawValue: bytes.uint16(at: offset + 3)).step(toPayloadAt: offset + 5)
    default: return .stop(.nonIP)
    }
  }
}
