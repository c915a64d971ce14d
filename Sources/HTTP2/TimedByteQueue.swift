import Bytes
import Findings

/// Bytes that wait, each with the time at which it was there.
struct TimedByteQueue: Sendable {
  /// Bytes of one time, up to the end of the next run's beginning.
  private struct Run: Sendable {
    var byteCount: Int
    var time: Timestamp
  }

  private var queue = ByteQueue()
  /// The times of the waiting bytes, front first; their byte counts add up to `queue.count` from `head` on.
  private var runs: [Run] = []
  private var head = 0

  var count: Int { queue.count }
  var isEmpty: Bool { queue.isEmpty }

  /// The waiting bytes, front first.
  var bytes: RawSpan {
    @_lifetime(borrow self)
    get { queue.bytes }
  }

  /// How many of the front bytes came at once, and when; nil when none wait.
  var front: (byteCount: Int, time: Timestamp)? {
    guard head < runs.count else { return nil }
    return (runs[head].byteCount, runs[head].time)
  }

  /// Appends bytes of one time.
  mutating func append(_ bytes: RawSpan, at time: Timestamp) {
    guard bytes.byteCount > 0 else { return }
    queue.append(bytes)
    if head < runs.count, runs[runs.count - 1].time == time {
      runs[runs.count - 1].byteCount += bytes.byteCount
    } else {
      if head > 0, head >= runs.count - head {
        runs.removeSubrange(0..<head)
        head = 0
      }
      runs.append(Run(byteCount: bytes.byteCount, time: time))
    }
  }

  /// Takes bytes from the front: `count`, or all of them when there are fewer.
  mutating func consume(_ count: Int) {
    queue.consume(count)
    var left = count
    while left > 0, head < runs.count {
      let taken = min(left, runs[head].byteCount)
      runs[head].byteCount -= taken
      left -= taken
      if runs[head].byteCount == 0 { head += 1 }
    }
    if head == runs.count {
      runs.removeAll(keepingCapacity: true)
      head = 0
    }
  }

  /// Drops everything, and the storage too: searches are rare.
  mutating func removeAll() {
    self = TimedByteQueue()
  }
}
