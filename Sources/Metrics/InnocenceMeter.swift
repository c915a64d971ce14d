import Findings

/// Which streams of one direction waited behind holes that took nothing of them, and how long.
///
/// It is asked only while TCP hands on bytes that were late or held up: a stream is innocent from when its first byte behind a
/// hole was here, or from when the last of its own late bytes came, until the hole was filled.
package struct InnocenceMeter: Sendable {
  package private(set) var totals = TCPBlockingTotals()
  private var delivery = Delivery.prompt
  /// Whether the beginning of the frame header under way was late.
  private var isHeaderLate = false
  /// Until when streams have been accounted for; of use while the same holes are open.
  private var accounted: [UInt32: Timestamp] = [:]

  package init() {}

  /// Whether bytes come that were late or held up.
  package var isActive: Bool { delivery != .prompt || isHeaderLate }

  /// Says how the next bytes came.
  ///
  /// - Parameter isInHeader: whether the last ones ended within a frame's header.
  package mutating func expect(_ delivery: Delivery, isInHeader: Bool) {
    if self.delivery == .filling, isInHeader { isHeaderLate = true }
    self.delivery = delivery
  }

  /// Bytes of a stream came, handed on at a time.
  ///
  /// - Parameter isContent: whether they are of a message; a stream does not wait for anything else.
  package mutating func note(_ stream: UInt32, isContent: Bool, at time: Timestamp) {
    guard stream != 0 else { return }
    if accounted.count >= MetricsLimits.heldStreams { accounted.removeAll(keepingCapacity: true) }
    let isLate = isHeaderLate
    isHeaderLate = false
    switch delivery {
    case .prompt, .filling:
      if isLate || delivery == .filling { accounted[stream] = time }
    case .held(let since):
      if isLate { accounted[stream] = time }
      guard isContent else { return }
      let begin = max(since, accounted[stream] ?? since)
      accounted[stream] = time
      let nanoseconds = time.nanoseconds(since: begin)
      if nanoseconds > 0 { totals.add(innocentFor: nanoseconds) }
    }
  }
}
