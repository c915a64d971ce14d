import Analysis
import Metrics

/// The scorecard of docs/metrics.md: the versions of HTTP side by side.
enum ScorecardSection {
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

  static func lines(_ summary: borrowing SummaryRecord, width: Int) -> [StyledText] {
    let versions = [
      Version(name: "HTTP/1.1", totals: summary.http1, origins: summary.origins.sums { $0.http1 }),
      Version(name: "HTTP/2", totals: summary.http2, origins: summary.origins.sums { $0.http2 }),
    ].filter { $0.totals.exchanges > 0 }
    guard !versions.isEmpty else { return [] }
    let title = versions.count > 1 ? "HTTP/1.1 BESIDE HTTP/2" : "SCORECARD"
    var table = TextTable(
      [.init(title: title, isRightAligned: false, isFlexible: true)] + versions.map { .init(title: $0.name) })
    appendConnections(of: versions, to: &table)
    appendMixing(of: versions, to: &table)
    appendTimes(of: versions, to: &table)
    appendBytes(of: versions, to: &table)
    return table.lines(width: width, indent: 0, firstTitle: .heading)
  }

  /// A row, left out where no version has anything to say.
  private static func append(
    _ title: String, of versions: [Version], to table: inout TextTable, _ cell: (Version) -> String
  ) {
    let cells = versions.map(cell)
    guard cells.contains(where: { $0 != "-" }) else { return }
    table.append([StyledText("  " + title)] + cells.map { StyledText($0) })
  }

  private static func appendConnections(of versions: [Version], to table: inout TextTable) {
    append("requests", of: versions, to: &table) { PlainNumbers.grouped(Int($0.metrics.requestsPerConnection.sum)) }
    append("connections", of: versions, to: &table) { PlainNumbers.grouped($0.totals.connections) }
    append("requests a connection, mean / most", of: versions, to: &table) {
      let requests = $0.metrics.requestsPerConnection
      return
        "\(PlainNumbers.ratio(requests.sum, of: Int64(requests.count))) / \(PlainNumbers.grouped(Int(requests.maximum)))"
    }
    append("connections an origin, mean / at once", of: versions, to: &table) {
      let mean = PlainNumbers.ratio(Int64($0.origins.connections), of: Int64($0.origins.origins))
      return $0.origins.origins > 0 ? "\(mean) / \(PlainNumbers.grouped($0.origins.mostConnectionsAtOnce))" : "-"
    }
    append("open at once on a connection, mean / most", of: versions, to: &table) {
      let concurrency = $0.metrics.concurrency
      let mean = PlainNumbers.ratio(concurrency.openNanoseconds, of: concurrency.busyNanoseconds)
      return "\(mean) / \(PlainNumbers.grouped(max(concurrency.maximum, $0.totals.maxConcurrent)))"
    }
  }

