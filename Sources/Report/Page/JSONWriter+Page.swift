import Analysis

extension JSONWriter {
  /// What the page says in words and in its table: the same as the summary for a person.
  mutating func writePageMembers(of summary: borrowing SummaryRecord) {
    key("verdict")
    write(VerdictSection.sentences(summary))
    key("improvements")
    write(Improvements.sentences(summary))
    key("losses")
    write(LossesSection.sentences(for: summary.losses, missingByteCount: summary.missingByteCount))
    let scorecard = Scorecard(summary)
    member("scorecard") {
      $0.key("versions")
      $0.write(scorecard.columns)
      $0.key("rows")
      $0.beginArray()
      for row in scorecard.rows { $0.write([row.title] + row.cells.map(\.text)) }
      $0.endArray()
    }
  }

  /// A list of texts.
  private mutating func write(_ texts: [String]) {
    beginArray()
    for text in texts { string(text) }
    endArray()
  }
}
