import Bytes

/// A frame relay frame: an address of two to four bytes, then RFC 2427 §3 or Cisco's EtherType.
enum FrameRelay {
  private static let unnumberedInformation: UInt8 = 0x03

  static func payload(of bytes: RawSpan) -> Step {
    // The last byte of the address has its lowest bit set (Q.922).
    var offset = 0
    repeat {
      guard offset < 4 else { return .stop(.malformed) }
      guard offset < bytes.byteCount else { return .stop(.incomplete) }
      offset += 1
    } while bytes.byte(at: offset - 1) & 1 == 0
    guard bytes.byteCount >= offset + 2 else { return .stop(.incomplete) }
    guard bytes.byte(at: offset) == unnumberedInformation else {
      return EtherType(rawValue: bytes.uint16(at: offset)).step(toPayloadAt: offset + 2)
    }
    offset += 1
    if bytes.byte(at: offset) == 0 { offset += 1 }
    guard offset < bytes.byteCount else { return .stop(.incomplete) }
    return step(networkProtocol: bytes.byte(at: offset), in: bytes, start: offset + 1)
  }

  /// To the payload of a network-layer protocol identifier (ISO/IEC TR 9577).
  private static func step(networkProtocol: UInt8, in bytes: RawSpan, start: Int) -> Step {
    switch networkProtocol {
    case 0x80: LogicalLinkControl.snap(in: bytes, at: start)
    case 0xCC: .next(.ipv4, start: start)
    case 0x8E: .next(.ipv6, start: start)
    case 0xCF: .wrapped(.ppp, start: start)
    default: .stop(.nonIP)
    }
  }
}
