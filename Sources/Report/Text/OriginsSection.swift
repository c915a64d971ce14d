import Analysis
import Metrics

/// What was asked of each origin and how fast it answered, those with most requests first.
enum OriginsSection {
  static func lines(_ summary: borrowing SummaryRecord, width: Int, inDetail isDetailed: Bool) -> [StyledText] {
    let rows = summary.origins.origins
      .flatMap { [Row($0, "HTTP/1.1", $0.http1), Row($0, "HTTP/2", $0.http2)] }
      .filter { $0.totals.connections > 0 }
    guard !rows.isEmpty else { return [] }
    let limit = isDetailed ? ReportLimits.shownOriginsInDetail : ReportLimits.shownOrigins
    // In order of appearance where there are as many.
    let shown = rows.enumerated()
      .sorted { ($1.element.totals.requests, $0.offset) < ($0.element.totals.requests, $1.offset) }
      .prefix(limit)
    var table = TextTable([
      .init(title: "ORIGINS", isRightAligned: false, isFlexible: true), .init(title: "", isRightAligned: false),
      .init(title: "requests"), .init(title: "connections"), .init(title: "wait, 99 %"), .init(title: "total, 99 % ms"),
    ])
    for (_, row) in shown { table.append(row.cells(hasTotal: width >= ReportLimits.roomyWidth)) }
    var lines = table.lines(width: width, indent: 0, firstTitle: .heading)
    if rows.count > limit {
      lines.append(StyledText("  … \(PlainNumbers.counted(rows.count - limit, "more origin"))", .faint))
    }
    return lines
  }

  /// An origin in one version.
  private struct Row {
    let name: OriginName?
    let version: String
    let totals: OriginVersionTotals

    init(_ origin: OriginTotals, _ version: String, _ totals: OriginVersionTotals) {
      self.name = origin.name
      self.version = version
      self.totals = totals
    }

    /// A narrow terminal has fewer columns.
    func cells(hasTotal: Bool) -> [StyledText] {
      let title = name.map { PrintableText.escape("\($0.scheme.isEmpty ? "" : $0.scheme + "://")\($0.authority)") }
      // How many there were at once is worth a word where that was not one.
      let connections =
        PlainNumbers.grouped(totals.connections)
        + (totals.mostConnectionsAtOnce > 1 ? " (\(PlainNumbers.grouped(totals.mostConnectionsAtOnce)))" : "")
      return [
        StyledText("  " + (title ?? "all others")), StyledText(version),
        StyledText(PlainNumbers.grouped(totals.requests)), StyledText(connections), StyledText(times(totals.wait)),
        StyledText(hasTotal ? times(totals.total) : ""),
      ]
    }

    private func times(_ histogram: Histogram) -> String {
      guard histogram.count > 0 else { return "-" }
      return PlainNumbers.milliseconds(histogram.median) + " / "
        + PlainNumbers.milliseconds(histogram.quantile(perMille: 990))
    }
  }
}
