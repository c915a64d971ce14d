import Analysis
import Comparison
import Metrics

/// What differs between two loads, in a few sentences with numbers.
enum ComparisonVerdict {
  static func lines(_ comparison: Comparison, width: Int) -> [StyledText] {
    // Without pairs it may be other work, which a difference says little about.
    let beginning = [duration(comparison), pairs(comparison)]
    let sentences =
      (comparison.pairing.pairs.isEmpty ? beginning.reversed() : beginning) + [
        done(comparison), firstBytes(comparison), connections(comparison),
        blocked(comparison), headers(comparison), bodies(comparison), pushes(comparison), losses(comparison),
      ]
    return [StyledText("WHAT DIFFERS", .heading)]
      + sentences.compactMap(\.self).flatMap { StyledText.wrapped(StyledText("  "), $0, width: width, indent: 2) }
  }

  private static func duration(_ comparison: Comparison) -> String? {
    guard let a = comparison.a.duration, let b = comparison.b.duration, let difference = comparison.durationDifference
    else { return nil }
    let times =
      "\(PlainNumbers.duration(b)) from the first request to the last byte of a response, and A "
      + PlainNumbers.duration(a)
    guard abs(difference) > ComparisonLimits.insignificantNanoseconds else { return "B took \(times): no difference." }
    let share = PlainNumbers.percent(Int(abs(difference)), of: Int(a))
    let word = difference < 0 ? "faster" : "slower"
    return "B was \(word) by \(PlainNumbers.duration(abs(difference))) (\(share)): it took \(times)."
  }

  private static func pairs(_ comparison: Comparison) -> String {
    let pairing = comparison.pairing
    let count = pairing.pairs.count
    guard count > 0 else { return "No request of A has a counterpart in B: nothing can be compared one by one." }
    let others = pairing.onlyInA.count + pairing.onlyInB.count
    var sentence =
      others == 0
      ? "All \(PlainNumbers.counted(count, "request")) of A \(count == 1 ? "has its" : "have their") counterpart in B"
      : "\(PlainNumbers.counted(count, "request")) \(count == 1 ? "is" : "are") in both, "
        + "\(PlainNumbers.grouped(pairing.onlyInA.count)) in A alone and \(PlainNumbers.grouped(pairing.onlyInB.count)) in B alone"
    let acrossHosts = pairing.pairs.count(where: \.isAcrossHosts)
    if acrossHosts > 0 {
      sentence += "; \(PlainNumbers.grouped(acrossHosts)) of the pairs by path alone, for the hosts differ"
    }
    return sentence + "."
  }

  /// How the responses' ends moved, the waiting before a request was sent included.
  private static func done(_ comparison: Comparison) -> String? {
    spread(of: comparison.done.difference).map { "Counted from the first request, \($0)." }
  }

  /// How fast the server and the way to it were.
  private static func firstBytes(_ comparison: Comparison) -> String? {
    spread(of: comparison.timeToFirstByte.difference).map { "From a request to its response's first byte, \($0)." }
  }

  private static func spread(of differences: Distribution) -> String? {
    guard let median = differences.quantile(perMille: 500), let late = differences.quantile(perMille: 900) else {
      return nil
    }
    let (later, sooner) = differences.count(beyond: ComparisonLimits.insignificantNanoseconds)
    let count = PlainNumbers.counted(differences.count, "response")
    return
      "\(PlainNumbers.grouped(sooner)) of \(count) came sooner in B and \(PlainNumbers.grouped(later)) later: B − A is "
      + "\(ComparisonText.signed(median)) ms in the median, and \(ComparisonText.signed(late)) ms or less for nine of ten"
  }

  private static func connections(_ comparison: Comparison) -> String {
    let (a, b) = (comparison.a, comparison.b)
    var sentence = "B used \(PlainNumbers.counted(b.connections, "connection"))"
    sentence += a.connections == b.connections ? ", as did A" : ", A \(PlainNumbers.grouped(a.connections))"
    if a.origins.backToBackRequests > 0 || b.origins.backToBackRequests > 0 {
      let parts = [("A", a), ("B", b)].filter { $0.1.origins.backToBackRequests > 0 }.map { name, load in
        "\(PlainNumbers.counted(load.origins.backToBackRequests, "request")) of \(name) went out as soon as a connection was free, "
          + "after all had been busy (\(PlainNumbers.duration(load.origins.saturatedNanoseconds)) in all)"
      }
      sentence += "; " + parts.joined(separator: ", ")
    }
    return sentence + "."
  }

  private static func headers(_ comparison: Comparison) -> String? {
    let (a, b) = (headerByteCount(comparison.a), headerByteCount(comparison.b))
    guard a > 0, b > 0 else { return nil }
    let change = ComparisonText.change(from: a, to: b)
    return "Headers took \(PlainNumbers.bytes(b)) in B and \(PlainNumbers.bytes(a)) in A (\(change)); all that these "
      + "connections carried took \(PlainNumbers.bytes(comparison.b.payloadByteCount)) and "
      + "\(PlainNumbers.bytes(comparison.a.payloadByteCount))."
  }

  private static func headerByteCount(_ load: Load) -> Int { load.totals.headers.sum.wireByteCount }

  /// What held exchanges back, where that differs.
  private static func blocked(_ comparison: Comparison) -> String? {
    let (a, b) = (comparison.a.totals.metrics, comparison.b.totals.metrics)
    let causes: [(name: String, time: (VersionMetrics) -> Int64)] = [
      ("earlier responses", { $0.headOfLineBlockedNanoseconds }),
      ("lost segments", { $0.tcpBlocking.allStallNanoseconds }),
      ("flow control", { $0.flowControl.blockedNanoseconds }),
      ("the server's limit of streams", { $0.limitNanoseconds }),
    ]
    let parts = causes.compactMap { name, time -> String? in
      guard time(a) > 0 || time(b) > 0 else { return nil }
      return "\(name) for \(PlainNumbers.duration(time(b))) in B and \(PlainNumbers.duration(time(a))) in A"
    }
    return parts.isEmpty ? nil : "What held exchanges back: " + parts.joined(separator: "; ") + "."
  }

  private static func bodies(_ comparison: Comparison) -> String? {
    let (a, b) = (comparison.a.totals.bodies.sum, comparison.b.totals.bodies.sum)
    guard a.compressibleByteCount > 0, b.compressibleByteCount > 0 else { return nil }
    let shares = [b, a].map { PlainNumbers.percent($0.compressedByteCount, of: $0.compressibleByteCount) }
    guard shares[0] != shares[1] else { return nil }
    return "Of bodies that can be compressed, \(shares[0]) were in B and \(shares[1]) in A."
  }

  private static func pushes(_ comparison: Comparison) -> String? {
    let (a, b) = (comparison.a.totals.pushes, comparison.b.totals.pushes)
    guard a > 0 || b > 0 else { return nil }
    return
      "\(PlainNumbers.counted(b, "response")) \(b == 1 ? "was" : "were") pushed in B, \(PlainNumbers.grouped(a)) in A."
  }

  private static func losses(_ comparison: Comparison) -> String? {
    let (a, b) = (comparison.a.summary.retransmittedSegments, comparison.b.summary.retransmittedSegments)
    guard a > 0 || b > 0 else { return nil }
    return
      "\(PlainNumbers.counted(b, "segment")) \(b == 1 ? "was" : "were") retransmitted in B, \(PlainNumbers.grouped(a)) in A."
  }
}
