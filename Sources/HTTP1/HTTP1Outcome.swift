import HTTP

/// What came of bytes given to an HTTP/1 connection.
package enum HTTP1Outcome: Sendable, Equatable {
  /// All of them belong to HTTP/1.
  case more
  /// The connection now speaks something else: the 101 of an Upgrade or the 2xx of a CONNECT was read.
  ///
  /// The first `consumed` of the bytes given belong to HTTP/1. The rest belongs to the new protocol, after what
  /// `takeHeldBytes(of:)` returns for the same side.
  case switchProtocol(Upgrade, consumed: Int)
}
