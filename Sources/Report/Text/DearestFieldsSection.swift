import Analysis
import Findings
import HPACK

/// The field names whose lines took the most bytes, by version and direction.
enum DearestFieldsSection {
  static func lines(_ summary: borrowing SummaryRecord, width: Int) -> [StyledText] {
    let hpack = BySide(client: summary.hpack.client.watched, server: summary.hpack.server.watched)
    return table("HTTP/2", hpack, isText: false, width: width)
      + table("HTTP/1.1", summary.watchedHTTP1, isText: true, width: width)
  }

  private static func table(
    _ version: String, _ watched: BySide<FieldWatchSummary>, isText: Bool, width: Int
  ) -> [StyledText] {
    guard watched.client.blocks + watched.server.blocks > 0 else { return [] }
    var table = TextTable([
      .init(title: "DEAREST FIELDS, \(version)", isRightAligned: false, isFlexible: true), .init(title: "lines"),
      .init(title: "as text"), .init(title: "sent"), .init(title: "by index"),
    ])
    for side in Side.allCases {
      for (name, cost) in watched[side].fields.dearest(ReportLimits.shownDearestFields) {
        // As text a line has a colon, a space and CRLF besides.
        let text = isText ? cost.wireByteCount : cost.listByteCount + 4 * cost.lines
        table.append([
          StyledText("  \(side == .client ? "→" : "←") " + PrintableText.escape(name)),
          StyledText(PlainNumbers.grouped(cost.lines)), StyledText(PlainNumbers.bytes(text)),
          StyledText(isText ? "" : PlainNumbers.bytes(cost.wireByteCount)),
          StyledText(isText ? "" : PlainNumbers.percent(cost.hits, of: cost.lines)),
        ])
      }
    }
    return table.lines(width: width, indent: 0, firstTitle: .heading)
  }
}
