import Bytes

/// The sender goes on with new keys (RFC 8446 §4.6.3).
package struct KeyUpdate: Equatable, Sendable, BitwiseCopyable {
  /// Bytes of the message with its header.
  static let messageByteCount = HandshakeMessage.headerByteCount + 1

  /// Whether the receiver must do so too.
  package var isRequested: Bool

  /// Nil when the message is malformed.
  package init?(_ body: RawSpan) {
    guard body.byteCount == 1, body.byte(at: 0) <= 1 else { return nil }
    isRequested = body.byte(at: 0) == 1
  }
}
