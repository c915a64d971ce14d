import Findings

/// One event of an event stream, as its recipient dispatches it.
package struct ServerSentEvent: Equatable, Sendable {
  /// 0, 1, 2… its order in the stream.
  package let index: Int
  /// What the field `event` says, at most its first `EventStreamLimits.textByteCount` bytes; nil without one, when the event
  /// is a `message`.
  package let type: String?
  /// What the field `id` says, as far as `type` goes; nil without one.
  package let id: String?
  /// Milliseconds that the field `retry` gives the client to wait before it connects again; nil without one.
  package let retry: Int?
  /// Bytes of its data, with a line feed between two lines.
  package let dataByteCount: Int
  /// When the first byte of its first line was there.
  package let start: Timestamp
  /// When the empty line that ends it was there.
  package let end: Timestamp
  /// Whether no gap took bytes of it.
  package let isComplete: Bool

  /// The same event with other text in place of its type and identifier.
  package func replacingText(_ replace: (String) -> String) -> ServerSentEvent {
    ServerSentEvent(
      index: index, type: type.map(replace), id: id.map(replace), retry: retry, dataByteCount: dataByteCount,
      start: start, end: end, isComplete: isComplete)
  }
}
