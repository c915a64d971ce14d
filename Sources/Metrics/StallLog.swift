import Findings

/// The latest times in which bytes of one side were held up, to tell how much of an exchange's time they took.
package struct StallLog: Sendable {
  private struct Stall: Sendable {
    var begin: Timestamp
    var end: Timestamp
  }

  private var stalls: [Stall] = []

  package init() {}

  /// Adds one; false when it goes on from the last one. They come in order.
  package mutating func add(from begin: Timestamp, to end: Timestamp) -> Bool {
    if let last = stalls.indices.last, begin <= stalls[last].end {
      stalls[last].end = max(stalls[last].end, end)
      return false
    }
    if stalls.count == MetricsLimits.stalls { stalls.removeFirst() }
    stalls.append(Stall(begin: begin, end: end))
    return true
  }

  /// How much of a time they took, in nanoseconds, as far as they are remembered.
  package func nanoseconds(from begin: Timestamp, to end: Timestamp) -> Int64 {
    var sum: Int64 = 0
    for stall in stalls.reversed() {
      guard stall.end > begin else { break }
      sum.addSaturating(max(0, min(end, stall.end).nanoseconds(since: max(begin, stall.begin))))
    }
    return sum
  }
}
