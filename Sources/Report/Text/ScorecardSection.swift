import Analysis

/// The scorecard as a table of text.
enum ScorecardSection {
  static func lines(_ summary: borrowing SummaryRecord, width: Int) -> [StyledText] {
    let scorecard = Scorecard(summary)
    guard !scorecard.columns.isEmpty else { return [] }
    let title = scorecard.columns.count > 1 ? "HTTP/1.1 BESIDE HTTP/2" : "SCORECARD"
    var table = TextTable(
      [.init(title: title, isRightAligned: false, isFlexible: true)] + scorecard.columns.map { .init(title: $0) })
    for row in scorecard.rows {
      table.append([StyledText("  " + row.title)] + row.cells.map { StyledText($0.text) })
    }
    return table.lines(width: width, indent: 0, firstTitle: .heading)
      + notes(scorecard).flatMap { line in
        StyledText.wrapped(StyledText("  "), line, width: width, indent: 2).map(\.faint)
      }
  }

  /// How the numbers were won, and what they are not the whole of.
  private static func notes(_ scorecard: Scorecard) -> [String] {
    ["Measured, but for what says derived or modelled."] + scorecard.gaps
  }
}
