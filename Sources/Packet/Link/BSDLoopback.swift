import Bytes

/// An address family in front of an IP packet, in either byte order: the loopback interfaces of BSD and macOS.
enum BSDLoopback {
  static func payload(of bytes: RawSpan) -> Step {
    guard bytes.byteCount >= 4 else { return .stop(.incomplete) }
    return AddressFamily(inEitherOrder: bytes.uint32(at: 0)).step(toPayloadAt: 4)
  }
}

/// OpenBSD's header of decrypted IPsec packets: address family, SPI, flags.
enum OpenBSDEncapsulation {
  static func payload(of bytes: RawSpan) -> Step {
    guard bytes.byteCount >= 12 else { return .stop(.incomplete) }
    return AddressFamily(inEitherOrder: bytes.uint32(at: 0)).step(toPayloadAt: 12)
  }
}

/// The header of packets logged by pf: its length, which is padded to a multiple of four, and an address family.
enum PacketFilterLog {
  static func payload(of bytes: RawSpan) -> Step {
    guard bytes.byteCount >= 2 else { return .stop(.incomplete) }
    let start = (Int(bytes.byte(at: 0)) + 3) & ~3
    return AddressFamily(rawValue: UInt32(bytes.byte(at: 1))).step(toPayloadAt: start)
  }
}

/// The number that a system gives IPv4 or IPv6.
private struct AddressFamily: RawRepresentable {
  let rawValue: UInt32

  init(rawValue: UInt32) {
    self.rawValue = rawValue
  }

  /// The families are small: what is not was written by a host of the other byte order.
  init(inEitherOrder value: UInt32) {
    self.rawValue = value > 0xFFFF ? value.byteSwapped : value
  }

  func step(toPayloadAt start: Int) -> Step {
    switch rawValue {
    case 2: .next(.ipv4, start: start)
    // Linux, Windows, NetBSD and OpenBSD, FreeBSD, macOS.
    case 10, 23, 24, 28, 30: .next(.ipv6, start: start)
    default: .stop(.nonIP)
    }
  }
}
