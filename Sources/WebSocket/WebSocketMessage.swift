import Bytes
import Findings

/// A message, or a control frame: what ends with a frame whose FIN bit is set (RFC 6455 §5.4).
package struct WebSocketMessage: Sendable {
  /// The index of the exchange that opened the WebSocket.
  package var exchange: Int
  /// The HTTP/2 stream that carries it; nil for HTTP/1.1.
  package var stream: UInt32?
  package var from: Side
  /// Text, binary, or a kind of control frame; nil when the message's beginning was not captured.
  package var opcode: Opcode?
  /// Whether permessage-deflate compressed it.
  package var isCompressed = false
  /// How many frames it has.
  package var fragmentCount = 0
  /// Bytes of payload that are there, unmasked and decompressed; nil when they could not be decompressed.
  package var payloadByteCount: Int? = 0
  /// Bytes of its frames, headers included.
  package var wireByteCount = 0
  /// Bytes of its frames' payload: what permessage-deflate made of it.
  package var framedByteCount = 0
  /// Bytes of its frames that were sent but are missing from the capture, as far as known.
  package var missingByteCount = 0
  /// Whether all of it was there.
  package var isComplete = false
  /// When its first byte was there.
  package var start: Timestamp
  /// When its last byte was there; of an incomplete message the last one seen.
  package var end: Timestamp
  /// The payload of a control frame: all that is allowed, 125 bytes. Empty for other messages, whose payload is not kept.
  package var controlPayload: [UInt8] = []

  init(exchange: Int, stream: UInt32?, from side: Side) {
    self.exchange = exchange
    self.stream = stream
    from = side
    start = Timestamp(nanoseconds: 0)
    end = start
  }

  /// The code of a Close frame; nil when it has none, and for other messages (RFC 6455 §5.5.1).
  package var closeCode: CloseCode? {
    guard opcode == .close, controlPayload.count >= 2 else { return nil }
    return CloseCode(rawValue: controlPayload.rawSpan.uint16(at: 0))
  }

  /// The text behind a Close frame's code; what is not UTF-8 in it becomes U+FFFD.
  package var closeReason: String? {
    guard closeCode != nil, controlPayload.count > 2 else { return nil }
    return String(decodingUTF8: controlPayload.rawSpan.extracting(from: 2))
  }

  /// Whether that text, all of it, is UTF-8; true when the frame is longer than it may be, so that not all of it is kept.
  var isCloseReasonUTF8: Bool {
    guard closeReason != nil, framedByteCount == controlPayload.count else { return true }
    let payload = controlPayload.rawSpan
    return payload.extracting(from: 2).isUTF8
  }

  /// Begins another message of the same side, and keeps the storage.
  mutating func begin(_ opcode: Opcode?, isCompressed: Bool, at start: Timestamp) {
    self.opcode = opcode
    self.isCompressed = isCompressed
    fragmentCount = 0
    payloadByteCount = 0
    wireByteCount = 0
    framedByteCount = 0
    missingByteCount = 0
    isComplete = false
    self.start = start
    end = start
    controlPayload.removeAll(keepingCapacity: true)
  }
}
