import Findings

extension Finding {
  /// What the server accepted is not what it may accept.
  package static func webSocketBadExtensions(stream: UInt32?) -> Finding {
    Finding(
      .warning, code: "websocket-bad-extensions",
      message: "The server accepted permessage-deflate with parameters that it may not accept.",
      reference: "RFC 7692 §7.1", stream: stream)
  }

  /// What a side of a WebSocket did against the rules. It is said once a WebSocket and side.
  static func webSocket(_ violation: Violation, by reader: borrowing SideReader, from side: Side) -> Finding {
    let header = reader.decoder.header
    switch violation {
    case .unmasked:
      return Finding(
        .error, code: "websocket-unmasked-frame", message: "The client sent a WebSocket frame that is not masked.",
        reference: "RFC 6455 §5.1")
    case .masked:
      return Finding(
        .error, code: "websocket-masked-frame", message: "The server sent a WebSocket frame that is masked.",
        reference: "RFC 6455 §5.1")
    case .reservedBits:
      return Finding(
        .error, code: "websocket-reserved-bits",
        message: "The \(side.name) set reserved bits of a \(header.opcode.name) frame that no extension allows there.",
        reference: "RFC 6455 §5.2")
    case .reservedOpcode:
      return Finding(
        .error, code: "websocket-reserved-opcode",
        message: "The \(side.name) sent a WebSocket frame with the reserved opcode \(header.opcode.name).",
        reference: "RFC 6455 §5.2")
    case .lengthNotMinimal:
      return Finding(
        .error, code: "websocket-length-not-minimal",
        message: "The \(side.name) wrote the payload length \(header.length) in more bytes than it takes.",
        reference: "RFC 6455 §5.2")
    case .lengthTooLarge:
      return Finding(
        .error, code: "websocket-length-too-large",
        message: "The \(side.name) announced a payload of 2^63 bytes or more; what follows is not looked into.",
        reference: "RFC 6455 §5.2")
    case .continuationWithoutStart:
      return Finding(
        .error, code: "websocket-unexpected-continuation",
        message: "A continuation frame of the \(side.name) continues no message.", reference: "RFC 6455 §5.4")
    case .messageInterrupted:
      return Finding(
        .error, code: "websocket-interrupted-message",
        message: "The \(side.name) began another message before the last frame of the one under way.",
        reference: "RFC 6455 §5.4")
    case .controlFragmented:
      return Finding(
        .error, code: "websocket-fragmented-control",
        message: "A \(header.opcode.name) frame of the \(side.name) is not marked as final.",
        reference: "RFC 6455 §5.5")
    case .controlTooLong:
      return Finding(
        .error, code: "websocket-control-too-long",
        message: """
          A \(header.opcode.name) frame of the \(side.name) has \(header.length) bytes of payload; \
          \(WebSocketLimits.controlPayloadByteCount) are allowed.
          """, reference: "RFC 6455 §5.5")
    case .textNotUTF8:
      return Finding(
        .error, code: "websocket-text-not-utf8", message: "A text message of the \(side.name) is not UTF-8.",
        reference: "RFC 6455 §8.1")
    case .closeCodeCut:
      return Finding(
        .error, code: "websocket-close-code-cut",
        message: "A close frame of the \(side.name) has a payload of one byte, where a code takes two.",
        reference: "RFC 6455 §5.5.1")
    case .closeCodeInvalid:
      let code = reader.control.closeCode?.rawValue ?? 0
      return Finding(
        .error, code: "websocket-bad-close-code",
        message: "The \(side.name) closed the WebSocket with code \(code), which may not be sent.",
        reference: "RFC 6455 §7.4")
    case .closeReasonNotUTF8:
      return Finding(
        .error, code: "websocket-close-reason-not-utf8",
        message: "The reason in a close frame of the \(side.name) is not UTF-8.", reference: "RFC 6455 §5.5.1")
    case .compressedDataDamaged:
      return Finding(
        .error, code: "websocket-bad-compression",
        message: "A compressed message of the \(side.name) cannot be decompressed.", reference: "RFC 7692 §7.2.2")
    case .decompressedTooLarge:
      return Finding(
        .warning, code: "websocket-decompression-limit",
        message: """
          The \(side.name)'s messages have more than \(WebSocketLimits.decompressionRatio) times their compressed size; \
          they are not decompressed any more.
          """)
    case .dataAfterClose:
      return Finding(
        .error, code: "websocket-data-after-close", message: "The \(side.name) sent a message after its close frame.",
        reference: "RFC 6455 §5.5.1")
    case .frameCutByEnd:
      return Finding(
        .warning, code: "websocket-truncated-frame",
        message: "The \(side.name) closed the connection in the middle of a WebSocket frame.",
        reference: "RFC 6455 §7.1.7")
    case .endWithoutClose:
      return Finding(
        .note, code: "websocket-no-close",
        message: "The \(side.name) closed the connection, and neither side had sent a close frame.",
        reference: "RFC 6455 §7.1.5")
    }
  }
}
