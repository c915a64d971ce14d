/// What a HAR holds beyond the records.
package struct HAROptions: Sendable {
  /// Of each content, and of each message of a WebSocket, the most bytes that are written; nil to write none.
  package var bodyByteLimit: Int?
  package var redaction = Redaction.secrets

  package init() {}
}
