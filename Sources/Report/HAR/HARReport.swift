import Analysis
import Bytes
import Findings
import HTTP
import HTTP2
import WebSocket

/// Exchanges as an HTTP Archive, HAR 1.2: `{"log": {…, "entries": […]}}`.
///
/// An entry is written as soon as its exchange is over, a WebSocket's as soon as that is.
package final class HARReport: Renderer {
  private let options: HAROptions
  private let version: String
  private var output: BufferedOutput
  private var bodies: HARBodies
  private var waiting = WaitingEntries()
  /// HTTP/1.x: of each connection that became a WebSocket, the exchange that opened it.
  private var upgrades: [Int: Int] = [:]

  /// - Parameter version: of the program, which the file names as its creator.
  package init(to file: OutputFile, version: String, options: HAROptions = HAROptions()) {
    output = BufferedOutput(file)
    bodies = HARBodies(limit: options.bodyByteLimit ?? 0)
    self.version = version
    self.options = options
  }

  package var isFinished: Bool { output.hasFailed || waiting.hasFailed }

  package func receive(_ capture: CaptureRecord) {
    output.json.beginObject()
    output.json.key("log")
    output.json.beginObject()
    output.json.member("version", "1.2")
    output.json.member("creator") {
      $0.member("name", "wireprism")
      $0.member("version", version)
    }
    output.json.key("pages")
    output.json.beginArray()
    output.json.endArray()
    output.json.key("entries")
    output.json.beginArray()
  }

  package func receive(_ summary: borrowing SummaryRecord) {
    for connection in upgrades.keys.sorted() { finishWebSocket(of: connection) }
    output.json.endArray()
    output.json.endObject()
    output.json.endObject()
    output.json.endLine()
  }

  package var omissions: [String] {
    bodies.omissions
  }

  package func finish() throws(OutputError) {
    try output.finish()
  }

  // MARK: Entries

  package func receive(
    _ exchange: borrowing Exchange, _ facts: borrowing ContentFacts, of connection: ConnectionContext
  ) {
    let key = WaitingEntries.Key(connection: connection.id, exchange: exchange.index)
    if exchange.upgrade == .webSocket, exchange.version != .http2 {
      upgrades[connection.id] = exchange.index
      waiting.add(to: key) {
        write(exchange, of: connection, into: &$0)
        $0.beginMessages()
      }
    } else if waiting.contains(key) {
      waiting.add(to: key) {
        $0.endArray()
        write(exchange, of: connection, into: &$0)
      }
      waiting.finish(key, into: &output)
    } else {
      output.json.beginObject()
      write(exchange, of: connection, into: &output.json)
      output.json.endObject()
      output.flushIfLarge()
    }
  }

  package func receive(_ connection: borrowing ConnectionRecord) {
    finishWebSocket(of: connection.context.id)
  }

  /// Writes the entry of the WebSocket that a connection of HTTP/1.x became, if it did.
  private func finishWebSocket(of connection: Int) {
    guard let exchange = upgrades.removeValue(forKey: connection) else { return }
    let key = WaitingEntries.Key(connection: connection, exchange: exchange)
    waiting.add(to: key) { $0.endArray() }
    waiting.finish(key, into: &output)
  }

  private func write(_ exchange: borrowing Exchange, of connection: ConnectionContext, into json: inout JSONWriter) {
    var kept: BySide<HARBody>?
    if wantsContents {
      var key = HARBodies.Key(connection: connection.id, exchange: exchange.index, isClients: true)
      let request = bodies.take(key)
      key.isClients = false
      kept = BySide(client: request, server: bodies.take(key))
    }
    json.writeMembers(ofEntry: exchange, of: connection, bodies: kept, redacting: options.redaction)
  }

  // MARK: Contents

  package var wantsContents: Bool { options.bodyByteLimit != nil }

  package func wants(
    contentOf exchange: borrowing Exchange, from side: Side, of connection: ConnectionContext
  ) -> Bool {
    wantsContents
  }

  package func receive(_ content: RawSpan, of origin: ContentOrigin, of connection: ConnectionContext) {
    let key = HARBodies.Key(origin, of: connection)
    if origin.isCoded { bodies.end(key, because: .coded) } else { bodies.receive(content, of: key) }
  }

  package func skip(_ byteCount: Int, of origin: ContentOrigin, of connection: ConnectionContext) {
    bodies.end(HARBodies.Key(origin, of: connection), because: origin.isCoded ? .coded : .gap)
  }

  // MARK: WebSockets

  package func receive(
    _ payload: RawSpan, of message: borrowing WebSocketMessage, of connection: ConnectionContext
  ) {
    bodies.receive(payload, of: HARBodies.Key(message, of: connection))
  }

  package func receive(_ message: borrowing WebSocketMessage, of connection: ConnectionContext) {
    let isControl = message.opcode?.isControl == true
    let body = isControl || !wantsContents ? nil : bodies.take(HARBodies.Key(message, of: connection))
    let key = WaitingEntries.Key(connection: connection.id, exchange: message.exchange)
    let isFirst = !waiting.contains(key)
    waiting.add(to: key) {
      if isFirst { $0.beginMessages() }
      $0.write(message, body: body, writesData: wantsContents)
    }
  }
}

extension HARBodies.Key {
  fileprivate init(_ origin: ContentOrigin, of connection: ConnectionContext) {
    self.init(connection: connection.id, exchange: origin.exchange, isClients: origin.side == .client)
  }

  fileprivate init(_ message: borrowing WebSocketMessage, of connection: ConnectionContext) {
    self.init(connection: connection.id, exchange: message.exchange, isClients: message.from == .client)
  }
}
