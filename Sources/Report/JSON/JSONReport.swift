import Analysis
import Bytes
import Findings
import HTTP
import HTTP2
import WebSocket

/// Records as one JSON object: `{"capture": …, "exchanges": […], "connections": […], "messages": […], "findings": […],
/// "summary": …}`, with `"frames"` if they are wanted.
///
/// Exchanges are the most and come first, so they are written as they come; the other lists wait in spools.
package final class JSONReport: Renderer {
  package let wantsFrames: Bool
  private let redaction: Redaction
  private var output: BufferedOutput
  private var connections = SpooledList()
  private var messages = SpooledList()
  private var findings = SpooledList()
  private var frames = SpooledList()

  /// - Parameter frames: whether HTTP/2 frames are written too.
  package init(to file: OutputFile, frames: Bool = false, redaction: Redaction = .none) {
    self.output = BufferedOutput(file)
    self.wantsFrames = frames
    self.redaction = redaction
  }

  package var isFinished: Bool {
    output.hasFailed || connections.hasFailed || messages.hasFailed || findings.hasFailed
      || frames.hasFailed
  }

  package func receive(_ capture: CaptureRecord) {
    output.json.beginObject()
    output.json.key("capture")
    output.json.write(capture)
    output.json.key("exchanges")
    output.json.beginArray()
  }

  package func receive(
    _ exchange: borrowing Exchange, _ facts: borrowing ContentFacts, of connection: ConnectionContext
  ) {
    output.json.write(exchange, facts, of: connection, redacting: redaction)
    output.flushIfLarge()
  }

  package func receive(_ message: borrowing WebSocketMessage, of connection: ConnectionContext) {
    messages.json.write(message, of: connection)
    messages.spoolIfLarge()
  }

  package func receive(_ message: borrowing ContentMessage, of connection: ConnectionContext) {
    messages.json.write(message, of: connection)
    messages.spoolIfLarge()
  }

  package func receive(_ connection: borrowing ConnectionRecord) {
    connections.json.write(connection)
    connections.spoolIfLarge()
  }

  package func receive(_ finding: Finding, of connection: ConnectionContext?, at time: Timestamp?) {
    findings.json.write(finding, of: connection, at: time)
    findings.spoolIfLarge()
  }

  package func receive(
    _ frame: borrowing FrameRecord, from side: Side, of connection: ConnectionContext, at time: Timestamp
  ) {
    frames.json.write(frame, from: side, of: connection, at: time)
    frames.spoolIfLarge()
  }

  package func receive(_ summary: borrowing SummaryRecord) {
    output.json.endArray()
    output.json.key("connections")
    connections.drain(into: &output)
    output.json.key("messages")
    messages.drain(into: &output)
    output.json.key("findings")
    findings.drain(into: &output)
    if wantsFrames {
      output.json.key("frames")
      frames.drain(into: &output)
    }
    output.json.key("summary")
    output.json.write(summary)
    output.json.endObject()
    output.json.endLine()
  }

  package func finish() throws(OutputError) {
    try output.finish()
  }
}
