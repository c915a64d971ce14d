import Findings

/// A hole that the receiver of a side's bytes has and the capture does not: a segment was lost behind the place where the
/// capture was taken. It shows by an acknowledgment that is repeated while there is more to acknowledge (RFC 5681 §2), or
/// that names what came behind the hole (RFC 2018), and counts when the missing segment is sent again.
struct ReceiversHole: Sendable, BitwiseCopyable {
  /// When it first showed; nil while there is none.
  private(set) var since: Timestamp?
  private var isSentAgain = false

  /// The receiver repeated its acknowledgment.
  mutating func noteRepetition(at time: Timestamp) {
    guard since == nil else { return }
    since = time
    isSentAgain = false
  }

  /// The sender repeated a segment.
  mutating func noteRetransmission() {
    isSentAgain = true
  }

  /// The receiver acknowledged more: the hole is filled.
  mutating func close(at time: Timestamp) -> TCPStall? {
    guard let begin = since else { return nil }
    since = nil
    return isSentAgain ? TCPStall(begin: begin, end: time, isSeen: false) : nil
  }
}
