import Analysis
import Findings
import HTTP
import HTTP2
import WebSocket

// What the program says between the lines that were captured.
extension TranscriptLines {
  mutating func writeHead(of connection: ConnectionContext) {
    heading("Connection \(connection.id) · \(connection.client) → \(connection.server)")
  }

  mutating func writeHead(of exchange: borrowing Exchange, on connection: ConnectionContext) {
    emptyLine()
    var parts = ["Exchange \(exchange.index)"]
    if let stream = exchange.stream { parts.append("stream \(stream)") }
    parts.append(exchange.version.name)
    if exchange.isPushed { parts.append("pushed") }
    if exchange.state != .complete { parts.append(exchange.state.name) }
    heading(parts.joined(separator: " · "))
    if !exchange.hasRequest { note("the request was not captured", .warning) }
  }

  /// When a message began, and what its content amounts to.
  mutating func writeNote(on message: borrowing Message, as name: String) {
    var parts = [name]
    if let start = message.start { parts.insert(PlainNumbers.timeOfDay(start), at: 0) }
    if message.bodyByteCount > 0 {
      let size = PlainNumbers.counted(message.bodyByteCount, "byte") + " of content"
      if let decoded = message.decodedBodyByteCount, decoded != message.bodyByteCount {
        parts.append("\(size), \(PlainNumbers.grouped(decoded)) decoded")
      } else {
        parts.append(size)
      }
    }
    note(parts.joined(separator: " · "))
  }

  /// That only the beginning of a content was written.
  mutating func noteOmission(of byteCount: Int, missing: Int) {
    let bytes = PlainNumbers.counted(byteCount, "more byte")
    let gaps = missing > 0 ? ", and \(PlainNumbers.grouped(missing)) among them missing from the capture" : ""
    note("\(bytes)\(gaps): -v shows them")
  }

  /// What stands behind the content of a message: why it is not all of it, and the trailers.
  mutating func writeEnd(of message: borrowing Message, from side: Side, isReset: Bool) {
    if let reason = message.notDecodedBecause { note("not decoded: \(reason)", .warning) }
    if message.mayMissContent { note("more of the content may be missing: bytes of the connection are", .warning) }
    if !message.trailers.isEmpty {
      note("trailers")
      writeFields(message.trailers, from: side)
    }
    if !message.isComplete, !isReset {
      note("the end of the \(side == .client ? "request" : "response") was not captured", .warning)
    }
  }

  /// What became of an exchange.
  mutating func writeEnd(of exchange: borrowing Exchange) {
    if exchange.state == .reset {
      let who = exchange.resetBy.map { "the \($0.name) reset the stream" } ?? "the connection was reset"
      note(who + (exchange.resetCode.map { ": " + ErrorCode(rawValue: $0).name } ?? ""), .warning)
    }
    if !exchange.hasResponse { note("no response was captured", .warning) }
    switch exchange.upgrade {
    case .webSocket: note("here a WebSocket begins")
    case .h2c: note("here the connection goes on in HTTP/2")
    case .connectTunnel: note("here a tunnel begins")
    case .other(let token): note("here the connection goes on in another protocol: \(token)")
    case nil: break
    }
  }

  /// What a connection carried besides its exchanges.
  mutating func writeEnd(of connection: borrowing ConnectionRecord, inside inner: [Int]) {
    for id in inner {
      emptyLine()
      note("the tunnel carries connection \(id): --connection \(id) shows it")
    }
  }

  // MARK: WebSockets

  mutating func writeHead(of message: borrowing WebSocketMessage) {
    var parts = [PlainNumbers.timeOfDay(message.start), message.from.name]
    parts.append(message.opcode?.name ?? "message without its beginning")
    if let count = message.payloadByteCount, message.opcode != .close {
      parts.append(PlainNumbers.counted(count, "byte"))
    }
    if let code = message.closeCode { parts.append(String(code.rawValue)) }
    if message.fragmentCount > 1 { parts.append(PlainNumbers.counted(message.fragmentCount, "fragment")) }
    if message.isCompressed { parts.append("compressed to \(PlainNumbers.grouped(message.framedByteCount))") }
    note(parts.joined(separator: " · "))
  }

  mutating func writeEnd(of message: borrowing WebSocketMessage) {
    if message.opcode == .close {
      if let reason = message.closeReason, !reason.isEmpty { line(PrintableText.escape(reason), from: message.from) }
    } else if !message.controlPayload.isEmpty {
      var transcript = ContentTranscript(
        ContentSniffer.verdict(of: message.controlPayload.rawSpan, type: nil), from: message.from)
      transcript.receive(message.controlPayload.rawSpan, into: &self)
      transcript.finish(into: &self)
    }
    if message.missingByteCount > 0 {
      note("\(PlainNumbers.counted(message.missingByteCount, "byte")) missing from the capture", .warning)
    }
    if message.payloadByteCount == nil { note("could not be decompressed", .warning) }
    if !message.isComplete, message.missingByteCount == 0 { note("the message is not whole", .warning) }
  }
}
