import Bytes

/// Cuts the content of one side's handshake records into messages, however records split or join them (RFC 8446 §5.1).
///
/// The caller pulls: it calls `next` with the same span until the answer is `.needsMore`. A body borrows the reader, as
/// a fragment borrows its `RecordReader`.
package struct HandshakeReader: Sendable {
  /// Bytes that came of the message under way.
  private var held = ByteQueue()
  /// Whether what is held was delivered and may go once the caller asks for the next.
  private var isDelivered = false
  /// Bytes to come of a message that is too long to keep.
  private var passedOverByteCount = 0

  package init() {}

  /// Whether a message has begun and not ended: a change of keys must not come here (RFC 8446 §5.1).
  package var isInMessage: Bool { passedOverByteCount > 0 || !isDelivered && !held.isEmpty }

  /// The next message; moves `offset` past the bytes that were taken. `0 <= offset <= bytes.byteCount`.
  package mutating func next(_ bytes: RawSpan, at offset: inout Int) -> HandshakeStep {
    if isDelivered { forgetMessage() }
    let passed = min(passedOverByteCount, bytes.byteCount - offset)
    passedOverByteCount -= passed
    offset += passed

    let headerByteCount = HandshakeMessage.headerByteCount
    if held.isEmpty, bytes.byteCount - offset >= headerByteCount {
      let (type, byteCount) = Self.header(bytes, at: offset)
      if byteCount <= bytes.byteCount - offset, byteCount <= TLSLimits.handshakeMessageByteCount {
        defer { offset += byteCount }
        return .message(
          HandshakeMessage(type: type, range: ByteRange(start: offset, count: byteCount), isHeld: false))
      }
    }
    guard hold(headerByteCount, of: bytes, at: &offset) else { return .needsMore }
    let (type, byteCount) = Self.header(held.bytes, at: 0)
    guard byteCount <= TLSLimits.handshakeMessageByteCount else {
      passedOverByteCount = byteCount - held.count
      held.removeAll()
      return .tooLong(type, byteCount: byteCount)
    }
    guard hold(byteCount, of: bytes, at: &offset) else { return .needsMore }
    isDelivered = true
    return .message(HandshakeMessage(type: type, range: ByteRange(start: 0, count: byteCount), isHeld: true))
  }

  /// Forgets the message under way: records were lost, and the next one is taken to begin with a message.
  package mutating func forgetMessage() {
    held.removeAll()
    isDelivered = false
    passedOverByteCount = 0
  }

  /// Header and body of the message that `next` answered last, given the same span.
  @_lifetime(borrow self, copy bytes)
  package func bytes(of message: HandshakeMessage, in bytes: RawSpan) -> RawSpan {
    message.isHeld ? held.bytes.extracting(message.range) : bytes.extracting(message.range)
  }

  /// The body of the message that `next` answered last, given the same span.
  @_lifetime(borrow self, copy bytes)
  package func body(of message: HandshakeMessage, in bytes: RawSpan) -> RawSpan {
    self.bytes(of: message, in: bytes).extracting(from: HandshakeMessage.headerByteCount)
  }

  /// Type and bytes of a message with its header. `0 <= offset <= bytes.byteCount - 4`.
  private static func header(_ bytes: RawSpan, at offset: Int) -> (HandshakeType, byteCount: Int) {
    (
      HandshakeType(rawValue: bytes.byte(at: offset)),
      HandshakeMessage.headerByteCount + Int(bytes.uint24(at: offset + 1))
    )
  }

  /// Takes bytes until `count` are held; false when they have not come.
  private mutating func hold(_ count: Int, of bytes: RawSpan, at offset: inout Int) -> Bool {
    let taken = min(max(0, count - held.count), bytes.byteCount - offset)
    held.append(bytes.extracting(ByteRange(start: offset, count: taken)))
    offset += taken
    return held.count >= count
  }
}
