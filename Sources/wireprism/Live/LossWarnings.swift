import Capture

/// What is said of lost packets: when it begins, and in all at the end.
struct LossWarnings {
  private var hasWarnedOfDrops = false
  private var hasWarnedOfUnanalysed = false
  private var toldFailures = 0

  /// What is new.
  mutating func sentences(for news: LiveNews) -> [String] {
    var sentences: [String] = []
    if !hasWarnedOfDrops, news.total.dropped > 0 {
      hasWarnedOfDrops = true
      sentences.append(
        "packets are being dropped before they can be taken: a larger ring (-B) or a filter (-f) helps.")
    }
    if !hasWarnedOfUnanalysed, news.unanalysedPackets > 0 {
      hasWarnedOfUnanalysed = true
      sentences.append("packets come faster than they can be analysed: all are saved, some are not analysed.")
    }
    for failure in news.failures.dropFirst(toldFailures) { sentences.append(failure.message) }
    toldFailures = news.failures.count
    return sentences
  }

  /// The whole in one sentence.
  static func total(of news: LiveNews, analysed: Int) -> String {
    let total = news.total
    var parts = ["\(analysed) packets analysed"]
    if news.unanalysedPackets > 0 { parts.append("\(news.unanalysedPackets) too many to be analysed") }
    parts.append("\(total.droppedByKernel) dropped by the kernel")
    if total.droppedByInterface > 0 { parts.append("\(total.droppedByInterface) dropped by interfaces") }
    return parts.joined(separator: ", ") + "."
  }
}
