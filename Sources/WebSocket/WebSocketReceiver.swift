import Findings

/// Where a WebSocket's results go. Each is handed over as soon as it is finished, and nothing of it is kept.
package protocol WebSocketReceiver {
  /// Whether `receive(_:of:)` is to be called with the payload of messages.
  var wantsPayload: Bool { get }
  /// A piece of the payload of a text or binary message, unmasked and decompressed, in order.
  ///
  /// Control frames may come between the pieces of a message. The message is as far as the piece before this one.
  mutating func receive(_ payload: RawSpan, of message: borrowing WebSocketMessage)
  /// A message or a control frame ended, or no more of it will come. It is lent: its storage is used again.
  mutating func receive(_ message: borrowing WebSocketMessage)
  /// Something odd was seen.
  mutating func receive(_ finding: Finding, at time: Timestamp)
}
