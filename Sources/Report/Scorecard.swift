import Analysis
import Metrics

/// The scorecard of docs/metrics.md for a person: the versions of HTTP side by side.
struct Scorecard: Sendable {
  /// A number of each version.
  struct Row: Sendable {
    let title: String
    /// One for each of `versions`.
    let cells: [String]
  }

  /// The versions that occurred.
  let versions: [String]
  private(set) var rows: [Row] = []

  /// A version and what is known of it.
  private struct Version {
    let name: String
    let totals: VersionTotals
    let origins: OriginSums

    var metrics: VersionMetrics { totals.metrics }

    var headers: HeaderTotals {
      var sum = totals.headers.client
      sum.merge(totals.headers.server)
      return sum
    }
  }

  init(_ summary: borrowing SummaryRecord) {
    let versions = [
      Version(name: "HTTP/1.1", totals: summary.http1, origins: summary.origins.sums { $0.http1 }),
      Version(name: "HTTP/2", totals: summary.http2, origins: summary.origins.sums { $0.http2 }),
    ].filter { $0.totals.exchanges > 0 }
    self.versions = versions.map(\.name)
    guard !versions.isEmpty else { return }
    Self.appendConnections(of: versions, to: &rows)
    Self.appendMixing(of: versions, to: &rows)
    Self.appendTimes(of: versions, to: &rows)
    Self.appendBytes(of: versions, to: &rows)
  }

  /// A row, left out where no version has anything to say.
  private static func append(
    _ title: String, of versions: [Version], to rows: inout [Row], _ cell: (Version) -> String
  ) {
    let cells = versions.map(cell)
    guard cells.contains(where: { $0 != "-" }) else { return }
    rows.append(Row(title: title, cells: cells))
  }

  private static func appendConnections(of versions: [Version], to rows: inout [Row]) {
    append("requests", of: versions, to: &rows) { PlainNumbers.grouped(Int($0.metrics.requestsPerConnection.sum)) }
    append("connections", of: versions, to: &rows) { PlainNumbers.grouped($0.totals.connections) }
    append("requests a connection, mean / most", of: versions, to: &rows) {
      let requests = $0.metrics.requestsPerConnection
      return
        "\(PlainNumbers.ratio(requests.sum, of: Int64(requests.count))) / \(PlainNumbers.grouped(Int(requests.maximum)))"
    }
    append("connections an origin, mean / at once", of: versions, to: &rows) {
      let mean = PlainNumbers.ratio(Int64($0.origins.connections), of: Int64($0.origins.origins))
      return $0.origins.origins > 0 ? "\(mean) / \(PlainNumbers.grouped($0.origins.mostConnectionsAtOnce))" : "-"
    }
    append("open at once on a connection, mean / most", of: versions, to: &rows) {
      let concurrency = $0.metrics.concurrency
      let mean = PlainNumbers.ratio(concurrency.openNanoseconds, of: concurrency.busyNanoseconds)
      return "\(mean) / \(PlainNumbers.grouped(max(concurrency.maximum, $0.totals.maxConcurrent)))"
    }
  }

