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

  /// - Parameter byteCount: nil when nobody knows how many bytes are missing, if any.
  mutating func skip(_ byteCount: Int?, from side: Side, ofWebSocket place: Int, at time: Timestamp) {
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

/// WebSockets on streams of HTTP/2 (RFC 8441 §5): both messages' content is that of one WebSocket.
extension ExchangeRecorder {
  /// The handle of the content that a side sends on a stream that carries a WebSocket.
  mutating func openWebSocketContent(of exchange: borrowing Exchange, from side: Side) -> ContentHandle {
    let other = side == .client ? exchange.response.message.content : exchange.request.message.content
    let time = exchange.response.message.start ?? context.start
    let place = WebSocketContent(other)?.place ?? openWebSocket(by: exchange, at: time)
    return WebSocketContent(place: place, side: side).handle
  }

  /// Ends the WebSocket whose content an exchange carried, if any came.
  mutating func closeWebSocketContents(of exchange: inout Exchange) {
    let client = WebSocketContent(exchange.request.message.content)
    guard let place = (client ?? WebSocketContent(exchange.response.message.content))?.place else { return }
    finishWebSocket(place, exchange.request.message, from: .client, wasReset: exchange.state == .reset)
    finishWebSocket(place, exchange.response.message, from: .server, wasReset: exchange.state == .reset)
    closeWebSocket(place)
    exchange.request.message.content = .unwanted
    exchange.response.message.content = .unwanted
  }

  private mutating func finishWebSocket(
    _ place: Int, _ message: borrowing Message, from side: Side, wasReset: Bool
  ) {
    let reason: EndReason = message.isComplete ? .closed : wasReset ? .reset : .captureEnd
    finish(side, reason, ofWebSocket: place, at: message.end ?? context.start)
  }
}

/// A side of a WebSocket as the handle of a message's content.
struct WebSocketContent {
  var place: Int
  var side: Side

  /// Handles from here on are WebSockets'; other contents never get as many places.
  private static let firstHandle: Int32 = 1 << 30

  init(place: Int, side: Side) {
    self.place = place
    self.side = side
  }

  /// Nil when the content is no WebSocket's.
  init?(_ handle: ContentHandle) {
    guard handle.rawValue >= Self.firstHandle else { return nil }
    let number = handle.rawValue - Self.firstHandle
    self.init(place: Int(number >> 1), side: number & 1 == 0 ? .client : .server)
  }

  var handle: ContentHandle {
    ContentHandle(rawValue: Self.firstHandle | Int32(truncatingIfNeeded: place << 1 | (side == .client ? 0 : 1)))
  }
}

extension ExchangeRecorder: WebSocketReceiver {
  var wantsPayload: Bool { wantsContents }

  mutating func receive(_ payload: RawSpan, of message: borrowing WebSocketMessage) {
    receiver.receive(payload, of: message, of: context)
  }

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
