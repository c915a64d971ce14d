import Findings

/// A time in which the bytes that a side sent were held up, for want of some before them.
package struct TCPStall: Sendable, Equatable, BitwiseCopyable {
  package var begin: Timestamp
  package var end: Timestamp
  /// Whether the capture itself shows the hole. Else it shows only that the receiver had one: it repeated its
  /// acknowledgment until a segment was sent again.
  package var isSeen: Bool

  package init(begin: Timestamp, end: Timestamp, isSeen: Bool) {
    self.begin = begin
    self.end = end
    self.isSeen = isSeen
  }

  /// Never below 0.
  package var nanoseconds: Int64 { max(0, end.nanoseconds(since: begin)) }
}
