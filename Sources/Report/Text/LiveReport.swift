import Analysis
import Bytes
import Findings
import HTTP
import HTTP2
import WebSocket

/// A line for each exchange as soon as it is over, and the summary for a person at the end.
package final class LiveReport: LiveRenderer {
  private let file: OutputFile
  private let options: TextOptions
  private let lines: ExchangeLine
  private let summary: TextReport
  /// Lines that are not written yet.
  private var text: [UInt8] = []
  private var failure: OutputError?

  package init(to file: OutputFile, options: TextOptions = TextOptions()) {
    self.file = file
    self.options = options
    lines = ExchangeLine(width: options.width)
    summary = TextReport(to: file, options: options)
  }

  package var isFinished: Bool { failure != nil }

  package func receive(_ capture: CaptureRecord) {
    summary.receive(capture)
  }

  package func receive(
    _ exchange: borrowing Exchange, _ facts: borrowing ContentFacts, of connection: ConnectionContext
  ) {
    summary.receive(exchange, facts, of: connection)
    guard options.detail != .quiet else { return }
    write(lines.line(exchange, facts, connection: connection.id))
    if text.count >= ReportLimits.flushByteCount { flush() }
  }

  package func receive(_ connection: borrowing ConnectionRecord) {
    summary.receive(connection)
  }

  package func receive(_ finding: Finding, of connection: ConnectionContext?, at time: Timestamp?) {
    summary.receive(finding, of: connection, at: time)
  }

  package func receive(_ summary: borrowing SummaryRecord) {
    if !text.isEmpty || hasWritten { write(StyledText()) }
    self.summary.receive(summary)
  }

  package func receive(progress summary: borrowing SummaryRecord) {
    write(StyledText())
    for line in self.summary.progress(summary) { write(line) }
    write(StyledText())
  }

  package func flush() {
    guard !text.isEmpty else { return }
    hasWritten = true
    if failure == nil {
      do { try file.write(text.rawSpan) } catch { failure = error }
    }
    text.removeAll(keepingCapacity: true)
  }

  package func reopen() {
    do { try file.reopen() } catch { failure = failure ?? error }
  }

  package func finish() throws(OutputError) {
    flush()
    if let failure { throw failure }
    try summary.finish()
  }

  /// Whether something stands in the output already.
  private var hasWritten = false

  private func write(_ line: StyledText) {
    text.append(contentsOf: line.rendered(isColored: options.isColored).utf8)
    text.append(ASCII.lineFeed)
  }
}
