import Bytes

/// An Ethernet frame (IEEE 802.3): destination, source, and a type or a length.
enum Ethernet {
  private static let typeOffset = 12

  static func payload(of bytes: RawSpan) -> Step {
    typeOrLength(in: bytes, at: typeOffset)
  }

  /// The type or length field at an offset, and what follows it.
  ///
  /// IEEE 802.3 §3.2.6: up to 1500 it is the length of an LLC payload, from 1536 on a type.
  static func typeOrLength(in bytes: RawSpan, at offset: Int) -> Step {
    guard bytes.byteCount >= offset + 2 else { return .stop(.incomplete) }
    let value = bytes.uint16(at: offset)
    let start = offset + 2
    if value > 1500 { return EtherType(rawValue: value).step(toPayloadAt: start) }
    return .wrapped(.logicalLinkControl, start: start, end: start + Int(value))
  }
}
