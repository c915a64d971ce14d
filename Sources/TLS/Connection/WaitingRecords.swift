import Bytes
import Findings

/// Records that wait for a secret which may still come, in the order in which they came, with everything behind them.
struct WaitingRecords {
  enum Kind {
    case record(RecordHeader, ByteRange)
    /// Lost bytes, and how many records these were when that is known.
    case loss(byteCount: Int, records: Int?)
    case end(isClosed: Bool)
  }

  struct Step {
    var kind: Kind
    var side: Side
    var time: Timestamp
  }

  private(set) var bytes: [UInt8] = []
  private(set) var steps: [Step] = []

  var isWaiting: Bool { !steps.isEmpty }

  /// Keeps a record whose secret is missing, or one behind it; false when no more may be kept.
  mutating func keep(_ header: RecordHeader, _ fragment: RawSpan, from side: Side, at time: Timestamp) -> Bool {
    let range = ByteRange(start: bytes.count, count: fragment.byteCount)
    guard range.end <= TLSLimits.waitingByteCount, keep(.record(header, range), from: side, at: time) else {
      return false
    }
    bytes.append(fragment)
    return true
  }

  /// Keeps something else behind a record; false when no more may be kept.
  mutating func keep(_ kind: Kind, from side: Side, at time: Timestamp) -> Bool {
    guard steps.count < TLSLimits.waitingSteps else { return false }
    steps.append(Step(kind: kind, side: side, time: time))
    return true
  }
}
