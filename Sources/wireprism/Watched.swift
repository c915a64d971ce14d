import Analysis
import Findings
import HTTP
import HTTP2
import Report
import WebSocket

/// A report, and beside it the summary, which the exit status depends on.
final class Watched: RecordReceiver {
  private let report: any Renderer
  /// Empty until the last record.
  private(set) var summary = SummaryRecord()

  init(_ report: any Renderer) {
    self.report = report
  }

  var wantsFrames: Bool { report.wantsFrames }
  var wantsContents: Bool { report.wantsContents }
  var isFinished: Bool { report.isFinished }
  /// What the report left out.
  var omissions: [String] { report.omissions }
  /// See `Renderer`.
  var problem: String? { report.problem }
  var result: String? { report.result }

  func receive(_ capture: CaptureRecord) {
    report.receive(capture)
  }

  func receive(_ message: borrowing ContentMessage, of connection: ConnectionContext) {
    report.receive(message, of: connection)
  }

  func receive(_ exchange: borrowing Exchange, _ facts: borrowing ContentFacts, of connection: ConnectionContext) {
    report.receive(exchange, facts, of: connection)
  }

  func receive(_ message: borrowing WebSocketMessage, of connection: ConnectionContext) {
    report.receive(message, of: connection)
  }

  func receive(_ connection: borrowing ConnectionRecord) {
    report.receive(connection)
  }

  func receive(_ finding: Finding, of connection: ConnectionContext?, at time: Timestamp?) {
    report.receive(finding, of: connection, at: time)
  }

  func receive(
    _ frame: borrowing FrameRecord, from side: Side, of connection: ConnectionContext, at time: Timestamp
  ) {
    report.receive(frame, from: side, of: connection, at: time)
  }

  func receive(_ summary: borrowing SummaryRecord) {
    self.summary = copy summary
    report.receive(summary)
  }

  func wants(contentOf exchange: borrowing Exchange, from side: Side, of connection: ConnectionContext) -> Bool {
    report.wants(contentOf: exchange, from: side, of: connection)
  }

  func receive(_ content: RawSpan, of origin: ContentOrigin, of connection: ConnectionContext) {
    report.receive(content, of: origin, of: connection)
  }

  func skip(_ byteCount: Int, of origin: ContentOrigin, of connection: ConnectionContext) {
    report.skip(byteCount, of: origin, of: connection)
  }

  func receive(_ payload: RawSpan, of message: borrowing WebSocketMessage, of connection: ConnectionContext) {
    report.receive(payload, of: message, of: connection)
  }

  /// Writes what is left. That nobody reads it any more is no failure.
  func finish() throws(OutputError) {
    try OutputFile.untilNobodyReads { () throws(OutputError) in try report.finish() }
  }
}
