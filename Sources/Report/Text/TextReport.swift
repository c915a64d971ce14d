import Analysis
import Bytes
import Findings
import HTTP
import HTTP2
import WebSocket

/// The summary for a person, written when everything was read.
///
/// It keeps a bounded number of connections, exchanges and kinds of finding, and counts the rest.
package final class TextReport: Renderer {
  /// Nothing is written before the end.
  private let file: OutputFile
  private let options: TextOptions
  private var text: [UInt8] = []

  private var capture: CaptureRecord?
  /// Connections with exchanges.
  private var connections: [ConnectionNotes] = []
  /// The place of each among them, by its identifier.
  private var placeByID: [Int: Int] = [:]
  private var omittedConnections = 0
  private var sealed = SealedConnections()
  private var findings = FindingKinds()
  private var slowest: SlowestExchanges

  package init(to file: OutputFile, options: TextOptions = TextOptions()) {
    self.file = file
    self.options = options
    let isDetailed = options.detail == .verbose
    slowest = SlowestExchanges(
      limit: isDetailed ? ReportLimits.shownSlowestInDetail : ReportLimits.shownSlowest)
  }

  package func receive(_ capture: CaptureRecord) {
    self.capture = capture
  }

  package func receive(
    _ exchange: borrowing Exchange, _ facts: borrowing ContentFacts, of connection: ConnectionContext
  ) {
    guard options.detail != .quiet else { return }
    slowest.note(exchange, facts, of: connection)
    let place: Int
    if let known = placeByID[connection.id] {
      place = known
    } else {
      guard connections.count < connectionLimit else { return }
      place = connections.count
      placeByID[connection.id] = place
      connections.append(ConnectionNotes())
    }
    connections[place].note(exchange, facts, since: connection.start, limit: exchangeLimit)
  }

  package func receive(_ connection: borrowing ConnectionRecord) {
    guard options.detail != .quiet else { return }
    guard connection.exchangeCount > 0 else {
      sealed.note(connection, limit: sealedLimit)
      return
    }
    if let place = placeByID[connection.context.id] {
      connections[place].record = copy connection
    } else {
      omittedConnections += 1
    }
  }

  package func receive(_ finding: Finding, of connection: ConnectionContext?, at time: Timestamp?) {
    findings.note(finding, of: connection)
  }

  package func receive(_ summary: borrowing SummaryRecord) {
    let overview = OverviewSection(capture: capture, summary: copy summary, sealed: sealed)
    if options.detail == .quiet {
      write(FindingsSection.lines(findings, width: options.width, inFull: false))
      write(overview.shortLines(width: options.width))
      return
    }
    writeSection(overview.lines(width: options.width))
    writeSection(VerdictSection.lines(summary, width: options.width))
    writeSection(ScorecardSection.lines(summary, width: options.width))
    writeSection(OriginsSection.lines(summary, width: options.width, inDetail: isDetailed))
    let notes = connections.compactMap { notes in notes.record.map { (notes, $0) } }
      .sorted { $0.1.context.id < $1.1.context.id }
    writeSection(
      ConnectionsSection.lines(notes, omitted: omittedConnections, width: options.width, inDetail: isDetailed))
    writeSection(slowest.lines(width: options.width))
    writeSection(HTTP2Section.lines(summary, width: options.width))
    writeSection(DearestFieldsSection.lines(summary, width: options.width))
    writeSection(UncompressedSection.lines(summary, width: options.width))
    writeSection(SealedSection.lines(sealed, width: options.width, inDetail: isDetailed))
    writeSection(FindingsSection.lines(findings, width: options.width, inFull: true))
    writeSection(LossesSection.lines(summary, width: options.width))
  }

  package func finish() throws(OutputError) {
    let text = self.text
    try file.write(text.rawSpan)
    try file.close()
  }

  /// The lines that say what was counted until now.
  func progress(_ summary: borrowing SummaryRecord) -> [StyledText] {
    let overview = OverviewSection(capture: capture, summary: copy summary, sealed: sealed)
    guard options.detail != .quiet else { return overview.shortLines(width: options.width) }
    return overview.lines(width: options.width) + ScorecardSection.lines(summary, width: options.width)
      + LossesSection.lines(summary, width: options.width)
      + LossesSection.lines(summary.backlog, width: options.width)
  }

  private var isDetailed: Bool { options.detail == .verbose }

  private var connectionLimit: Int {
    isDetailed ? ReportLimits.shownConnectionsInDetail : ReportLimits.shownConnections
  }

  private var sealedLimit: Int {
    isDetailed ? ReportLimits.shownSealedConnectionsInDetail : ReportLimits.shownSealedConnections
  }

  private var exchangeLimit: Int {
    isDetailed ? ReportLimits.shownExchangesInDetail : ReportLimits.shownExchanges
  }

  /// Writes lines, with an empty line before them unless they are the first.
  private func writeSection(_ lines: [StyledText]) {
    if !text.isEmpty, !lines.isEmpty { text.append(ASCII.lineFeed) }
    write(lines)
  }

  private func write(_ lines: [StyledText]) {
    for line in lines {
      text.append(contentsOf: line.rendered(isColored: options.isColored).utf8)
      text.append(ASCII.lineFeed)
    }
  }
}
