import Analysis
import Bytes
import Metrics

/// What happened, in a few sentences with numbers: first what was measured, then what another version would have done.
enum VerdictSection {
  static func lines(_ summary: borrowing SummaryRecord, width: Int) -> [StyledText] {
    let sentences = sentences(summary)
    guard !sentences.isEmpty else { return [] }
    return [StyledText("WHAT HAPPENED", .heading)]
      + sentences.flatMap { StyledText.wrapped(StyledText("  "), $0, width: width, indent: 2) }
  }

  /// What happened; empty without requests.
  static func sentences(_ summary: borrowing SummaryRecord) -> [String] {
    http1(summary.http1, summary.origins.sums { $0.http1 }) + http2(summary.http2, summary.origins.sums { $0.http2 })
      + biggestSaving(summary)
  }

  // MARK: HTTP/1.1

  private static func http1(_ version: VersionTotals, _ origins: OriginSums) -> [String] {
    let requests = Int(version.metrics.requestsPerConnection.sum)
    guard requests > 0 else { return [] }
    var sentences = [
      "HTTP/1.1 carried \(PlainNumbers.counted(requests, "request")) on "
        + "\(PlainNumbers.counted(version.connections, "connection"))\(atOnce(origins))."
    ]
    if origins.backToBackRequests > 0 {
      let requests = PlainNumbers.counted(origins.backToBackRequests, "request")
      let time = PlainNumbers.duration(origins.saturatedNanoseconds)
      sentences.append(
        "\(requests) went out as soon as a connection became free; before, all connections to the origin had been busy "
          + "(\(time) in all).")
    }
    let blocked = version.metrics.headOfLineBlockedNanoseconds
    if blocked > 0 {
      sentences.append(
        "Pipelined responses were held back by earlier ones for \(PlainNumbers.duration(blocked)) in all.")
    }
    return sentences + ifHTTP2(version, origins)
  }

  private static func atOnce(_ origins: OriginSums) -> String {
    guard origins.mostConnectionsAtOnce > 1 else { return "" }
    return ", at most \(PlainNumbers.grouped(origins.mostConnectionsAtOnce)) at once from one client to one origin"
  }

  /// What the same requests would have needed with HTTP/2.
  private static func ifHTTP2(_ version: VersionTotals, _ origins: OriginSums) -> [String] {
    var parts: [String] = []
    if origins.overlappingConnections > 0 {
      let fewer = origins.connections - origins.overlappingConnections
      parts.append(
        "\(PlainNumbers.counted(fewer, "connection")) instead of \(PlainNumbers.grouped(origins.connections))")
    }
    var headers = version.headers.client
    headers.merge(version.headers.server)
    if headers.hpackByteCount > 0, headers.hpackByteCount < headers.wireByteCount {
      parts.append(
        "\(PlainNumbers.bytes(headers.hpackByteCount)) of headers instead of \(PlainNumbers.bytes(headers.wireByteCount))"
      )
    }
    guard !parts.isEmpty else { return [] }
    return ["With HTTP/2 it would have been \(parts.joined(separator: " and ")) (modelled)."]
  }

  // MARK: Both

  /// What compressing the bodies would save of the content type where that is most.
  private static func biggestSaving(_ summary: borrowing SummaryRecord) -> [String] {
    var bodies = summary.http1.bodies
    bodies.merge(summary.http2.bodies)
    var best: (name: [UInt8], totals: BodyTotals, saving: Int)?
    for (name, totals) in bodies.types {
      let saving = totals.missedByteCount - (totals.missedGzipByteCount ?? totals.missedByteCount)
      if saving > best?.saving ?? 0 { best = (name, totals, saving) }
    }
    guard let best, let compressed = best.totals.missedGzipByteCount else { return [] }
    let basis = best.totals.isSampleWhole ? "measured" : "derived from a sample"
    return [
      "Biggest saving: compress \(PlainNumbers.counted(best.totals.missedBodies, "response")) of type "
        + "\(PrintableText.escape(best.name.rawSpan)), \(PlainNumbers.bytes(best.totals.missedByteCount)) → "
        + "\(PlainNumbers.bytes(compressed)) (\(basis), gzip)."
    ]
  }

  // MARK: HTTP/2

  private static func http2(_ version: VersionTotals, _ origins: OriginSums) -> [String] {
    let requests = Int(version.metrics.requestsPerConnection.sum)
    guard requests > 0 else { return [] }
    var headers = version.headers.client
    headers.merge(version.headers.server)
    var sentence =
      "HTTP/2 carried \(PlainNumbers.counted(requests, "request")) on "
      + PlainNumbers.counted(version.connections, "connection")
    if version.maxConcurrent > 1 { sentence += ", up to \(PlainNumbers.grouped(version.maxConcurrent)) at once on one" }
    if headers.http1ByteCount > 0 {
      sentence +=
        "; its headers cost \(PlainNumbers.percent(headers.wireByteCount, of: headers.http1ByteCount)) of their text"
    }
    var sentences = [sentence + "."]
    let reuse = version.metrics.reuse
    if reuse.coalescible > 0 {
      sentences.append(
        "\(PlainNumbers.counted(reuse.coalescible, "HTTP/2 connection")) went to an address to which the client had another one "
          + "with a certificate for the same names: one would have done for both (derived).")
    }
    let blocking = version.metrics.tcpBlocking
    if blocking.innocentStreams > 0 {
      let times =
        blocking.innocentStreams == 1
        ? "Once a stream" : "\(PlainNumbers.grouped(blocking.innocentStreams)) times a stream"
      sentences.append(
        "\(times) that lost nothing waited for another one's lost segment, "
          + "\(PlainNumbers.duration(blocking.innocentNanoseconds)) in all: independent streams, as those of HTTP/3, would "
          + "have saved that (modelled).")
    }
    if origins.overlappingConnections > 0 {
      sentences.append(
        "\(PlainNumbers.counted(origins.overlappingConnections, "HTTP/2 connection")) "
          + "\(origins.overlappingConnections == 1 ? "was" : "were") opened while the client had another one to the same "
          + "origin.")
    }
    return sentences
  }
}
