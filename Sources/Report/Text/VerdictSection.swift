import Analysis
import Metrics

/// What happened and what would have helped, in a few sentences with numbers.
enum VerdictSection {
  static func lines(_ summary: borrowing SummaryRecord, width: Int) -> [StyledText] {
    let happened = lines("WHAT HAPPENED", sentences(summary), width: width)
    let help = lines("WHAT WOULD HELP", Improvements.sentences(summary), width: width)
    return happened + (happened.isEmpty || help.isEmpty ? [] : [StyledText()]) + help
  }

  private static func lines(_ title: String, _ sentences: [String], width: Int) -> [StyledText] {
    guard !sentences.isEmpty else { return [] }
    return [StyledText(title, .heading)]
      + sentences.flatMap { StyledText.wrapped(StyledText("  "), $0, width: width, indent: 2) }
  }

  /// What happened; empty without requests.
  static func sentences(_ summary: borrowing SummaryRecord) -> [String] {
    http1(summary.http1, summary.origins.sums { $0.http1 }) + http2(summary.http2, summary.origins.sums { $0.http2 })
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
    return sentences + lostSegments(version, "HTTP/1.1")
  }

  private static func atOnce(_ origins: OriginSums) -> String {
    guard origins.mostConnectionsAtOnce > 1 else { return "" }
    return ", at most \(PlainNumbers.grouped(origins.mostConnectionsAtOnce)) at once from one client to one origin"
  }

  // MARK: Both

  private static func lostSegments(_ version: VersionTotals, _ name: String) -> [String] {
    let stall = version.metrics.tcpBlocking.allStallNanoseconds
    guard stall > 0 else { return [] }
    return ["Lost segments held up \(name) for \(PlainNumbers.duration(stall)) in all."]
  }

  // MARK: HTTP/2

  private static func http2(_ version: VersionTotals, _ origins: OriginSums) -> [String] {
    let requests = Int(version.metrics.requestsPerConnection.sum)
    guard requests > 0 else { return [] }
    let headers = version.headers.sum
    var sentence =
      "HTTP/2 carried \(PlainNumbers.counted(requests, "request")) on "
      + PlainNumbers.counted(version.connections, "connection")
    if version.maxConcurrent > 1 { sentence += ", up to \(PlainNumbers.grouped(version.maxConcurrent)) at once on one" }
    if headers.http1ByteCount > 0 {
      sentence +=
        "; its headers cost \(PlainNumbers.percent(headers.wireByteCount, of: headers.http1ByteCount)) of their text"
    }
    var sentences = [sentence + "."] + lostSegments(version, "HTTP/2")
    let flowControl = version.metrics.flowControl.blockedNanoseconds
    if flowControl > 0 {
      sentences.append("Flow control held DATA back for \(PlainNumbers.duration(flowControl)), summed over streams.")
    }
    let blocking = version.metrics.tcpBlocking
    if blocking.innocentStreams > 0 {
      let times =
        blocking.innocentStreams == 1
        ? "Once a stream" : "\(PlainNumbers.grouped(blocking.innocentStreams)) times a stream"
      sentences.append(
        "\(times) that lost nothing waited for another one's lost segment, "
          + "\(PlainNumbers.duration(blocking.innocentNanoseconds)) in all.")
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
