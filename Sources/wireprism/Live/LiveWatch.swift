import Analysis
import Capture
import Findings
import Report
import TLS

/// The work of the analysing thread: takes packets as they come, lets time pass when none do, and says what is lost.
struct LiveWatch {
  private let command: LiveCommand
  private let session: LiveSession
  private let report: any LiveRenderer
  private let watched: Watched
  private var secrets: LiveSecrets
  private var pipeline: Pipeline
  private var counters = CaptureCounters()
  private var mostWaitingPackets = 0
  private var losses = LossWarnings()
  private let begin = Timestamp.now
  private var lastFlush = Timestamp(nanoseconds: 0)
  private var lastProgress: Timestamp

  init(
    _ command: LiveCommand, _ session: LiveSession, _ secrets: LiveSecrets, report: any LiveRenderer
  ) {
    self.command = command
    self.session = session
    self.secrets = secrets
    self.report = report
    watched = Watched(report)
    var options = AnalysisOptions(names: session.interfaces.compactMap(\.name))
    options.keys = secrets.ring
    options.contents = command.shared.contents
    options.memory = command.shared.memory
    pipeline = Pipeline(options: options, receiver: command.shared.guarding(watched))
    lastProgress = begin
  }

  /// The whole in numbers, once it is over.
  var summary: SummaryRecord { watched.summary }

  /// Runs until it is told to stop or no more packets come; then everything is written.
  mutating func run() throws {
    pipeline.begin(linkTypes: Self.distinct(session.interfaces.map(\.linkType)))
    report.flush()
    var batch = PacketBatch()
    var news = LiveNews()
    repeat {
      news = session.take(into: &batch, milliseconds: Self.idleMilliseconds)
      if isOver { session.stop() }
      mostWaitingPackets = max(mostWaitingPackets, batch.count)
      readSecrets()
      analyse(batch)
      let wasQuiet = batch.isEmpty
      batch.removeAll()
      tell(news)
      pass(time: .now, isQuiet: wasQuiet)
    } while !news.isFinished
    try finish(news)
  }

  private static let idleMilliseconds = 100
  private static let flushNanoseconds: Int64 = 150_000_000
  /// So many packets are analysed before the clock is looked at again.
  private static let packetsBetweenLooks = 256

  private var isOver: Bool {
    if Interruption.isRequested || watched.isFinished { return true }
    guard let duration = command.duration else { return false }
    return Timestamp.now.nanoseconds(since: begin) / 1_000_000_000 >= Int64(duration)
  }

  // MARK: Packets

  private mutating func analyse(_ batch: borrowing PacketBatch) {
    var untilLook = Self.packetsBetweenLooks
    batch.forEach { record, content in
      counters.count(record, byteCount: content.byteCount)
      pipeline.receive(record, content)
      if pipeline.wantsSecrets, !readSecrets() { pipeline.resumeWaiting() }
      untilLook -= 1
      if untilLook == 0 {
        untilLook = Self.packetsBetweenLooks
        flushIfDue(at: .now)
      }
      return !watched.isFinished
    }
  }

  /// Reads what was added to the key logs, and tries again what waits for it; false when nothing was added.
  @discardableResult
  mutating func readSecrets() -> Bool {
    guard secrets.read() else { return false }
    pipeline.resumeWaiting()
    for lines in secrets.takeLines() { session.save(secrets: lines) }
    return true
  }

  // MARK: Time

  private mutating func pass(time now: Timestamp, isQuiet: Bool) {
    // While packets wait, theirs is the time.
    if isQuiet { pipeline.advance(to: now) }
    pipeline.keepToMemoryBudget()
    if let seconds = command.summaryEvery,
      now.nanoseconds(since: lastProgress) / 1_000_000_000 >= Int64(seconds)
    {
      lastProgress = now
      report.receive(progress: command.shared.guarding(progress))
      report.flush()
    }
    if HangUp.take() {
      session.reopenSavedFile()
      report.reopen()
    }
    flushIfDue(at: now)
  }

  private var progress: SummaryRecord {
    var summary = pipeline.summary(counters)
    summary.backlog.packets = session.waitingPacketCount
    summary.backlog.mostPackets = max(mostWaitingPackets, summary.backlog.packets)
    return summary
  }

  private mutating func flushIfDue(at now: Timestamp) {
    guard now.nanoseconds(since: lastFlush) >= Self.flushNanoseconds || now < lastFlush else { return }
    lastFlush = now
    report.flush()
  }

  // MARK: News and the end

  private mutating func tell(_ news: LiveNews) {
    counters.dropped = news.total.dropped
    counters.unanalysed = news.unanalysedPackets
    guard !command.shared.quiet else { return }
    for sentence in losses.sentences(for: news) { StandardError.say(sentence) }
  }

  private mutating func finish(_ news: LiveNews) throws {
    readSecrets()
    secrets.finish()
    pipeline.resumeWaiting()
    pipeline.finish(counters)
    if !command.shared.quiet {
      StandardError.say(LossWarnings.total(of: news, analysed: counters.packets))
      StandardError.say(warningsOf: secrets.ring)
    }
    try watched.finish()
    if let failure = news.saveFailure { throw failure }
  }

  private static func distinct(_ linkTypes: [UInt32]) -> [UInt32] {
    var distinct: [UInt32] = []
    for type in linkTypes where !distinct.contains(type) { distinct.append(type) }
    return distinct
  }
}
