import Analysis
import Findings
import Metrics

/// One capture, as a comparison sees it: its exchanges, and its sums.
package struct Load: Sendable {
  /// The capture's names as given.
  package var files: [String] = []
  /// In the order in which the requests began.
  package var exchanges: [ComparedExchange] = []
  /// Exchanges beyond `ComparisonLimits.exchanges`, which are in the sums alone.
  package var omittedExchanges = 0
  /// Responses whose request was not captured, which nothing can be compared with.
  package var exchangesWithoutRequest = 0
  /// Connections that carried an exchange.
  package var connections = 0
  /// Payload of TCP, both directions, of these connections.
  package var payloadByteCount = 0
  /// The first byte of the first request: time zero. Nil without a request.
  package var start: Timestamp?
  /// The last byte of the last response; nil without a response.
  package var end: Timestamp?
  package var summary = SummaryRecord()

  package init() {}

  /// From the first request's first byte to the last response's last, in nanoseconds; nil when there is no response.
  package var duration: Int64? {
    guard let start, let end else { return nil }
    return max(0, end.nanoseconds(since: start))
  }

  /// Requests that went out at once, over all connections, from the exchanges that are compared one by one.
  package var concurrency: ConcurrencyTotals {
    var edges: [(time: Timestamp, step: Int)] = []
    for exchange in exchanges {
      guard let end = exchange.end else { continue }
      edges.append((exchange.start, 1))
      edges.append((end, -1))
    }
    // At the same moment one ends before the next begins.
    edges.sort { ($0.time, $0.step) < ($1.time, $1.step) }
    var meter = ConcurrencyMeter()
    for edge in edges { meter.change(to: meter.open + edge.step, at: edge.time) }
    return meter.totals
  }

  /// All versions of HTTP together.
  package var totals: VersionTotals { summary.allVersions }

  /// What connections did with their origins, in all versions of HTTP.
  package var origins: OriginSums {
    summary.origins.sums {
      var both = $0.http1
      both.merge($0.http2)
      return both
    }
  }
}
