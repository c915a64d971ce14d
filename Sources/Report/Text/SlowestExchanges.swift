import Analysis
import Findings
import HTTP
import Metrics

/// The exchanges that took longest, with where their time went.
struct SlowestExchanges: Sendable {
  private struct Entry: Sendable {
    let connection: Int
    let notes: ExchangeNotes
    let phases: Phases
  }

  /// The slowest first.
  private var entries: [Entry] = []
  private let limit: Int

  init(limit: Int) {
    self.limit = limit
  }

  mutating func note(_ exchange: borrowing Exchange, _ facts: borrowing ContentFacts, of connection: ConnectionContext)
  {
    guard let phases = facts.phases, entries.count < limit || phases.total > entries.last?.phases.total ?? .max else {
      return
    }
    if entries.count == limit { entries.removeLast() }
    let place = entries.firstIndex { $0.phases.total < phases.total } ?? entries.count
    let notes = ExchangeNotes(exchange, facts, since: connection.start)
    entries.insert(Entry(connection: connection.id, notes: notes, phases: phases), at: place)
  }

  func lines(width: Int) -> [StyledText] {
    guard !entries.isEmpty else { return [] }
    var table = TextTable([
      .init(title: "SLOWEST, ms", isRightAligned: false, isFlexible: true), .init(title: "total"),
      .init(title: "queue"), .init(title: "send"), .init(title: "wait"), .init(title: "receive"),
      .init(title: "lost"), .init(title: "flow"),
    ])
    for entry in entries {
      let phases = entry.phases
      let place = "  c\(entry.connection)" + (entry.notes.stream.map { " s\($0)" } ?? "") + "  "
      table.append(
        [StyledText(place, .faint) + StyledText(entry.notes.request(onlyAuthority: nil))]
          + [phases.total].map { StyledText(PlainNumbers.milliseconds($0)) }
          + [phases.queue, phases.send, phases.wait, phases.receive, phases.lost, phases.flowControl].map {
            StyledText($0 > 0 ? PlainNumbers.milliseconds($0) : "")
          })
    }
    return table.lines(width: width, indent: 0, firstTitle: .heading)
  }
}
