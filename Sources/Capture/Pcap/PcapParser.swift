import Bytes
import Findings

/// Finds the packets of a pcap file after its header (draft-gharris-opsawg-pcap §5).
///
///      0 |                      Timestamp (Seconds)                      |
///      4 |            Timestamp (Microseconds or nanoseconds)            |
///      8 |                    Captured Packet Length                     |
///     12 |                    Original Packet Length                     |
///     16 /                          Packet Data                          /
struct PcapParser: BitwiseCopyable {
  /// The packet found last.
  private(set) var packet = PendingPacket.none

  private var header: PcapHeader
  /// More than this cannot be a captured length.
  private var maximumCapturedByteCount: Int
  /// Greatest captured length as the file says.
  private var snapLength: Int
  // Between which seconds a packet after damage may lie, give or take: those of the first and the last packet.
  private var firstSecond: Int?
  private var lastSecond = 0

  /// A file has one interface.
  init(_ header: PcapHeader, ledger: inout CaptureLedger) {
    self.header = header
    snapLength = header.snapLength == 0 ? .max : header.snapLength
    maximumCapturedByteCount = min(
      CaptureLimits.packetByteCount, max(snapLength, CaptureLimits.pcapPacketByteCount))
    packet.record.linkType = header.linkType
    packet.record.interface = ledger.addInterface(linkType: header.linkType, name: nil)
  }

  /// What stands at a position of the file's bytes. `0 <= position <= bytes.byteCount`.
  mutating func next(in bytes: RawSpan, at position: inout Int, ledger: inout CaptureLedger) -> ParseStep {
    let available = bytes.byteCount - position
    let headerByteCount = header.recordHeaderByteCount
    guard available >= headerByteCount else { return .more(headerByteCount) }
    if PcapHeader.isMagic(bytes.uint32(at: position)) {
      guard available >= PcapHeader.byteCount else { return .more(PcapHeader.byteCount) }
      if readAppendedHeader(in: bytes, at: &position, ledger: &ledger) { return .passed }
    }
    let record = readRecordHeader(in: bytes, at: position)
    guard record.captured <= maximumCapturedByteCount, !record.isZero else { return .damaged }
    let byteCount = headerByteCount + record.captured
    guard available >= byteCount else { return .more(byteCount) }

    if firstSecond == nil { firstSecond = record.second }
    lastSecond = record.second
    packet.record.time = record.time
    packet.record.originalByteCount = max(record.original, record.captured)
    packet.range = ByteRange(start: position + headerByteCount, count: record.captured)
    packet.oddities = []
    if record.captured > snapLength { packet.oddities.insert(.beyondSnapLength) }
    if record.captured > record.original { packet.oddities.insert(.beyondOriginalLength) }
    packet.removeFrameCheck(byteCount: header.frameCheckByteCount)
    position += byteCount
    return .packet
  }

  /// Whether records that follow one another start at a position: four in a row, or as many as there are to the file's
  /// end, each close in time to the packets before. `0 <= position <= bytes.byteCount`.
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
    guard let firstSecond else { return true }
    let earliest = min(firstSecond, lastSecond) - CaptureLimits.plausibleSecondsOutside
    let latest = max(firstSecond, lastSecond) + CaptureLimits.plausibleSecondsOutside
    return record.second >= earliest && record.second <= latest
  }

  /// Reads the header of another file that was appended to this one (`cat a.pcap b.pcap`); false when it is none.
  ///
  /// The same bytes as a record would be of the year 2055, or of one moment in 1998 or 2011.
  private mutating func readAppendedHeader(
    in bytes: RawSpan, at position: inout Int, ledger: inout CaptureLedger
  ) -> Bool {
    guard let appended = PcapHeader(bytes.extracting(from: position)), appended.isVersionKnown else { return false }
    self = PcapParser(appended, ledger: &ledger)
    position += PcapHeader.byteCount
    return true
  }

  private struct RecordHeader: BitwiseCopyable {
    var second: Int
    var fraction: Int64
    var captured: Int
    var original: Int
    var time: Timestamp

    /// Zeros are what a crash leaves in a file, not a packet without bytes.
    var isZero: Bool { original == 0 && captured == 0 && time.nanoseconds == 0 }
  }

  /// The header at a position at which it is complete.
  @inline(__always)
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
