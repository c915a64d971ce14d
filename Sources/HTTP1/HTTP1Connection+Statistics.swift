import Findings

extension HTTP1Connection {
  /// Notes how many requests wait for the end of their response.
  mutating func noteDepth() {
    statistics.maxPipelineDepth = max(statistics.maxPipelineDepth, pending.depth)
  }

  /// Notes that the final response of an exchange began at a moment, and how long an earlier response held it back.
  mutating func noteResponse(at index: Int, from start: Timestamp) {
    noteDepth()
    guard pending[index].isPipelined else { return }
    pending[index].isPipelined = false
    statistics.pipelinedRequests += 1
    guard let requestEnd = pending[index].exchange.request.message.end, let previousEnd = previousResponseEnd else {
      return
    }
    let blocked = max(0, min(start, previousEnd).nanoseconds(since: requestEnd))
    let (sum, overflow) = statistics.headOfLineBlockedNanoseconds.addingReportingOverflow(blocked)
    statistics.headOfLineBlockedNanoseconds = overflow ? .max : sum
  }
}
