/// Brings the transcripts of exchanges that end in any order into that of their requests.
struct TranscriptOrder: Sendable {
  /// The index of the exchange that is to be written next.
  private var next = 0
  /// What waits for it, by the index of the exchange.
  var waiting: [Int: SpooledStream] = [:]

  /// Whether all exchanges before one are written.
  func isDue(_ index: Int) -> Bool { index <= next }

  /// An exchange that was due is written.
  mutating func pass(_ index: Int) {
    next = max(next, index + 1)
  }

  /// What waited for those that are written, in order.
  mutating func takeDue() -> SpooledStream? {
    guard let transcript = waiting.removeValue(forKey: next) else { return nil }
    next += 1
    return transcript
  }

  /// What waits, in order, although exchanges before it are not written.
  mutating func takeNext() -> SpooledStream? {
    guard let first = waiting.keys.min() else { return nil }
    next = first
    return takeDue()
  }

  /// Where too much waits, the first of it waits no more.
  mutating func limitWaiting() {
    guard waiting.count > ReportLimits.waitingTranscripts, let first = waiting.keys.min() else { return }
    next = first
  }
}
