import Analysis

/// What could not be seen: a report that keeps silent about it would claim too much.
enum LossesSection {
  static func lines(_ summary: borrowing SummaryRecord, width: Int) -> [StyledText] {
    let sentences = sentences(for: summary.losses, missingByteCount: summary.missingByteCount)
    guard !sentences.isEmpty else { return [] }
    return [StyledText("NOT SEEN", .heading)]
      + sentences.flatMap { StyledText.wrapped(StyledText("  "), $0, width: width, indent: 4) }
  }

  /// How far the analysis is behind, if it is.
  static func lines(_ backlog: Backlog, width: Int) -> [StyledText] {
    var parts: [String] = []
    if backlog.packets > 0 {
      let most = PlainNumbers.grouped(backlog.mostPackets)
      parts.append("\(PlainNumbers.counted(backlog.packets, "packet")) to be analysed (\(most) at most)")
    }
    if backlog.connectionsWithoutSecret > 0 {
      parts.append("\(PlainNumbers.counted(backlog.connectionsWithoutSecret, "connection")) waiting for a secret")
    }
    guard !parts.isEmpty else { return [] }
    return StyledText.wrapped(StyledText("  "), "Behind: \(parts.joined(separator: ", ")).", width: width, indent: 4)
  }

  /// One sentence for each kind of loss that occurred.
  static func sentences(for losses: Losses, missingByteCount: Int) -> [String] {
    var sentences: [String] = []
    func say(_ count: Int, _ noun: String, _ rest: (one: String, many: String)) {
      guard count > 0 else { return }
      sentences.append("\(PlainNumbers.counted(count, noun)) \(count == 1 ? rest.one : rest.many).")
    }
    say(losses.truncatedPackets, "packet", ("was captured only in part", "were captured only in part"))
    say(losses.droppedPackets, "packet", ("was dropped while capturing", "were dropped while capturing"))
    say(
      losses.unanalysedPackets, "packet",
      ("was captured too fast to be analysed", "were captured too fast to be analysed"))
    say(missingByteCount, "byte", ("of TCP payload was never captured", "of TCP payload were never captured"))
    for (type, count) in losses.unknownLinkTypes.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      let rest = "of link type \(type.rawValue), which is not known"
      say(count, "packet", ("is " + rest, "are " + rest))
    }
    say(losses.malformedPackets, "packet", ("has damaged headers", "have damaged headers"))
    say(losses.incompleteFragments, "IP fragment", ("lacks its companions", "lack their companions"))
    say(
      losses.silentConnections, "connection",
      ("was silent too long and taken for ended", "were silent too long and taken for ended"))
    say(
      losses.evictedConnections, "connection",
      ("was given up before its end to save memory", "were given up before their end to save memory"))
    say(
      losses.holesGivenUp, "hole",
      ("in a stream was given up early to save memory", "in streams were given up early to save memory"))
    say(
      losses.suppressedFindings, "finding",
      ("was only counted, its connection has too many", "were only counted, their connections have too many"))
    return sentences
  }
}
