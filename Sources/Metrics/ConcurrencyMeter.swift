import Findings

/// How much of a time how many things were open at once. It adds up over connections, the maximum by `max`.
package struct ConcurrencyTotals: Sendable, Equatable, BitwiseCopyable {
  /// The integral of the number of open ones over time, in nanoseconds.
  package fileprivate(set) var openNanoseconds: Int64 = 0
  /// The time in which at least one was open.
  package fileprivate(set) var busyNanoseconds: Int64 = 0
  /// The time in which at least two were open.
  package fileprivate(set) var concurrentNanoseconds: Int64 = 0
  /// The most that were open at once.
  package fileprivate(set) var maximum = 0

  package init() {}

  package mutating func merge(_ other: ConcurrencyTotals) {
    openNanoseconds.addSaturating(other.openNanoseconds)
    busyNanoseconds.addSaturating(other.busyNanoseconds)
    concurrentNanoseconds.addSaturating(other.concurrentNanoseconds)
    maximum = max(maximum, other.maximum)
  }
}

/// Follows how many things are open as time goes on.
package struct ConcurrencyMeter: Sendable, Equatable {
  package private(set) var totals = ConcurrencyTotals()
  /// How many are open.
  package private(set) var open = 0
  /// When that became so.
  private var since = Timestamp(nanoseconds: .min)

  package init() {}

  /// So many are open from a moment on. A moment before the last one counts as the last one.
  package mutating func change(to count: Int, at time: Timestamp) {
    guard count != open else { return }
    if open > 0 {
      let elapsed = max(0, time.nanoseconds(since: since))
      totals.openNanoseconds.addSaturating(elapsed.timesSaturating(open))
      totals.busyNanoseconds.addSaturating(elapsed)
      if open > 1 { totals.concurrentNanoseconds.addSaturating(elapsed) }
    }
    open = max(0, count)
    since = max(since, time)
    totals.maximum = max(totals.maximum, open)
  }
}
