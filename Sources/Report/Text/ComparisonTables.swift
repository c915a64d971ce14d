import Comparison

/// Times of the pairs: how they are spread, which differ most, and all of them.
enum ComparisonTables {
  // MARK: Distributions

  static func distributions(_ comparison: Comparison, width: Int) -> [StyledText] {
    guard comparison.timeToFirstByte.difference.count > 0 || comparison.total.difference.count > 0 else { return [] }
    var table = TextTable([
      .init(title: "PAIR BY PAIR, ms", isRightAligned: false, isFlexible: true),
      .init(title: "", isRightAligned: false),
      .init(title: "least"), .init(title: "median"), .init(title: "90 %"), .init(title: "99 %"), .init(title: "most"),
      .init(title: "mean"),
    ])
    append("request to first byte", comparison.timeToFirstByte, to: &table)
    append("request to last byte", comparison.total, to: &table)
    append("first request to last byte", comparison.done, to: &table)
    if comparison.blocked.a.maximum ?? 0 > 0 || comparison.blocked.b.maximum ?? 0 > 0 {
      append("held back", comparison.blocked, to: &table)
    }
    appendBytes("header bytes", comparison.headers, to: &table)
    appendBytes("content bytes", comparison.bodies, to: &table)
    return table.lines(width: width, indent: 0, firstTitle: .heading)
  }

  /// Times, in milliseconds.
  private static func append(_ title: String, _ times: PairedValues, to table: inout TextTable) {
    guard times.difference.count > 0 else { return }
    append(title, "A", times.a, to: &table, PlainNumbers.milliseconds)
    append("", "B", times.b, to: &table, PlainNumbers.milliseconds)
    append("", "B − A", times.difference, to: &table) { ComparisonText.signed($0) }
  }

  /// Bytes, where the captures differ.
  private static func appendBytes(_ title: String, _ bytes: PairedValues, to table: inout TextTable) {
    guard bytes.difference.maximum ?? 0 != 0 || bytes.difference.minimum ?? 0 != 0 else { return }
    func plain(_ value: Int64?) -> String { value.map { PlainNumbers.grouped(Int($0)) } ?? "-" }
    append(title, "A", bytes.a, to: &table, plain)
    append("", "B", bytes.b, to: &table, plain)
    append("", "B − A", bytes.difference, to: &table) { value in
      value.map { ($0 < 0 ? "−" : $0 > 0 ? "+" : "") + PlainNumbers.grouped(Int($0.magnitude)) } ?? "-"
    }
  }

  private static func append(
    _ title: String, _ whose: String, _ times: Distribution, to table: inout TextTable, _ text: (Int64?) -> String
  ) {
    let values = [times.minimum] + [500, 900, 990].map { times.quantile(perMille: $0) } + [times.maximum, times.mean]
    table.append([StyledText("  " + title), StyledText(whose)] + values.map { StyledText(text($0)) })
  }

  // MARK: Pairs

  /// Those that won and lost most.
  static func extremes(_ comparison: Comparison, width: Int) -> [StyledText] {
    let limit = ReportLimits.shownExtremes
    let faster = comparison.extremes(isFaster: true, count: limit)
    let slower = comparison.extremes(isFaster: false, count: limit)
    let tables = [("FASTER IN B, ms", faster), ("SLOWER IN B, ms", slower)]
    return tables.filter { !$0.1.isEmpty }.enumerated().flatMap { place, group in
      (place > 0 ? [StyledText()] : []) + lines(group.0, group.1, of: comparison, width: width)
    }
  }

  /// All pairs, as far as a person reads them.
  static func pairs(_ comparison: Comparison, width: Int) -> [StyledText] {
    let pairs = comparison.pairing.pairs
    guard !pairs.isEmpty else { return [] }
    let limit = ReportLimits.shownPairsInDetail
    return lines("ALL PAIRS, ms", Array(pairs.prefix(limit)), of: comparison, width: width)
      + ComparisonText.more(pairs.count - limit, "pair")
  }

  /// A narrow terminal has fewer columns.
  private static func lines(
    _ title: String, _ pairs: [Pairing.Pair], of comparison: Comparison, width: Int
  ) -> [StyledText] {
    let hasStarts = width >= ReportLimits.roomyWidth
    var table = TextTable(
      [.init(title: title, isRightAligned: false, isFlexible: true)]
        + ((hasStarts ? ["at A", "at B"] : []) + ["first A", "first B", "total A", "total B", "B − A"]).map {
          .init(title: $0)
        })
    for pair in pairs {
      let a = comparison.a.exchanges[pair.a]
      let b = comparison.b.exchanges[pair.b]
      let starts = hasStarts ? [comparison.a.offset(of: a.start), comparison.b.offset(of: b.start)] : []
      let times = starts + [a.timeToFirstByte, b.timeToFirstByte, a.total, b.total]
      let difference = ComparisonText.signed(comparison.totalDifference(of: pair))
      table.append(
        [StyledText("  " + ComparisonText.request(b.name, hasHost: false))]
          + times.map { StyledText(PlainNumbers.milliseconds($0)) } + [StyledText(difference)])
    }
    return table.lines(width: width, indent: 0, firstTitle: .heading)
  }

  // MARK: Without a counterpart

  static func unpaired(_ comparison: Comparison, width: Int, inDetail isDetailed: Bool) -> [StyledText] {
    let limit = isDetailed ? ReportLimits.shownPairsInDetail : ReportLimits.shownUnpaired
    let sides = [
      ("ONLY IN A", comparison.pairing.onlyInA, comparison.a), ("ONLY IN B", comparison.pairing.onlyInB, comparison.b),
    ]
    return sides.filter { !$0.1.isEmpty }.enumerated().flatMap { place, side in
      (place > 0 ? [StyledText()] : []) + lines(side.0, side.1, of: side.2, limit: limit, width: width)
    }
  }

  private static func lines(
    _ title: String, _ places: [Int], of load: Load, limit: Int, width: Int
  ) -> [StyledText] {
    var table = TextTable([
      .init(title: title, isRightAligned: false, isFlexible: true), .init(title: "status"), .init(title: "at ms"),
      .init(title: "total ms"),
    ])
    for exchange in places.prefix(limit).map({ load.exchanges[$0] }) {
      table.append([
        StyledText("  " + ComparisonText.request(exchange.name, hasHost: true)),
        StyledText(exchange.status.map(String.init) ?? "-"),
        StyledText(PlainNumbers.milliseconds(load.offset(of: exchange.start))),
        StyledText(PlainNumbers.milliseconds(exchange.total)),
      ])
    }
    return table.lines(width: width, indent: 0, firstTitle: .heading)
      + ComparisonText.more(places.count - limit, "request")
  }
}
