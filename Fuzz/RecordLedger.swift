import Analysis
import Bytes
import Findings
import HTTP
import HTTP2
import WebSocket

@testable import Report

/// Writes records as NDJSON, and expects what must hold of each and among them.
final class RecordLedger: RecordReceiver {
  /// The exchanges and frames of all connections, as they were written.
  private(set) var transcript: [[UInt8]] = []
  private var json = JSONWriter()
  /// The indices of the exchanges of each connection that is open.
  private var indices: [Int: Set<Int>] = [:]
  private var closed: Set<Int> = []
  private var exchangeCount = 0
  private var packetCounts = 0
  private var isOver = false

  var wantsFrames: Bool { true }
  var isFinished: Bool { false }

  func receive(_ capture: CaptureRecord) {
    json.write(capture)
    _ = takeLine()
  }

  func receive(
    _ exchange: borrowing Exchange, _ facts: borrowing ContentFacts, of connection: ConnectionContext
  ) {
    json.write(exchange, facts, of: connection, redacting: .none)
    transcript.append(takeLine())
    expectOpen(connection)
    expect(indices[connection.id, default: []].insert(exchange.index).inserted, "no index is given twice")
    let hasMessage = exchange.hasRequest || exchange.hasResponse || !exchange.informational.isEmpty
    expect(hasMessage, "an exchange has a message")
    for message in [exchange.request.message, exchange.response.message] {
      expect(message.bodyByteCount >= 0 && message.missingBodyByteCount >= 0, "content is not negative")
    }
    exchangeCount += 1
  }

  func receive(_ message: borrowing WebSocketMessage, of connection: ConnectionContext) {
    json.write(message, of: connection)
    transcript.append(takeLine())
    expectOpen(connection)
  }

  func receive(_ message: borrowing ContentMessage, of connection: ConnectionContext) {
    json.write(message, of: connection)
    transcript.append(takeLine())
    expectOpen(connection)
  }

  func receive(_ connection: borrowing ConnectionRecord) {
    json.write(connection)
    _ = takeLine()
    expectOpen(connection.context)
    let count = indices[connection.context.id, default: []].count
    expect(connection.exchangeCount == count, "a connection knows how many exchanges it had")
    if let statistics = connection.http1 {
      expect(statistics.requests >= statistics.pipelinedRequests, "pipelined requests are requests")
    }
    indices[connection.context.id] = nil
    closed.insert(connection.context.id)
  }

  func receive(_ finding: Finding, of connection: ConnectionContext?, at time: Timestamp?) {
    json.write(finding, of: connection, at: time)
    _ = takeLine()
    if let connection { expectOpen(connection) }
  }

  func receive(
    _ frame: borrowing FrameRecord, from side: Side, of connection: ConnectionContext, at time: Timestamp
  ) {
    json.write(frame, from: side, of: connection, at: time)
    transcript.append(takeLine())
    expectOpen(connection)
  }

  func receive(_ summary: borrowing SummaryRecord) {
    json.write(summary)
    _ = takeLine()
    expect(indices.isEmpty, "every connection with exchanges is closed before the summary")
    expect(!isOver, "there is one summary")
    isOver = true
  }

  private func expectOpen(_ connection: ConnectionContext) {
    expect(!isOver && !closed.contains(connection.id), "a record comes before its connection's")
  }

  /// What was written since the last time, which must be a line of UTF-8.
  private func takeLine() -> [UInt8] {
    json.endLine()
    let line = json.bytes
    json.removeAll()
    expect(line.dropLast().allSatisfy { $0 >= 0x20 }, "a line has no control characters")
    expect(line.starts(with: [0x7B]) && line.suffix(2) == [0x7D, 0x0A], "a line is an object")
    expect(String(validating: line, as: UTF8.self) != nil, "a line is UTF-8")
    return line
  }
}
