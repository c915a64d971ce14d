import Bytes
import Findings

/// What the bytes of a flow go to. The numbers are places in the slabs of `Dissection`.
enum FlowStage: Sendable, BitwiseCopyable {
  /// Nobody knows yet.
  case undecided(Int)
  case http1(Int)
  case http2(Int)
  /// A WebSocket that HTTP/1.1 was switched to; its place is in the recorder.
  case webSocket(Int)
  /// Records of TLS.
  case tls(Int)
  /// A proxy's header or handshake comes first.
  case prelude(Int)
  /// A tunnel that HTTP or SOCKS opened: the bytes belong to another flow, that of the tunnelled connection.
  case tunnel(Int)
  /// Not HTTP, or not any more: bytes are only looked at for a new beginning.
  case opaque
  /// What was switched to is not looked into: nothing in it is HTTP's.
  case switched
}

/// One layer of byte streams: those of a TCP connection, or those inside another layer.
struct Flow: Sendable {
  var stage: FlowStage
  /// The place, in the recorder, of the connection that it is reported as.
  var connection: Int
  /// Whether HTTP's client is the lower layer's server, as the bytes showed.
  var isRoleSwapped = false
  /// Whether a SYN said who the client is, and so that the capture holds the beginning.
  var endsAreCertain: Bool
  /// Whether TLS carries it.
  var isSecure = false
  /// Whether it is TLS that waits for a secret.
  var isWaiting = false
  /// How many layers lie below.
  var depth = 0

  /// This layer's name for a side of the layer below.
  func role(of side: Side) -> Side {
    isRoleSwapped ? side.opposite : side
  }
}

/// A flow's first bytes, kept until they show what it speaks.
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
