import Findings

/// Which packet it was that showed something.
struct PacketMark: Sendable, BitwiseCopyable {
  /// 1, 2, 3… over all captures.
  var number: Int
  /// When it was captured.
  var time: Timestamp
}
