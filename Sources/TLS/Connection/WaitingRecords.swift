import Bytes
import Findings

/// Records that wait for a secret which may still come, in the order in which they came, with everything behind them.
struct WaitingRecords {
  enum Kind {
    case record(RecordHeader, ByteRange)
    case loss(byteCount: Int, records: Int)
    case end(isClosed: Bool)
  }

  struct Step {
    var kind: Kind
    var side: Side
    var time: Timestamp
  }

  private(set) var bytes: [UInt8] = []
  private(set) var steps: [Step] = []
  private(set) var isWaiting = false

  /// Keeps a record whose secret is missing, or one behind it; false when no more may be kept.
  mutating func keep(_ header: RecordHeader, _ fragment: RawSpan, from side: Side, at time: Timestamp) -> Bool {
    guard bytes.count + fragment.byteCount <= TLSLimits.waitingByteCount, steps.count < TLSLimits.waitingSteps
    else { return false }
    isWaiting = true
    let range = ByteRange(start: bytes.count, count: fragment.byteCount)
    bytes.append(fragment)
    steps.append(Step(kind: .record(header, range), side: side, time: time))
    return true
  }

  mutating func append(_ kind: Kind, from side: Side, at time: Timestamp) {
    steps.append(Step(kind: kind, side: side, time: time))
  }
}
