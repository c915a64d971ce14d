import Bytes

/// A token ring frame (IEEE 802.5), with or without source routing.
enum TokenRing {
  static func payload(of bytes: RawSpan) -> Step {
    guard bytes.byteCount >= 15 else { return .stop(.incomplete) }
    guard bytes.byte(at: 1) & 0xC0 == 0x40 else { return .stop(.nonIP) }
    let isSourceRouted = bytes.byte(at: 8) & 0x80 != 0
    return .wrapped(.logicalLinkControl, start: 14 + (isSourceRouted ? Int(bytes.byte(at: 14) & 0x1F) : 0))
  }
}

/// An FDDI frame.
enum FDDI {
  static func payload(of bytes: RawSpan) -> Step {
    guard bytes.byteCount >= 13 else { return .stop(.incomplete) }
    return bytes.byte(at: 0) & 0xF0 == 0x50 ? .wrapped(.logicalLinkControl, start: 13) : .stop(.nonIP)
  }
}

/// An ARCNET packet: addresses, then a type that says which header follows (RFC 1051, RFC 1201).
enum ARCNET {
  /// - Parameter addressByteCount: Linux keeps two bytes of the card's buffer behind the two addresses.
  static func payload(of bytes: RawSpan, addressByteCount: Int) -> Step {
    guard bytes.byteCount >= addressByteCount + 2 else { return .stop(.incomplete) }
    let start = addressByteCount + 1
    switch bytes.byte(at: addressByteCount) {
    case 240: return .next(.ipv4, start: start)
    case 212: return newStyle(.ipv4, in: bytes, at: start)
    case 196: return newStyle(.ipv6, in: bytes, at: start)
    default: return .stop(.nonIP)
    }
  }

  /// RFC 1201: a split flag and a sequence number; an exception packet repeats them after three bytes of padding.
  private static func newStyle(_ layer: Layer, in bytes: RawSpan, at offset: Int) -> Step {
    switch bytes.byte(at: offset) {
    case 0: .next(layer, start: offset + 3)
    case 0xFF: .next(layer, start: offset + 7)
    default: .stop(.nonIP)
    }
  }
}
