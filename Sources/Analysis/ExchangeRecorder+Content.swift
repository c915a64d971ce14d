import Bytes
import ContentCoding
import Findings
import HTTP

/// Content on its way: decoded and read as it comes, and reported with its exchange.
extension ExchangeRecorder {
  mutating func openContent(of exchange: inout Exchange, from side: Side) -> ContentHandle {
    guard exchange.upgrade != .webSocket else { return openWebSocketContent(of: exchange, from: side) }
    return contents.open(exchange, from: side)
  }

  mutating func receiveContent(_ bytes: RawSpan, of content: ContentHandle, at time: Timestamp) {
    if let content = WebSocketContent(content) {
      receive(bytes, from: content.side, ofWebSocket: content.place, at: time)
    } else {
      contents.receive(bytes, of: content, at: time)
    }
  }

  mutating func skipContent(_ byteCount: Int, of content: ContentHandle, at time: Timestamp) {
    if let content = WebSocketContent(content) {
      skip(byteCount, from: content.side, ofWebSocket: content.place, at: time)
    } else {
      contents.skip(byteCount, of: content)
    }
  }

  mutating func loseTrack(of content: ContentHandle, at time: Timestamp) {
    guard let content = WebSocketContent(content) else { return }
    skip(nil, from: content.side, ofWebSocket: content.place, at: time)
  }

  /// Ends the contents of an exchange.
  mutating func closeContents(of exchange: inout Exchange) {
    closeWebSocketContents(of: &exchange)
    let stream = exchange.stream
    if exchange.hasRequest { close(&exchange.request.message, from: .client, stream: stream) }
    if exchange.hasResponse { close(&exchange.response.message, from: .server, stream: stream) }
  }

  private mutating func close(_ message: inout Message, from side: Side, stream: UInt32?) {
    let outcome = contents.close(&message)
    guard !outcome.isOrdinary else { return }
    let coded = CodedMessage(sender: side, stream: stream, codings: message.header.codings)
    let end = outcome.failure ?? message.end ?? self[current].context.start
    if let problem = outcome.problem {
      guard let finding = Finding.content(problem, of: coded, decoded: outcome.decodedByteCount) else { return }
      receive(finding, at: end)
      return
    }
    if outcome.trailingByteCount > 0 { receive(.contentTrailingBytes(outcome.trailingByteCount, of: coded), at: end) }
    if outcome.isRawDeflate { receive(.contentRawDeflate(of: coded), at: end) }
    if outcome.isCodedAgain, message.header.isOfTextType { receive(.contentCodedTwice(of: coded), at: end) }
  }
}

extension FieldSection {
  /// The values of Content-Encoding and Transfer-Encoding, for a person.
  fileprivate var codings: String {
    var values: [String] = []
    for name: StaticString in ["content-encoding", "transfer-encoding"] {
      for line in lines where self.name(line).equalsIgnoringCase(name) {
        values.append(String(decodingUTF8: value(line)))
      }
    }
    return values.joined(separator: ", ")
  }

  /// Whether Content-Type says text: never the beginning of coded data.
  fileprivate var isOfTextType: Bool {
    guard let line = first("content-type") else { return false }
    let type = String(decodingUTF8: value(line)).lowercased()
    return ["text/", "application/json", "application/javascript", "application/xml"].contains { type.hasPrefix($0) }
  }
}
