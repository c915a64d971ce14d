import Analysis
import Bytes
import EventStream
import Findings
import HTTP
import HTTP2
import Testing

@testable import Report
@testable import WebSocket

/// What a receiver gets to see behind `RedactedRecords`, beyond fields and targets: see `URLRedactionTests`.
@Suite("Redacted records")
struct RedactedRecordsTests {
  @Test("Reasons of closures and payloads of pings are asterisks, and a code stays")
  func webSocket() {
    let seen = SeenRecords()
    let redacted = RedactedRecords(seen, hidesQueries: false)
    var message = WebSocketMessage(exchange: 0, stream: nil, from: .client)
    message.opcode = .close
    message.controlPayload = [0x03, 0xE8] + Array("why".utf8)
    redacted.receive(message, of: Sample.context(id: 0))
    message.opcode = .ping
    message.controlPayload = Array("who".utf8)
    redacted.receive(message, of: Sample.context(id: 0))
    message.controlPayload = []
    redacted.receive(message, of: Sample.context(id: 0))
    #expect(seen.messages.map(\.controlPayload) == [[0x03, 0xE8] + Array("***".utf8), Array("***".utf8), []])
    #expect(seen.messages.first?.closeCode?.rawValue == 1000)
  }

  @Test("A receiver that wants contents gets none")
  func contents() {
    #expect(!RedactedRecords(SeenRecords(), hidesQueries: true).wantsContents)
  }

  @Test("Fields of URLs with and without values of queries", arguments: [false, true])
  func fields(hidesQueries: Bool) {
    let seen = SeenRecords()
    var exchange = Sample.exchange(path: "/a?b=c")
    exchange.request.message.header.append("Referer", "http://u@h/?d=e")
    exchange.request.message.header.append("Accept", "x?y=z")
    RedactedRecords(seen, hidesQueries: hidesQueries).receive(exchange, of: Sample.context(id: 0))
    let shown = hidesQueries ? ["/a?b=*", "http://*@h/?d=*"] : ["/a?b=c", "http://*@h/?d=e"]
    for text in shown + ["x?y=z"] { #expect(seen.text.contains(text)) }
  }
}

/// Keeps what it is given.
private final class SeenRecords: RecordReceiver {
  private(set) var messages: [WebSocketMessage] = []
  private(set) var text = ""

  var wantsFrames: Bool { false }
  var wantsContents: Bool { true }
  var isFinished: Bool { false }

  func receive(_ capture: CaptureRecord) {}
  func receive(_ exchange: borrowing Exchange, _ facts: borrowing ContentFacts, of connection: ConnectionContext) {
    text += String(decodingUTF8: exchange.request.message.header.text.rawSpan)
  }
  func receive(_ message: borrowing WebSocketMessage, of connection: ConnectionContext) {
    messages.append(copy message)
  }
  func receive(_ message: borrowing ContentMessage, of connection: ConnectionContext) {}
  func receive(_ connection: borrowing ConnectionRecord) {}
  func receive(_ finding: Finding, of connection: ConnectionContext?, at time: Timestamp?) {}
  func receive(
    _ frame: borrowing FrameRecord, from side: Side, of connection: ConnectionContext, at time: Timestamp
  ) {}
  func receive(_ summary: borrowing SummaryRecord) {}
}