  private static func appendTimes(of versions: [Version], to table: inout TextTable) {
    append("setup a request", of: versions, to: &table) {
      let setup = $0.metrics.setup
      return setup.requests > 0 ? PlainNumbers.milliseconds(setup.nanoseconds / Int64(setup.requests)) + " ms" : "-"
    }
    append("TLS handshakes, bytes a request", of: versions, to: &table) {
      let setup = $0.metrics.setup
      return setup.byteCount > 0 && setup.requests > 0 ? PlainNumbers.bytes(setup.byteCount / setup.requests) : "-"
    }
    append("wait for a response, median / 99 %", of: versions, to: &table) {
      let wait = $0.metrics.phases.wait
      guard wait.count > 0 else { return "-" }
      let (median, late) = (wait.median, wait.quantile(perMille: 990))
      return "\(PlainNumbers.milliseconds(median)) / \(PlainNumbers.milliseconds(late)) ms"
    }
    append("held back by an earlier response", of: versions, to: &table) {
      let blocked = $0.metrics.headOfLineBlockedNanoseconds
      return blocked > 0 ? PlainNumbers.duration(blocked) : "-"
    }
    append("behind lost segments", of: versions, to: &table) {
      let blocking = $0.metrics.tcpBlocking
      let stall = blocking.stallNanoseconds + min(blocking.unseenStallNanoseconds, .max - blocking.stallNanoseconds)
      return stall > 0 ? PlainNumbers.duration(stall) : "-"
    }
    append("streams behind others' lost segments", of: versions, to: &table) {
      let innocent = $0.metrics.tcpBlocking.innocentNanoseconds
      return innocent > 0 ? PlainNumbers.duration(innocent) : "-"
    }
    append("held back by flow control", of: versions, to: &table) {
      let blocked = $0.metrics.flowControl.blockedNanoseconds
      return blocked > 0 ? PlainNumbers.duration(blocked) : "-"
    }
    append("at the server's limit of streams", of: versions, to: &table) {
      $0.metrics.limitNanoseconds > 0 ? PlainNumbers.duration($0.metrics.limitNanoseconds) : "-"
    }
    append("sent as soon as a connection was free", of: versions, to: &table) {
      $0.origins.backToBackRequests > 0 ? PlainNumbers.grouped($0.origins.backToBackRequests) : "-"
    }
    append("all connections to an origin busy for", of: versions, to: &table) {
      $0.origins.saturatedNanoseconds > 0 ? PlainNumbers.duration($0.origins.saturatedNanoseconds) : "-"
    }
  }

  private static func appendMixing(of versions: [Version], to table: inout TextTable) {
    append("sent before the last response had ended", of: versions, to: &table) {
      PlainNumbers.percent($0.metrics.overlappingRequests, of: Int($0.metrics.requestsPerConnection.sum))
    }
    append("streams mixed, of the opportunities", of: versions, to: &table) {
      PlainNumbers.percent($0.metrics.multiplex.switches, of: $0.metrics.multiplex.opportunities)
    }
    append("others' bytes within a body", of: versions, to: &table) {
      PlainNumbers.percent($0.metrics.multiplex.foreignWeight, of: $0.metrics.multiplex.ownByteCount)
    }
  }

  private static func appendBytes(of versions: [Version], to table: inout TextTable) {
    append("headers as sent", of: versions, to: &table) { PlainNumbers.bytes($0.headers.wireByteCount) }
    append("headers as HTTP/1.1 text", of: versions, to: &table) { PlainNumbers.bytes($0.headers.http1ByteCount) }
    append("headers under HPACK (HTTP/1.1: modelled)", of: versions, to: &table) {
      PlainNumbers.bytes($0.headers.hpackByteCount)
    }
    append("what HPACK saves of the text", of: versions, to: &table) {
      PlainNumbers.percent($0.headers.http1ByteCount - $0.headers.hpackByteCount, of: $0.headers.http1ByteCount)
    }
    append("framing, of all bytes", of: versions, to: &table) {
      PlainNumbers.percent($0.metrics.framing.overheadByteCount, of: $0.metrics.framing.byteCount)
    }
    append("bodies of requests / responses", of: versions, to: &table) {
      "\(PlainNumbers.bytes($0.totals.requestBodyByteCount)) / \(PlainNumbers.bytes($0.totals.responseBodyByteCount))"
    }
    append("compressed, of compressible bodies", of: versions, to: &table) {
      let bodies = $0.totals.bodies.sum
      return PlainNumbers.percent(bodies.compressedByteCount, of: bodies.compressibleByteCount)
    }
    append("pushed responses", of: versions, to: &table) {
      $0.totals.pushes > 0 ? PlainNumbers.grouped($0.totals.pushes) : "-"
    }
    append("pushed bytes that may have been of use", of: versions, to: &table) {
      let push = $0.metrics.push
      return push.byteCount > 0 ? PlainNumbers.percent(push.usefulByteCount, of: push.byteCount) : "-"
    }
    append("early hints (103) / preload links", of: versions, to: &table) {
      let hints = $0.metrics.hints
      let isUsed = hints != HintTotals()
      return isUsed ? "\(PlainNumbers.grouped(hints.earlyHints)) / \(PlainNumbers.grouped(hints.preloadLinks))" : "-"
    }
  }
}
