import Analysis
import Findings

/// What HTTP amounted to, the two versions side by side.
enum VersionsSection {
  static func lines(_ summary: borrowing SummaryRecord, width: Int) -> [StyledText] {
    let versions = [("HTTP/1.1", summary.http1), ("HTTP/2", summary.http2)].filter { $0.1.exchanges > 0 }
    guard !versions.isEmpty else { return [] }
    let title = versions.count > 1 ? "HTTP/1.1 BESIDE HTTP/2" : "IN ALL"
    var table = TextTable(
      [.init(title: title, isRightAligned: false, isFlexible: true)] + versions.map { .init(title: $0.0) })
    func row(_ title: String, _ cell: (VersionTotals) -> String) {
      table.append([StyledText("  " + title)] + versions.map { StyledText(cell($0.1)) })
    }
    row("connections") { PlainNumbers.grouped($0.connections) }
    row("exchanges") { PlainNumbers.grouped($0.exchanges) }
    row("exchanges on a connection, mean / most") {
      "\(mean($0.exchanges, of: $0.connections)) / \(PlainNumbers.grouped($0.maxRequestsOnAConnection))"
    }
    row("open at once on a connection, most") { PlainNumbers.grouped($0.maxConcurrent) }
    row("request bodies") { PlainNumbers.bytes($0.requestBodyByteCount) }
    row("response bodies") { PlainNumbers.bytes($0.responseBodyByteCount) }
    row("headers as sent") { PlainNumbers.bytes(headers(of: $0).wireByteCount) }
    row("headers as HTTP/1.1 text") { PlainNumbers.bytes(headers(of: $0).http1ByteCount) }
    row("headers under HPACK (HTTP/1.1: modelled)") { PlainNumbers.bytes(headers(of: $0).hpackByteCount) }
    row("what HPACK saves of the text") {
      let headers = headers(of: $0)
      return PlainNumbers.percent(headers.http1ByteCount - headers.hpackByteCount, of: headers.http1ByteCount)
    }
    if summary.http2.pushes > 0 { row("pushed responses") { PlainNumbers.grouped($0.pushes) } }
    return table.lines(width: width, indent: 0, firstTitle: .heading)
  }

  private static func headers(of version: VersionTotals) -> HeaderTotals {
    var sum = version.headers.client
    sum.merge(version.headers.server)
    return sum
  }

  private static func mean(_ sum: Int, of count: Int) -> String {
    guard count > 0 else { return "-" }
    let tenths = (sum * 10 + count / 2) / count
    return "\(PlainNumbers.grouped(tenths / 10)).\(tenths % 10)"
  }
}
