import Bytes
import Findings

/// What a connection's bytes go to.
enum FlowStage: Sendable, BitwiseCopyable {
  /// Nobody knows yet; the place is that of its `Undecided`.
  case undecided(Int)
  /// The place of its HTTP/1 dissector.
  case http1(Int)
  /// The place of its HTTP/2 dissector.
  case http2(Int)
  /// Not HTTP, or not any more: bytes are only looked at for a new beginning.
  case opaque
  /// What was switched to is not looked into: nothing in it is HTTP's.
  case switched
}

/// The analysis' side of a TCP connection.
struct Flow: Sendable {
  var stage: FlowStage
  /// Whether HTTP's client is TCP's server, as the bytes showed.
  var isRoleSwapped = false
  /// Whether a SYN said who the client is.
  var endsAreCertain: Bool
  /// What it is reported as.
  var carried = ConnectionProtocol.unknown
  var detectedBy: Detection?

  /// HTTP's name for a side of TCP.
  func role(of side: Side) -> Side {
    isRoleSwapped ? side.opposite : side
  }
}

/// A connection's first bytes, kept until they show what it speaks.
struct Undecided: Sendable {
  /// The bytes of one side.
  struct Waiting: Sendable {
    var bytes = ByteQueue()
    /// When the last of them were there.
    var time = Timestamp(nanoseconds: 0)
    var opening = Opening.undecided
  }

  var sides = BySide(both: Waiting())
}
