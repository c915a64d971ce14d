import Comparison
import HTTP
import Metrics

/// The sums of two loads side by side.
enum ComparisonScorecard {
  static func lines(_ comparison: Comparison, width: Int) -> [StyledText] {
    var table = TextTable([
      .init(title: "SIDE BY SIDE", isRightAligned: false, isFlexible: true), .init(title: "A"), .init(title: "B"),
      .init(title: "change"),
    ])
    let loads = (a: comparison.a, b: comparison.b)
    appendRequests(of: loads, to: &table)
    appendTimes(of: loads, to: &table)
    appendBytes(of: loads, to: &table)
    return table.lines(width: width, indent: 0, firstTitle: .heading)
  }

  private static func append(_ title: String, _ a: String, _ b: String, change: String = "", to table: inout TextTable)
  {
    guard a != "-" || b != "-" else { return }
    table.append([StyledText("  " + title), StyledText(a), StyledText(b), StyledText(change, .faint)])
  }

  /// A row of a number that both have, with how much it changed.
  private static func append(
    _ title: String, of loads: (a: Load, b: Load), to table: inout TextTable, hidesZeros: Bool = false,
    _ value: (Load) -> Int, as text: (Int) -> String
  ) {
    let (a, b) = (value(loads.a), value(loads.b))
    guard !hidesZeros || a != 0 || b != 0 else { return }
    append(title, text(a), text(b), change: ComparisonText.change(from: a, to: b), to: &table)
  }

  private static func append(
    _ title: String, of loads: (a: Load, b: Load), to table: inout TextTable, _ cell: (Load) -> String
  ) {
    append(title, cell(loads.a), cell(loads.b), to: &table)
  }

  private static func appendRequests(of loads: (a: Load, b: Load), to table: inout TextTable) {
    append("protocol", of: loads, to: &table) { load in
      let versions = [HTTPVersion.http09, .http10, .http11, .http2].filter {
        load.summary.exchangesByVersion[Int($0.rawValue)] > 0
      }
      return versions.isEmpty ? "-" : versions.map(\.name).joined(separator: ", ")
    }
    append(
      "requests", of: loads, to: &table, { $0.summary.exchanges - $0.exchangesWithoutRequest }, as: PlainNumbers.grouped
    )
    append("connections", of: loads, to: &table, \.connections, as: PlainNumbers.grouped)
    append("requests at once, mean / most", of: loads, to: &table) { load in
      let concurrency = load.concurrency
      let mean = PlainNumbers.ratio(concurrency.openNanoseconds, of: concurrency.busyNanoseconds)
      return concurrency.busyNanoseconds > 0 ? "\(mean) / \(PlainNumbers.grouped(concurrency.maximum))" : "-"
    }
  }

  private static func appendTimes(of loads: (a: Load, b: Load), to table: inout TextTable) {
    append("first request to last byte", of: loads, to: &table, { Int($0.duration ?? 0) }, as: duration)
    append("setting up connections, in all", of: loads, to: &table, { Int($0.setup.nanoseconds) }, as: duration)
    append(
      "held back by an earlier response", of: loads, to: &table, hidesZeros: true,
      { Int($0.summary.http1.metrics.headOfLineBlockedNanoseconds) }, as: duration)
    append(
      "held back by flow control", of: loads, to: &table, hidesZeros: true,
      { Int($0.summary.http2.metrics.flowControl.blockedNanoseconds) }, as: duration)
    append(
      "sent as soon as a connection was free", of: loads, to: &table, hidesZeros: true, \.backToBackRequests,
      as: PlainNumbers.grouped)
    append(
      "all connections to an origin busy for", of: loads, to: &table, hidesZeros: true,
      { Int($0.saturatedNanoseconds) }, as: duration)
  }

  private static func appendBytes(of loads: (a: Load, b: Load), to table: inout TextTable) {
    append("headers as sent", of: loads, to: &table, \.headers.wireByteCount, as: PlainNumbers.bytes)
    append("headers as HTTP/1.1 text", of: loads, to: &table, \.headers.http1ByteCount, as: PlainNumbers.bytes)
    append("bodies as sent", of: loads, to: &table, \.bodyByteCount, as: PlainNumbers.bytes)
    append("all bytes of these connections", of: loads, to: &table, \.payloadByteCount, as: PlainNumbers.bytes)
    append("segments retransmitted", of: loads, to: &table, \.summary.retransmittedSegments, as: PlainNumbers.grouped)
    append(
      "segments out of order", of: loads, to: &table, hidesZeros: true, \.summary.outOfOrderSegments,
      as: PlainNumbers.grouped)
    append(
      "bytes missing from the capture", of: loads, to: &table, hidesZeros: true, \.summary.missingByteCount,
      as: PlainNumbers.bytes)
  }

  private static func duration(_ nanoseconds: Int) -> String {
    nanoseconds > 0 ? PlainNumbers.duration(Int64(nanoseconds)) : "-"
  }
}
