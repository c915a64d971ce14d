import Findings

/// Where a dissector's results go. A dissector hands each over as soon as it is finished and keeps nothing of it.
package protocol HTTPReceiver {
  /// An exchange is finished. It is lent: the dissector reuses its storage after the call.
  mutating func receive(_ exchange: inout Exchange)
  /// Something odd was seen.
  mutating func receive(_ finding: Finding, at time: Timestamp)
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
