import Analysis
import Findings
import HTTP
import HTTP2
import WebSocket

/// Records as NDJSON: one JSON object a line, each as soon as it is there.
package final class NDJSONReport: LiveRenderer {
  package let wantsFrames: Bool
  private let redaction: Redaction
  private var output: BufferedOutput

  /// - Parameter frames: whether HTTP/2 frames are written too.
  package init(to file: OutputFile, frames: Bool = false, redaction: Redaction = .none) {
    self.output = BufferedOutput(file)
    self.wantsFrames = frames
    self.redaction = redaction
  }

  package var isFinished: Bool { output.hasFailed }

  package func receive(_ capture: CaptureRecord) {
    output.json.write(capture)
    endRecord()
  }

  package func receive(
    _ exchange: borrowing Exchange, _ facts: borrowing ContentFacts, of connection: ConnectionContext
  ) {
    output.json.write(exchange, facts, of: connection, redacting: redaction)
    endRecord()
  }

  package func receive(_ message: borrowing ContentMessage, of connection: ConnectionContext) {
    output.json.write(message, of: connection)
    endRecord()
  }

  package func receive(_ message: borrowing WebSocketMessage, of connection: ConnectionContext) {
    output.json.write(message, of: connection)
    endRecord()
  }

  package func receive(_ connection: borrowing ConnectionRecord) {
    output.json.write(connection)
    endRecord()
  }

  package func receive(_ finding: Finding, of connection: ConnectionContext?, at time: Timestamp?) {
    output.json.write(finding, of: connection, at: time)
    endRecord()
  }

  package func receive(
    _ frame: borrowing FrameRecord, from side: Side, of connection: ConnectionContext, at time: Timestamp
  ) {
    output.json.write(frame, from: side, of: connection, at: time)
    endRecord()
  }

  package func receive(_ summary: borrowing SummaryRecord) {
    output.json.write(summary)
    endRecord()
  }

  package func receive(progress summary: borrowing SummaryRecord) {
    output.json.write(summary, isProgress: true)
    endRecord()
  }

  package func flush() {
    output.flush()
  }

  package func reopen() {
    output.reopen()
  }

  package func finish() throws(OutputError) {
    try output.finish()
  }

  private func endRecord() {
    output.json.endLine()
    output.flushIfLarge()
  }
}
