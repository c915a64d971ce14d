import Bytes

/// A whole handshake message and where it lies: see `HandshakeReader.bytes` and `HandshakeReader.body`.
///
///     HandshakeType (8), length (24), body
package struct HandshakeMessage: Equatable, Sendable, BitwiseCopyable {
  /// Bytes before the body.
  package static let headerByteCount = 4

  package var type: HandshakeType
  /// Header and body, as the transcript's hash takes them: in the span that `next` was given or in what the reader has.
  var range: ByteRange
  /// Whether the reader holds it, because it did not lie whole in the span.
  var isHeld: Bool
}

/// What `HandshakeReader` found next.
package enum HandshakeStep: Equatable, Sendable {
  case message(HandshakeMessage)
  /// A message longer than may be kept begins; its bytes are passed over.
  case tooLong(HandshakeType, byteCount: Int)
  /// Nothing more until more content comes.
  case needsMore
}
