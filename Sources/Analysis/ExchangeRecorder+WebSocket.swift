import Bytes
import Findings
import HTTP
import WebSocket

/// WebSockets, whether a connection or a stream carries them: their dissectors stand here, where both bring their bytes.
extension ExchangeRecorder {
  /// Makes a place for the WebSocket that an exchange opened.
  mutating func openWebSocket(by exchange: borrowing Exchange, at time: Timestamp) -> Int {
    let extensions = WebSocketExtensions(acceptedIn: exchange.response.message.header)
    if extensions.isMalformed { receive(.webSocketBadExtensions(stream: exchange.stream), at: time) }
    return webSockets.insert(
      WebSocketConnection(exchange: exchange.index, stream: exchange.stream, extensions: extensions))
  }

  mutating func receive(_ bytes: RawSpan, from side: Side, ofWebSocket place: Int, at time: Timestamp) {
    withWebSocket(place) { $0.receive(bytes, from: side, at: time, into: &$1) }
  }

  mutating func skip(_ byteCount: Int, from side: Side, ofWebSocket place: Int, at time: Timestamp) {
    withWebSocket(place) { $0.skip(byteCount, from: side, at: time, into: &$1) }
  }

  mutating func finish(_ side: Side, _ reason: EndReason, ofWebSocket place: Int, at time: Timestamp) {
    withWebSocket(place) { $0.finish(side, isClosed: reason == .closed, at: time, into: &$1) }
  }

  /// Gives a place back, and adds what was counted there to the record of the current connection.
  mutating func closeWebSocket(_ place: Int) {
    guard let statistics = webSockets[place]?.statistics else { return }
    self[current].webSocket = statistics.merged(with: self[current].webSocket)
    webSockets.remove(place, leaving: nil)
  }

  /// Lends a WebSocket and the recorder, which takes its results. It moves out for as long, so that both can change.
  private mutating func withWebSocket(_ place: Int, body: (inout WebSocketConnection, inout Self) -> Void) {
    guard var webSocket = webSockets[place].take() else { return }
    body(&webSocket, &self)
    webSockets[place] = consume webSocket
  }
}

extension ExchangeRecorder: WebSocketReceiver {
  var wantsPayload: Bool { false }

  mutating func receive(_ payload: RawSpan, of message: borrowing WebSocketMessage) {}

  mutating func receive(_ message: borrowing WebSocketMessage) {
    receiver.receive(message, of: context)
  }
}

extension WebSocketExtensions {
  /// What a server's answer accepts.
  fileprivate init(acceptedIn header: borrowing FieldSection) {
    self.init()
    for line in header.lines {
      switch line.certainty {
      case .certain:
        if header.name(line).equalsIgnoringCase("sec-websocket-extensions") { add(fieldValue: header.value(line)) }
      case .unknownName, .unknown:
        hasUnknown = true
      case .unknownValue:
        if header.name(line).equalsIgnoringCase("sec-websocket-extensions") { hasUnknown = true }
      }
    }
  }
}
