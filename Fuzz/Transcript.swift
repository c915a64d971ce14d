import Analysis
import Bytes
import Findings
import HTTP
import HTTP1
import HTTP2
import Packet
import WebSocket

@testable import Report

/// What a dissector hands over, as lines of JSON: two ways to read one input must give the same.
struct Transcript: HTTP2Receiver, WebSocketReceiver {
  private var json = JSONWriter()
  /// Those of one moment are noted in an order that means nothing.
  private var findings: [String] = []
  /// What was handed on of each message's content.
  private var contents: [[UInt8]] = []
  /// What came of the message that each side of a WebSocket sends.
  private var payloads = BySide(both: [UInt8]())
  private let context = ConnectionContext(
    id: 0, client: Endpoint(address: IPAddress(ipv4: 1), port: 1),
    server: Endpoint(address: IPAddress(ipv4: 2), port: 2), start: Timestamp(nanoseconds: 0))

  var wantsFrames: Bool { true }

  mutating func openContent(of exchange: inout Exchange, from side: Side) -> ContentHandle {
    contents.append([])
    return ContentHandle(rawValue: Int32(contents.count - 1))
  }

  mutating func receiveContent(_ bytes: RawSpan, of content: ContentHandle, at time: Timestamp) {
    expect(!bytes.isEmpty, "a piece of content is not empty")
    contents[Int(content.rawValue)].append(bytes)
  }

  mutating func skipContent(_ byteCount: Int, of content: ContentHandle, at time: Timestamp) {
    expect(byteCount > 0, "a gap in content is not empty")
  }

  mutating func receive(_ exchange: inout Exchange) { add(exchange) }

  mutating func receive(_ finding: Finding, at time: Timestamp) {
    findings.append("\(time.nanoseconds) \(finding.code) \(finding.message)")
  }

  /// Whether a finding with a code was reported.
  func found(_ code: String) -> Bool {
    findings.contains { $0.contains(" \(code) ") }
  }

  mutating func receive(_ frame: FrameRecord, from side: Side, at time: Timestamp) {
    json.write(frame, from: side, of: context, at: time)
    json.endLine()
  }

  let wantsPayload = true

  mutating func receive(_ payload: RawSpan, of message: borrowing WebSocketMessage) {
    payloads[message.from].append(payload)
  }

  mutating func receive(_ message: borrowing WebSocketMessage) {
    expect(message.start <= message.end, "a message ends after its start")
    expect(message.controlPayload.count <= 125, "of a control frame no more is kept than is allowed")
    json.write(message, of: context)
    json.endLine()
    if message.opcode?.isControl != true {
      let payload = payloads[message.from]
      add(payload.rawSpan, "payload")
      payloads[message.from] = []
    }
  }

  mutating func add(_ exchange: borrowing Exchange) {
    for message in [exchange.request.message, exchange.response.message] {
      expect(message.bodyByteCount >= 0 && message.missingBodyByteCount >= 0, "content is not negative")
      let handedOn = message.content.isOpen ? contents[Int(message.content.rawValue)] : []
      expect(handedOn.count == message.bodyByteCount, "content is handed on as it is counted")
      if !handedOn.isEmpty { add(handedOn.rawSpan, "content") }
      if let start = message.start, let end = message.end { expect(start <= end, "a message ends after its start") }
    }
    json.write(exchange, ContentFacts(), of: context, redacting: .none)
    json.endLine()
  }

  /// Adds what the connection did.
  mutating func add(http1: HTTP1Statistics? = nil, http2: HTTP2Statistics? = nil, webSocket: WebSocketStatistics? = nil)
  {
    var connection = ConnectionRecord(context: context)
    connection.http1 = http1
    connection.http2 = http2
    connection.webSocket = webSocket
    json.write(connection)
    json.endLine()
  }

  /// Adds bytes that are handed on.
  mutating func add(_ bytes: RawSpan, _ what: String) {
    json.beginObject()
    json.key(what)
    json.string(bytes)
    json.endObject()
    json.endLine()
  }

  /// Expects that another transcript says the same.
  func expectSame(as other: Transcript, _ what: String) {
    for (line, counterpart) in zip(lines, other.lines) {
      expect(line == counterpart, "\(what) gives the same:\n\(line)\n\(counterpart)")
    }
    expect(lines.count == other.lines.count, "\(what) gives as much")
  }

  private var lines: [String] {
    json.bytes.split(separator: ASCII.lineFeed).map { String(decoding: $0, as: UTF8.self) } + findings.sorted()
  }
}
