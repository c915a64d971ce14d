import Findings
import HTTP
import HTTP2
import Threads
import WebSocket

/// What the connections of one of several pipelines brought to light, written down until it is told in the order of the
/// packets of all.
///
/// A connection's number is not known here. Contexts have the connection's place for it, and `JournalReader` puts that right.
final class Journal: ResultReceiver, RecordReceiver {
  let wantsFrames: Bool
  let isFinished = false
  /// When what comes next belongs to.
  var moment = JournalMoment.start
  private var page = JournalPage()
  private let limits: JobLimits
  private let emptyPages: Channel<JournalPage>
  private let writtenPages: Channel<JournalPage>

  init(limits: JobLimits, wantsFrames: Bool, emptyPages: Channel<JournalPage>, writtenPages: Channel<JournalPage>) {
    self.limits = limits
    self.wantsFrames = wantsFrames
    self.emptyPages = emptyPages
    self.writtenPages = writtenPages
  }

  /// Hands over what was written in a round.
  func endRound(_ conclusion: JobConclusion?) {
    page.isLastOfRound = true
    page.conclusion = conclusion
    turnPage()
  }

  private func turnPage() {
    var page = emptyPages.receiveIfReady() ?? JournalPage()
    swap(&page, &self.page)
    writtenPages.send(page)
  }

  private func write(_ event: JournalPage.Event, of connection: Int) {
    page.entries.append(JournalPage.Entry(moment: moment, connection: connection, event: event))
    if page.isFull(by: limits) { turnPage() }
  }

  // MARK: Results

  func open(_ connection: Int, inside outer: Int?) -> Int {
    write(.open(inside: outer), of: connection)
    return connection
  }

  func serve(_ origin: ServedOrigin, by connection: Int) {
    page.origins.append(origin)
    page.byteCount += origin.scheme.count + origin.authority.count
    write(.serve, of: connection)
  }

  func turn(_ connection: Int, to origin: Int) {
    write(.turn(origin), of: connection)
  }

  func beginUse(of connection: Int, _ pause: UsePause, at time: Timestamp) {
    write(.beginUse(pause, time), of: connection)
  }

  func endUse(of connection: Int, at time: Timestamp) {
    write(.endUse(time), of: connection)
  }

  func receive(
    _ exchange: inout Exchange, _ facts: borrowing ContentFacts, sample: consuming BodySample?, by connection: Int,
    _ context: ConnectionContext
  ) {
    page.add(&exchange, facts, sample: sample, context)
    write(.exchange, of: connection)
  }

  func receive(_ finding: Finding, by connection: Int, _ context: ConnectionContext, at time: Timestamp) {
    page.findings.append(JournalPage.OfConnection(record: finding, context: context, time: time))
    page.byteCount += finding.message.utf8.count
    write(.finding, of: connection)
  }

  func suppress(_ severity: Finding.Severity) {
    write(.suppressed(severity), of: 0)
  }

  func beginEnding(of connection: Int) {
    moment = JournalMoment(phase: .endings, number: connection)
  }

  func close(_ connection: Int, _ record: borrowing ConnectionRecord) {
    page.connections.append(copy record)
    page.byteCount += MemoryLayout<ConnectionRecord>.stride
    write(.connection, of: connection)
  }

  // MARK: Records

  func receive(_ message: borrowing WebSocketMessage, of connection: ConnectionContext) {
    page.webSocketMessages.append(
      JournalPage.OfConnection(record: copy message, context: connection, time: connection.start))
    write(.webSocketMessage, of: connection.id)
  }

  func receive(_ message: borrowing ContentMessage, of connection: ConnectionContext) {
    page.contentMessages.append(
      JournalPage.OfConnection(record: copy message, context: connection, time: connection.start))
    write(.contentMessage, of: connection.id)
  }

  func receive(
    _ frame: borrowing FrameRecord, from side: Side, of connection: ConnectionContext, at time: Timestamp
  ) {
    page.frames.append(JournalPage.OfConnection(record: copy frame, context: connection, time: time, side: side))
    write(.frame, of: connection.id)
  }

  // All else is told by the one who reads journals, or comes through `ResultReceiver`.
}
