import Findings
import Metrics

/// What one connection did in HTTP/1.x.
package struct HTTP1Statistics: Sendable, Equatable {
  /// Requests seen.
  package var requests = 0
  /// Requests that began before the response to an earlier one had ended.
  package var pipelinedRequests = 0
  /// The most requests that waited for their response's end at once.
  package var maxPipelineDepth = 0
  /// Σ over pipelined requests of the time for which an earlier response held theirs back, in nanoseconds
  /// (docs/metrics.md, head-of-line blocking: `max(0, min(first byte of response j, last byte of response j-1) - last
  /// byte of request j)`).
  package var headOfLineBlockedNanoseconds: Int64 = 0

  /// What a side's bytes were; those after a switch to another protocol are not counted.
  package var framing = BySide(both: FramingTotals())

  package init() {}
}
