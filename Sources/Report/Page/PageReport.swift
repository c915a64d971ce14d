import Analysis
import Findings
import HTTP
import HTTP2
import WebSocket

/// The report as one HTML page: the markup, then the data as JSON in a script element that nothing executes, then the script
/// that draws it.
///
/// Exchanges are written as they come; the other lists wait in spools. Of each kind a limited number stands in the page, the
/// first ones, and the page says how many do not.
package final class PageReport: Renderer {
  /// The picture of how streams share a connection is made of DATA frames.
  package let wantsFrames = true
  private var output: BufferedOutput
  private let version: String
  private var selection = PageSelection()
  private var strings = PageStrings()
  private var connections = SpooledList(inMarkup: true)
  private var frames = SpooledList(inMarkup: true)
  private var findings = SpooledList(inMarkup: true)
  /// What the page's times count from: the start of the connection that was heard of first.
  private var origin: Timestamp?

  /// - Parameter version: the program's, for the foot of the page.
  package init(to file: OutputFile, version: String) {
    self.output = BufferedOutput(file, inMarkup: true)
    self.version = version
  }

  package var isFinished: Bool {
    output.hasFailed || connections.hasFailed || frames.hasFailed || findings.hasFailed
  }

  package func receive(_ capture: CaptureRecord) {
    output.write(PageSource.head)
    output.json.beginObject()
    output.json.member("version", version)
    output.json.key("capture")
    output.json.write(capture)
    output.json.key("exchanges")
    output.json.beginArray()
  }

  package func receive(
    _ exchange: borrowing Exchange, _ facts: borrowing ContentFacts, of connection: ConnectionContext
  ) {
    guard selection.takesExchange(of: connection.id) else { return }
    let row = PageExchange(exchange, facts, connection: connection.id, since: origin(connection))
    output.json.write(row, exchange, &strings)
    output.flushIfLarge()
  }

  package func receive(_ connection: borrowing ConnectionRecord) {
    let hasExchanges = connection.exchangeCount > 0
    guard selection.takesConnection(connection.context.id, hasExchanges: hasExchanges) else { return }
    let microseconds = microseconds(connection.context.start, of: connection.context)
    connections.json.beginObject()
    connections.json.member("start", microseconds)
    connections.json.key("record")
    connections.json.write(connection)
    connections.json.endObject()
    connections.spoolIfLarge()
  }

  package func receive(_ finding: Finding, of connection: ConnectionContext?, at time: Timestamp?) {
    guard selection.takesFinding() else { return }
    findings.json.write(finding, of: connection, at: time)
    findings.spoolIfLarge()
  }

  package func receive(
    _ frame: borrowing FrameRecord, from side: Side, of connection: ConnectionContext, at time: Timestamp
  ) {
    guard frame.type == .data, selection.takesFrame() else { return }
    let stream = Int(frame.stream)
    frames.json.integer(connection.id)
    frames.json.integer(side == .client ? -stream : stream)
    frames.json.integer(microseconds(time, of: connection))
    frames.json.integer(frame.length - (frame.paddingByteCount ?? 0))
    frames.spoolIfLarge()
  }

  package func receive(_ summary: borrowing SummaryRecord) {
    output.json.endArray()
    output.json.key("connections")
    connections.drain(into: &output)
    output.json.key("frames")
    frames.drain(into: &output)
    output.json.key("findings")
    findings.drain(into: &output)
    output.json.key("strings")
    output.json.write(strings)
    output.json.key("omitted")
    output.json.write(selection)
    output.json.writePageMembers(of: summary)
    output.json.key("summary")
    output.json.write(summary)
    output.json.endObject()
    output.write(PageSource.tail)
  }

  package func finish() throws(OutputError) {
    try output.finish()
  }

  private func origin(_ connection: ConnectionContext) -> Timestamp {
    if let origin { return origin }
    origin = connection.start
    return connection.start
  }

  private func microseconds(_ time: Timestamp, of connection: ConnectionContext) -> Int {
    Int(time.nanoseconds(since: origin(connection)) / 1000)
  }
}
