import Comparison
import HTTP
import Metrics

/// The sums of two loads side by side: what only a comparison tells, and their scorecards.
enum ComparisonScorecard {
  static func lines(_ comparison: Comparison, width: Int) -> [StyledText] {
    var table = TextTable([
      .init(title: "SIDE BY SIDE", isRightAligned: false, isFlexible: true), .init(title: "A"), .init(title: "B"),
      .init(title: "change"),
    ])
    for row in rows(comparison) {
      let (a, b) = (row.cells[0], row.cells[1])
      let change = a.value.flatMap { first in b.value.map { ComparisonText.change(from: first, to: $0) } }
      table.append([
        StyledText("  " + row.title), StyledText(a.text), StyledText(b.text), StyledText(change ?? "", .faint),
      ])
    }
    return table.lines(width: width, indent: 0, firstTitle: .heading)
  }

  private static func rows(_ comparison: Comparison) -> [Scorecard.Row] {
    let loads = [comparison.a, comparison.b]
    let scorecard = Scorecard(
      zip(["A", "B"], loads).map { Scorecard.Column(name: $0, totals: $1.totals, origins: $1.origins) })
    return whole(loads) + scorecard.rows + network(loads)
  }

  private static func row(_ title: String, _ loads: [Load], _ cell: (Load) -> Scorecard.Cell) -> Scorecard.Row {
    Scorecard.Row(title: title, cells: loads.map(cell))
  }

  /// What both did in all.
  private static func whole(_ loads: [Load]) -> [Scorecard.Row] {
    [
      row("protocol", loads) { load in
        let versions = [HTTPVersion.http09, .http10, .http11, .http2].filter {
          load.summary.exchangesByVersion[Int($0.rawValue)] > 0
        }
        return Scorecard.Cell(text: versions.isEmpty ? "-" : versions.map(\.name).joined(separator: ", "))
      },
      row("first request to last byte", loads) { duration($0.duration ?? 0) },
      row("setting up connections, in all", loads) { duration($0.totals.metrics.setup.nanoseconds) },
      row("requests at once, mean / most", loads) { load in
        let concurrency = load.concurrency
        guard concurrency.busyNanoseconds > 0 else { return .none }
        let mean = PlainNumbers.ratio(concurrency.openNanoseconds, of: concurrency.busyNanoseconds)
        return Scorecard.Cell(text: "\(mean) / \(PlainNumbers.grouped(concurrency.maximum))")
      },
    ].filter { $0.cells.contains { $0.text != "-" } }
  }

  /// What TCP carried.
  private static func network(_ loads: [Load]) -> [Scorecard.Row] {
    [
      row("all bytes of these connections", loads) { bytes($0.payloadByteCount) },
      row("segments retransmitted", loads) { count($0.summary.retransmittedSegments) },
      row("segments out of order", loads) { count($0.summary.outOfOrderSegments) },
      row("bytes missing from the capture", loads) { bytes($0.summary.missingByteCount) },
    ].filter { $0.cells.contains { $0.value != 0 } || $0.title == "segments retransmitted" }
  }

  private static func duration(_ nanoseconds: Int64) -> Scorecard.Cell {
    Scorecard.Cell(text: nanoseconds > 0 ? PlainNumbers.duration(nanoseconds) : "-", value: Int(nanoseconds))
  }

  private static func bytes(_ count: Int) -> Scorecard.Cell {
    Scorecard.Cell(text: PlainNumbers.bytes(count), value: count)
  }

  private static func count(_ count: Int) -> Scorecard.Cell {
    Scorecard.Cell(text: PlainNumbers.grouped(count), value: count)
  }
}
