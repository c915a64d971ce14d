import Bytes

/// Apple's header of packets with the process that sent them: length, record type, link type.
enum PKTAP {
  private static let packetRecord: UInt32 = 1

  static func payload(of bytes: RawSpan) -> Step {
    guard bytes.byteCount >= 12 else { return .stop(.incomplete) }
    let count = Int(bytes.littleEndianUInt32(at: 0))
    guard count >= 12 else { return .stop(.malformed) }
    guard bytes.littleEndianUInt32(at: 4) == packetRecord else { return .stop(.nonIP) }
    return LinkType(rawValue: bytes.littleEndianUInt32(at: 8)).step(toPayloadAt: count)
  }
}
