import Bytes
import Findings
import WebSocket

extension JSONWriter {
  /// Begins the list of a WebSocket's messages.
  mutating func beginMessages() {
    key("_webSocketMessages")
    beginArray()
  }

  /// A message or control frame in Chromium's form: text as text, all else in base64.
  ///
  /// - Parameters:
  ///   - body: what was kept of the payload; nil for control frames, which hold their own.
  ///   - writesData: whether payloads are written; those of control frames always are.
  mutating func write(_ message: borrowing WebSocketMessage, body: HARBody?, writesData: Bool) {
    beginObject()
    member("type", message.from == .client ? "send" : "receive")
    key("time")
    seconds(message.end)
    // Of a message whose beginning was not captured, only continuation frames were seen.
    let opcode = message.opcode ?? .continuation
    member("opcode", Int(opcode.rawValue))
    key("data")
    if opcode.isControl {
      string(base64: message.controlPayload.rawSpan)
    } else if let body {
      write(body, isText: opcode == .text)
    } else {
      string("")
    }
    member("_wireprism") {
      $0.member("state", message.isComplete ? "complete" : "incomplete")
      $0.member("bytes", message.payloadByteCount)
      $0.member("wire_bytes", message.wireByteCount)
      $0.member("compressed", message.isCompressed)
      if let body, body.bytes.count < message.payloadByteCount ?? 0 { $0.member("data_bytes", body.bytes.count) }
    }
    endObject()
  }

  private mutating func write(_ body: HARBody, isText: Bool) {
    guard isText else { return string(base64: body.bytes.rawSpan) }
    let text = body.bytes.rawSpan
    let whole = body.cut == nil ? text.byteCount : text.byteCountOfWholeCharacters
    // As browsers do, where a text is none.
    string(String(decodingUTF8: text.extracting(0..<whole)))
  }
}
