import Findings

/// Follows the pushes of a connection: whether the client used them, cancelled them, or asked for the same itself.
///
/// What was pushed is remembered to the connection's end, about 64 bytes each, `MetricsLimits.pushes` at most.
package struct PushMeter: Sendable {
  private struct Push: Sendable {
    let stream: UInt32
    let parent: UInt32
    let time: Timestamp
    /// A fingerprint of its URI.
    let target: UInt64
    var byteCount = 0
    var lateByteCount = 0
    var isLate: Bool
    var isDuplicate: Bool
    var isDelivered = false
    var isCancelled = false
    /// Whether the end of the response that it came with was seen.
    var hasLead = false
  }

  private var pushes: [Push] = []
  /// Of pushes that are no longer remembered.
  private var forgotten = PushTotals()
  private var lead = Histogram()

  package init() {}

  /// Whether nothing was pushed.
  package var isEmpty: Bool { pushes.isEmpty }

  /// A response was promised.
  ///
  /// - Parameters:
  ///   - parent: the stream that the promise came on.
  ///   - target: a fingerprint of its URI.
  ///   - isAskedFor: whether a request of the client for the same is open.
  package mutating func promise(
    _ stream: UInt32, on parent: UInt32, target: UInt64, isAskedFor: Bool, at time: Timestamp
  ) {
    if pushes.count == MetricsLimits.pushes { Self.count(pushes.removeFirst(), in: &forgotten) }
    pushes.append(
      Push(stream: stream, parent: parent, time: time, target: target, isLate: isAskedFor, isDuplicate: isAskedFor))
  }

  /// The client asked for a URI itself.
  package mutating func request(_ target: UInt64) {
    for index in pushes.indices where pushes[index].target == target { pushes[index].isDuplicate = true }
  }

  /// A pushed response is over.
  package mutating func end(_ stream: UInt32, byteCount: Int, isDelivered: Bool, isCancelled: Bool) {
    guard let index = pushes.lastIndex(where: { $0.stream == stream }) else { return }
    pushes[index].byteCount = byteCount
    pushes[index].isDelivered = isDelivered
    pushes[index].isCancelled = isCancelled
  }

  /// Content of a stream came that is no longer open.
  package mutating func receiveLate(_ byteCount: Int, of stream: UInt32) {
    guard let index = pushes.lastIndex(where: { $0.stream == stream }) else { return }
    pushes[index].byteCount += byteCount
    pushes[index].lateByteCount += byteCount
  }

  /// A response is over that promises may have come with.
  package mutating func endParent(_ stream: UInt32, at time: Timestamp) {
    for index in pushes.indices where pushes[index].parent == stream && !pushes[index].hasLead {
      pushes[index].hasLead = true
      lead.record(time.nanoseconds(since: pushes[index].time))
    }
  }

  package var totals: PushTotals {
    var totals = forgotten
    for push in pushes { Self.count(push, in: &totals) }
    totals.lead = lead
    return totals
  }

  private static func count(_ push: Push, in totals: inout PushTotals) {
    totals.promised += 1
    totals.delivered += push.isDelivered ? 1 : 0
    totals.late += push.isLate ? 1 : 0
    totals.duplicate += push.isDuplicate ? 1 : 0
    totals.byteCount += push.byteCount
    if push.isCancelled {
      totals.cancelled += 1
      totals.cancelledByteCount += push.byteCount
      totals.lateByteCount += push.lateByteCount
    } else if push.isDuplicate {
      totals.duplicateByteCount += push.byteCount
    }
  }
}
