import Analysis
import Findings
import HTTP
import HTTP2
import Report
import WebSocket

/// Takes records and drops them: for what a run leaves elsewhere, such as which secrets were used.
final class NoReport: Renderer {
  let wantsFrames = false
  let isFinished = false

  func receive(_ capture: CaptureRecord) {}
  func receive(_ exchange: borrowing Exchange, _ facts: borrowing ContentFacts, of connection: ConnectionContext) {}
  func receive(_ message: borrowing ContentMessage, of connection: ConnectionContext) {}
  func receive(_ message: borrowing WebSocketMessage, of connection: ConnectionContext) {}
  func receive(_ connection: borrowing ConnectionRecord) {}
  func receive(_ finding: Finding, of connection: ConnectionContext?, at time: Timestamp?) {}
  func receive(_ frame: borrowing FrameRecord, from side: Side, of connection: ConnectionContext, at time: Timestamp) {}
  func receive(_ summary: borrowing SummaryRecord) {}
  func finish() throws(OutputError) {}
}
