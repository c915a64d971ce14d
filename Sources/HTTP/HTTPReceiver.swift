import Bytes
import Findings

/// Where a dissector's results go. A dissector hands each over as soon as it is finished and keeps nothing of it.
///
/// Content goes its own way, piece by piece: nobody holds a body who does not need it. A dissector asks once a message,
/// at the first byte of its content that came or was lost, and keeps the answer in `Message.content`; what follows is handed on
/// as long as that is `isOpen`. The exchange, handed over in the end, is the end of both messages' content.
package protocol HTTPReceiver {
  /// Says whether the content of the message that a side sends is wanted. The exchange is lent as far as it came.
  mutating func openContent(of exchange: inout Exchange, from side: Side) -> ContentHandle
  /// The next piece of content, after the chunked coding or the HTTP/2 framing is removed.
  mutating func receiveContent(_ bytes: RawSpan, of content: ContentHandle, at time: Timestamp)
  /// Content that was sent and not captured; `byteCount > 0`.
  mutating func skipContent(_ byteCount: Int, of content: ContentHandle, at time: Timestamp)
  /// Bytes of the connection were lost since the last piece of content: nobody knows whether content was among them.
  mutating func loseTrack(of content: ContentHandle, at time: Timestamp)
  /// An exchange is finished. It is lent: the dissector reuses its storage after the call.
  mutating func receive(_ exchange: inout Exchange)
  /// Something odd was seen.
  mutating func receive(_ finding: Finding, at time: Timestamp)
}

extension HTTPReceiver {
  // Most content tells by itself whether it is whole.
  package mutating func loseTrack(of content: ContentHandle, at time: Timestamp) {}
}

/// Why no more bytes of a side will come.
package enum EndReason: Sendable {
  /// FIN: the sender closed; a body delimited by the connection's close is complete.
  case closed
  /// RST.
  case reset
  /// FIN under TLS without its close_notify alert: somebody may have cut the rest off (RFC 9112 §9.8).
  case truncated
  /// The capture ended, or the connection was given up; more bytes may have been sent.
  case captureEnd
}
