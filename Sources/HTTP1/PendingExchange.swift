import HTTP

/// An exchange that waits for more of its messages.
struct PendingExchange {
  var exchange = Exchange()
  /// Whether its request was read before the response to an earlier one had ended.
  var mayBePipelined = false
  /// Whether its response came while the client was in the middle of an earlier request, so that its own must follow.
  var isRequestDue = false
  /// Whether its request asks for another protocol: what the client sends next depends on the response.
  var mayEndHTTP1 = false
  /// Bytes of the header and trailer sections in it.
  var byteCount = 0

  /// Whether anything of a response was seen.
  var hasAnswer: Bool { exchange.hasResponse || !exchange.informational.isEmpty }

  /// Empties it and keeps the storage.
  mutating func reset() {
    exchange.reset()
    mayBePipelined = false
    isRequestDue = false
    mayEndHTTP1 = false
    byteCount = 0
  }
}
