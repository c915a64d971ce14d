import Findings

extension HTTP1Connection {
  /// Notes how many requests wait at a moment for the end of their response.
  mutating func noteDepth(at time: Timestamp) {
    statistics.maxPipelineDepth = max(statistics.maxPipelineDepth, pending.depth(at: time))
  }

  /// Whether the request of an exchange began before the last response ended.
  ///
  /// The order in which the sides were read does not say so: bytes behind a hole are read late.
  func isPipelined(at index: Int) -> Bool {
    guard pending[index].mayBePipelined, let previousEnd = previousResponseEnd,
      let start = pending[index].exchange.request.message.start
    else { return false }
    return start < previousEnd
  }

  /// Notes that the final response of an exchange began at a moment, and how long an earlier response held it back.
  mutating func noteResponse(at index: Int, from start: Timestamp) {
    noteDepth(at: start)
    let isPipelined = isPipelined(at: index)
    pending[index].mayBePipelined = false
    guard isPipelined else { return }
    statistics.pipelinedRequests += 1
    guard let requestEnd = pending[index].exchange.request.message.end, let previousEnd = previousResponseEnd else {
      return
    }
    let blocked = max(0, min(start, previousEnd).nanoseconds(since: requestEnd))
    pending[index].exchange.queueNanoseconds = blocked
    let (sum, overflow) = statistics.headOfLineBlockedNanoseconds.addingReportingOverflow(blocked)
    statistics.headOfLineBlockedNanoseconds = overflow ? .max : sum
  }
}
