import Analysis

/// The scorecard as a table of text.
enum ScorecardSection {
  static func lines(_ summary: borrowing SummaryRecord, width: Int) -> [StyledText] {
    let scorecard = Scorecard(summary)
    guard !scorecard.versions.isEmpty else { return [] }
    let title = scorecard.versions.count > 1 ? "HTTP/1.1 BESIDE HTTP/2" : "SCORECARD"
    var table = TextTable(
      [.init(title: title, isRightAligned: false, isFlexible: true)] + scorecard.versions.map { .init(title: $0) })
    for row in scorecard.rows {
      table.append([StyledText("  " + row.title)] + row.cells.map { StyledText($0) })
    }
    return table.lines(width: width, indent: 0, firstTitle: .heading)
  }
}
