import Findings

/// Tells the chronicle what the journals of all pipelines say, in the order of the moments.
struct JournalReader {
  /// How far a journal was read.
  private struct Cursor {
    let channels: Job.Channels
    var page = JournalPage()
    var entry = 0
    // The next record of each kind.
    var exchange = 0
    var origin = 0
    var finding = 0
    var connection = 0
    var webSocketMessage = 0
    var contentMessage = 0
    var frame = 0

    init(_ channels: Job.Channels) {
      self.channels = channels
    }

    /// Waits for the next page.
    mutating func turnPage() {
      var read = JournalPage()
      swap(&read, &page)
      read.removeAll()
      channels.emptyPages.send(read)
      let channels = channels
      self = Cursor(channels)
      page = channels.writtenPages.receive()
    }
  }

  private var cursors: [Cursor]
  private let chronicle: Chronicle
  private let receiver: any RecordReceiver

  init(_ channels: [Job.Channels], chronicle: Chronicle, receiver: any RecordReceiver) {
    cursors = channels.map { Cursor($0) }
    self.chronicle = chronicle
    self.receiver = receiver
  }

  /// Tells a round, and waits until each pipeline has written what it has of it. Answers how the pipelines ended, in the last one.
  mutating func tellRound() -> [JobConclusion] {
    for job in cursors.indices { cursors[job].turnPage() }
    while true {
      var earliest: Int?
      var moment = JournalMoment.end
      var nextMoment = JournalMoment.end
      for job in cursors.indices {
        guard let own = self.moment(of: job) else { continue }
        if own < moment {
          nextMoment = moment
          (earliest, moment) = (job, own)
        } else if own < nextMoment {
          nextMoment = own
        }
      }
      guard let earliest else { break }
      tell(earliest, before: nextMoment)
    }
    return cursors.compactMap(\.page.conclusion)
  }

  /// The moment of a journal's next entry, with the connection's number in place of its place; nil at the end of the round.
  private mutating func moment(of job: Int) -> JournalMoment? {
    while cursors[job].entry == cursors[job].page.entries.count {
      guard !cursors[job].page.isLastOfRound else { return nil }
      cursors[job].turnPage()
    }
    let moment = cursors[job].page.entries[cursors[job].entry].moment
    switch moment.phase {
    case .segments: return moment
    case .endings: return JournalMoment(phase: .endings, number: chronicle.id(of: connection(moment.number, of: job)))
    }
  }

  /// A connection's place in the chronicle.
  private func connection(_ place: Int, of job: Int) -> Int {
    place * cursors.count + job
  }

  /// Tells a journal's entries of moments before another.
  private mutating func tell(_ job: Int, before end: JournalMoment) {
    while let moment = moment(of: job), moment < end {
      let entry = cursors[job].page.entries[cursors[job].entry]
      cursors[job].entry += 1
      tell(entry, of: job)
    }
  }

  private mutating func tell(_ entry: JournalPage.Entry, of job: Int) {
    let connection = connection(entry.connection, of: job)
    switch entry.event {
    case .open(let outer):
      _ = chronicle.open(connection, inside: outer.map { self.connection($0, of: job) })
    case .serve:
      chronicle.serve(cursors[job].page.origins[cursors[job].origin], by: connection)
      cursors[job].origin += 1
    case .turn(let origin):
      chronicle.turn(connection, to: origin)
    case .beginUse(let pause, let time):
      chronicle.beginUse(of: connection, pause, at: time)
    case .endUse(let time):
      chronicle.endUse(of: connection, at: time)
    case .exchange:
      tellExchange(cursors[job].exchange, by: connection, of: job)
      cursors[job].exchange += 1
    case .finding:
      let finding = cursors[job].page.findings[cursors[job].finding]
      chronicle.receive(finding.record, by: connection, context(finding.context, of: job), at: finding.time)
      cursors[job].finding += 1
    case .suppressed(let severity):
      chronicle.suppress(severity)
    case .connection:
      tellConnection(cursors[job].connection, connection, of: job)
      cursors[job].connection += 1
    case .webSocketMessage:
      let message = cursors[job].page.webSocketMessages[cursors[job].webSocketMessage]
      receiver.receive(message.record, of: context(message.context, of: job))
      cursors[job].webSocketMessage += 1
    case .contentMessage:
      let message = cursors[job].page.contentMessages[cursors[job].contentMessage]
      receiver.receive(message.record, of: context(message.context, of: job))
      cursors[job].contentMessage += 1
    case .frame:
      let frame = cursors[job].page.frames[cursors[job].frame]
      receiver.receive(frame.record, from: frame.side, of: context(frame.context, of: job), at: frame.time)
      cursors[job].frame += 1
    }
  }

  private mutating func tellExchange(_ index: Int, by connection: Int, of job: Int) {
    let context = context(cursors[job].page.exchanges[index].context, of: job)
    Self.tell(&cursors[job].page.exchanges[index], by: connection, context, to: chronicle)
  }

  private static func tell(
    _ exchange: inout JournalPage.WrittenExchange, by connection: Int, _ context: ConnectionContext,
    to chronicle: Chronicle
  ) {
    chronicle.receive(
      &exchange.exchange, exchange.facts, sample: exchange.sample.take(), by: connection, context)
  }

  private mutating func tellConnection(_ index: Int, _ connection: Int, of job: Int) {
    cursors[job].page.connections[index].context.id = chronicle.id(of: connection)
    if let outer = cursors[job].page.connections[index].inside {
      cursors[job].page.connections[index].inside = chronicle.id(of: self.connection(outer, of: job))
    }
    chronicle.close(connection, cursors[job].page.connections[index])
  }

  /// A context with the connection's number in place of its place.
  private func context(_ context: ConnectionContext, of job: Int) -> ConnectionContext {
    var context = context
    context.id = chronicle.id(of: connection(context.id, of: job))
    return context
  }
}
