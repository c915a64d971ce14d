import Bytes

/// A per-packet information header: length and link type of what follows.
enum PPI {
  static func payload(of bytes: RawSpan) -> Step {
    guard bytes.byteCount >= 8 else { return .stop(.incomplete) }
    let count = Int(bytes.littleEndianUInt16(at: 2))
    guard bytes.byte(at: 0) == 0, count >= 8 else { return .stop(.malformed) }
    return LinkType(rawValue: bytes.littleEndianUInt32(at: 4)).step(toPayloadAt: count)
  }
}
