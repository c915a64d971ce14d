import Bytes
import Comparison

/// Two captures of the same work side by side, for a person or as data.
package enum ComparisonReport {
  /// The verdict, the sums side by side, how times are spread, what won and lost most, and what has no counterpart.
  package static func text(_ comparison: Comparison, options: TextOptions) -> [UInt8] {
    let width = options.width
    let isDetailed = options.detail == .verbose
    var sections = [captures(comparison, width: width), ComparisonVerdict.lines(comparison, width: width)]
    if options.detail != .quiet {
      sections += [
        ComparisonScorecard.lines(comparison, width: width), ComparisonTables.distributions(comparison, width: width),
        ComparisonTables.extremes(comparison, width: width),
        isDetailed ? ComparisonTables.pairs(comparison, width: width) : [],
        ComparisonTables.unpaired(comparison, width: width, inDetail: isDetailed),
      ]
    }
    var text: [UInt8] = []
    for section in sections where !section.isEmpty {
      if !text.isEmpty { text.append(ASCII.lineFeed) }
      for line in section {
        text.append(contentsOf: line.cutInTheMiddle(to: width).rendered(isColored: options.isColored).utf8)
        text.append(ASCII.lineFeed)
      }
    }
    return text
  }

  /// Which capture is A and which is B, and what of them could not be compared.
  private static func captures(_ comparison: Comparison, width: Int) -> [StyledText] {
    [("A", comparison.a), ("B", comparison.b)].flatMap { name, load in
      var parts = [
        PlainNumbers.counted(load.summary.exchanges, "exchange") + " on "
          + PlainNumbers.counted(load.connections, "connection")
      ]
      if let time = load.start { parts.append(PlainNumbers.time(time)) }
      if load.omittedExchanges > 0 {
        parts.append("the last \(PlainNumbers.grouped(load.omittedExchanges)) are in the sums alone")
      }
      if load.exchangesWithoutRequest > 0 {
        parts.append("\(PlainNumbers.counted(load.exchangesWithoutRequest, "response")) without a request")
      }
      let title = StyledText("\(name)  \(load.files.joined(separator: ", "))", .heading) + StyledText(" ·")
      return StyledText.wrapped(title + StyledText(" "), parts: parts, separator: " ·", width: width, indent: 3)
    }
  }

  /// One object: `{"record": "comparison", "a": …, "b": …, "pairing": …, "differences": …, "pairs": […], …}`.
  package static func json(_ comparison: Comparison) -> [UInt8] {
    var json = JSONWriter()
    json.write(comparison)
    json.endLine()
    return json.bytes
  }
}