  private static func appendTimes(of versions: [Version], to rows: inout [Row]) {
    append("setup a request", of: versions, to: &rows) {
      let setup = $0.metrics.setup
      return setup.requests > 0 ? PlainNumbers.milliseconds(setup.nanoseconds / Int64(setup.requests)) + " ms" : "-"
    }
    append("TLS handshakes, bytes a request", of: versions, to: &rows) {
      let setup = $0.metrics.setup
      return setup.byteCount > 0 && setup.requests > 0 ? PlainNumbers.bytes(setup.byteCount / setup.requests) : "-"
    }
    append("wait for a response, median / 99 %", of: versions, to: &rows) {
      let wait = $0.metrics.phases.wait
      guard wait.count > 0 else { return "-" }
      let (median, late) = (wait.median, wait.quantile(perMille: 990))
      return "\(PlainNumbers.milliseconds(median)) / \(PlainNumbers.milliseconds(late)) ms"
    }
    append("held back by an earlier response", of: versions, to: &rows) {
      let blocked = $0.metrics.headOfLineBlockedNanoseconds
      return blocked > 0 ? PlainNumbers.duration(blocked) : "-"
    }
    append("behind lost segments", of: versions, to: &rows) {
      let blocking = $0.metrics.tcpBlocking
      let stall = blocking.stallNanoseconds + min(blocking.unseenStallNanoseconds, .max - blocking.stallNanoseconds)
      return stall > 0 ? PlainNumbers.duration(stall) : "-"
    }
    append("streams behind others' lost segments", of: versions, to: &rows) {
      let innocent = $0.metrics.tcpBlocking.innocentNanoseconds
      return innocent > 0 ? PlainNumbers.duration(innocent) : "-"
    }
    append("held back by flow control", of: versions, to: &rows) {
      let blocked = $0.metrics.flowControl.blockedNanoseconds
      return blocked > 0 ? PlainNumbers.duration(blocked) : "-"
    }
    append("at the server's limit of streams", of: versions, to: &rows) {
      $0.metrics.limitNanoseconds > 0 ? PlainNumbers.duration($0.metrics.limitNanoseconds) : "-"
    }
    append("sent as soon as a connection was free", of: versions, to: &rows) {
      $0.origins.backToBackRequests > 0 ? PlainNumbers.grouped($0.origins.backToBackRequests) : "-"
    }
    append("all connections to an origin busy for", of: versions, to: &rows) {
      $0.origins.saturatedNanoseconds > 0 ? PlainNumbers.duration($0.origins.saturatedNanoseconds) : "-"
    }
  }

  private static func appendMixing(of versions: [Version], to rows: inout [Row]) {
    append("sent before the last response had ended", of: versions, to: &rows) {
      PlainNumbers.percent($0.metrics.overlappingRequests, of: Int($0.metrics.requestsPerConnection.sum))
    }
    append("streams mixed, of the opportunities", of: versions, to: &rows) {
      PlainNumbers.percent($0.metrics.multiplex.switches, of: $0.metrics.multiplex.opportunities)
    }
    append("others' bytes within a body", of: versions, to: &rows) {
      PlainNumbers.percent($0.metrics.multiplex.foreignWeight, of: $0.metrics.multiplex.ownByteCount)
    }
  }

  private static func appendBytes(of versions: [Version], to rows: inout [Row]) {
    append("headers as sent", of: versions, to: &rows) { PlainNumbers.bytes($0.headers.wireByteCount) }
    append("headers as HTTP/1.1 text", of: versions, to: &rows) { PlainNumbers.bytes($0.headers.http1ByteCount) }
    append("headers under HPACK (HTTP/1.1: modelled)", of: versions, to: &rows) {
      PlainNumbers.bytes($0.headers.hpackByteCount)
    }
    append("what HPACK saves of the text", of: versions, to: &rows) {
      PlainNumbers.percent($0.headers.http1ByteCount - $0.headers.hpackByteCount, of: $0.headers.http1ByteCount)
    }
    append("framing, of all bytes", of: versions, to: &rows) {
      PlainNumbers.percent($0.metrics.framing.overheadByteCount, of: $0.metrics.framing.byteCount)
    }
    append("bodies of requests / responses", of: versions, to: &rows) {
      "\(PlainNumbers.bytes($0.totals.requestBodyByteCount)) / \(PlainNumbers.bytes($0.totals.responseBodyByteCount))"
    }
    append("compressed, of compressible bodies", of: versions, to: &rows) {
      let bodies = $0.totals.bodies.sum
      return PlainNumbers.percent(bodies.compressedByteCount, of: bodies.compressibleByteCount)
    }
    append("pushed responses", of: versions, to: &rows) {
      $0.totals.pushes > 0 ? PlainNumbers.grouped($0.totals.pushes) : "-"
    }
    append("pushed bytes that may have been of use", of: versions, to: &rows) {
      let push = $0.metrics.push
      return push.byteCount > 0 ? PlainNumbers.percent(push.usefulByteCount, of: push.byteCount) : "-"
    }
    append("early hints (103) / preload links", of: versions, to: &rows) {
      let hints = $0.metrics.hints
      let isUsed = hints != HintTotals()
      return isUsed ? "\(PlainNumbers.grouped(hints.earlyHints)) / \(PlainNumbers.grouped(hints.preloadLinks))" : "-"
    }
  }
}
