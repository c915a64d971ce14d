import Bytes
import Findings

/// Finds the packets of a pcap file after its header (draft-gharris-opsawg-pcap §5).
///
///      0 |                      Timestamp (Seconds)                      |
///      4 |            Timestamp (Microseconds or nanoseconds)            |
///      8 |                    Captured Packet Length                     |
///     12 |                    Original Packet Length                     |
///     16 /                          Packet Data                          /
struct PcapParser {
  /// The packet found last.
  private(set) var packet = PendingPacket.none

  private let header: PcapHeader
  /// More than this cannot be a captured length.
  private let maximumCapturedByteCount: Int
  private let snapLength: Int
  /// The number of the last packet's second.
  private var lastSecond: Int?

  /// `interface` is the number of the file's only interface.
  init(_ header: PcapHeader, interface: Int) {
    self.header = header
    snapLength = header.snapLength == 0 ? .max : header.snapLength
    maximumCapturedByteCount = min(
      CaptureLimits.packetByteCount, max(snapLength, CaptureLimits.pcapPacketByteCount))
    packet.record.linkType = header.linkType
    packet.record.interface = interface
  }

  /// What stands at a position of the file's bytes. `0 <= position <= bytes.byteCount`.
  mutating func next(in bytes: RawSpan, at position: inout Int) -> ParseStep {
    let available = bytes.byteCount - position
    let headerByteCount = header.recordHeaderByteCount
    guard available >= headerByteCount else { return .more(headerByteCount) }
    let record = readRecordHeader(in: bytes, at: position)
    guard record.captured <= maximumCapturedByteCount else { return .damaged }
    let byteCount = headerByteCount + record.captured
    guard available >= byteCount else { return .more(byteCount) }

    lastSecond = record.second
    packet.record.time = record.time
    packet.record.originalByteCount = max(record.original, record.captured)
    packet.range = ByteRange(start: position + headerByteCount, count: record.captured)
    packet.oddities = []
    if record.captured > snapLength { packet.oddities.insert(.beyondSnapLength) }
    if record.captured > record.original { packet.oddities.insert(.beyondOriginalLength) }
    position += byteCount
    return .packet
  }

  /// Whether records that follow one another start at a position: four in a row, or as many as there are to the file's
  /// end, each close in time to the last packet. `0 <= position <= bytes.byteCount`.
  func plausibility(in bytes: RawSpan, at position: Int, isComplete: Bool) -> Plausibility {
    var next = position
    for _ in 0..<CaptureLimits.plausibleRecordChain {
      if isComplete, next == bytes.byteCount, next > position { return .plausible }
      guard bytes.byteCount - next >= header.recordHeaderByteCount else {
        return isComplete ? .implausible : .undecided(next - position + header.recordHeaderByteCount)
      }
      let record = readRecordHeader(in: bytes, at: next)
      guard isPlausible(record) else { return .implausible }
      next += header.recordHeaderByteCount + record.captured
      guard next <= bytes.byteCount else { return isComplete ? .implausible : .undecided(next - position) }
    }
    return .plausible
  }

  /// Whether one record header alone may be one.
  private func isPlausible(_ record: RecordHeader) -> Bool {
    guard record.captured <= min(snapLength, CaptureLimits.plausibleRecordByteCount),
      record.captured > 0, record.captured <= record.original,
      record.original <= CaptureLimits.plausibleRecordByteCount,
      record.fraction * header.nanosecondsPerFraction < 1_000_000_000
    else { return false }
    guard let lastSecond else { return true }
    return abs(record.second - lastSecond) <= CaptureLimits.plausibleSecondsBetweenPackets
  }

  private struct RecordHeader {
    var second: Int
    var fraction: Int64
    var captured: Int
    var original: Int
    var time: Timestamp
  }

  /// The header at a position at which it is complete.
  private func readRecordHeader(in bytes: RawSpan, at position: Int) -> RecordHeader {
    let order = header.byteOrder
    let second = Int(order.uint32(in: bytes, at: position))
    let fraction = Int64(order.uint32(in: bytes, at: position + 4))
    let first = Int(order.uint32(in: bytes, at: position + 8))
    let last = Int(order.uint32(in: bytes, at: position + 12))
    let isSwapped =
      switch header.lengthOrder {
      case .capturedFirst: false
      case .originalFirst: true
      case .smallerIsCaptured: first > last
      }
    // At most 2^32 s and 2^32 µs: 4.3 * 10^18 ns, which is below 2^63.
    let nanoseconds = Int64(second) * 1_000_000_000 + fraction * header.nanosecondsPerFraction
    return RecordHeader(
      second: second, fraction: fraction, captured: isSwapped ? last : first, original: isSwapped ? first : last,
      time: Timestamp(nanoseconds: nanoseconds))
  }
}
