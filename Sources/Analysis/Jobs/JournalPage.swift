import Findings
import HTTP
import HTTP2
import WebSocket

/// A part of a journal: what happened, and the records of it in arrays of their kind, all in order.
struct JournalPage: Sendable {
  enum Event: Sendable {
    case open(inside: Int?)
    case serve
    case turn(Int)
    case beginUse(UsePause, Timestamp)
    case endUse(Timestamp)
    case exchange
    case finding
    case suppressed(Finding.Severity)
    case connection
    case webSocketMessage
    case contentMessage
    case frame
  }

  struct Entry: Sendable {
    var moment: JournalMoment
    /// The place of the connection.
    var connection: Int
    var event: Event
  }

  /// A record with what is handed over beside it.
  struct OfConnection<Record: Sendable>: Sendable {
    var record: Record
    var context: ConnectionContext
    var time: Timestamp
    var side = Side.client
  }

  /// An exchange with what is handed over beside it.
  struct WrittenExchange: Sendable {
    var exchange = Exchange()
    var facts = ContentFacts()
    var sample: BodySample?
    var context: ConnectionContext
  }

  var entries: [Entry] = []
  /// Those behind `exchangeCount` are empty, and kept for their storage.
  var exchanges: [WrittenExchange] = []
  private(set) var exchangeCount = 0
  var origins: [ServedOrigin] = []
  var findings: [OfConnection<Finding>] = []
  var connections: [ConnectionRecord] = []
  var webSocketMessages: [OfConnection<WebSocketMessage>] = []
  var contentMessages: [OfConnection<ContentMessage>] = []
  var frames: [OfConnection<FrameRecord>] = []
  /// What the records hold beside their own size, about.
  var byteCount = 0
  /// Whether the round's other pages came before it.
  var isLastOfRound = false
  /// How the pipeline ended; nil before that.
  var conclusion: JobConclusion?

  /// Whether it is time for another one.
  func isFull(by limits: JobLimits) -> Bool {
    byteCount >= limits.pageByteCount || entries.count >= limits.pageEntries
  }

  /// Takes an exchange, and leaves an empty one.
  mutating func add(
    _ exchange: inout Exchange, _ facts: borrowing ContentFacts, sample: consuming BodySample?,
    _ context: ConnectionContext
  ) {
    byteCount += exchange.textByteCount + (sample?.bytes.count ?? 0)
    if exchangeCount == exchanges.count { exchanges.append(WrittenExchange(context: context)) }
    swap(&exchange, &exchanges[exchangeCount].exchange)
    exchanges[exchangeCount].facts = copy facts
    exchanges[exchangeCount].sample = sample
    exchanges[exchangeCount].context = context
    exchangeCount += 1
  }

  /// Empties it, and keeps its storage unless that is large.
  mutating func removeAll() {
    for index in 0..<exchangeCount {
      if exchanges[index].exchange.textByteCount > JobLimits.keptExchangeByteCount {
        exchanges[index].exchange = Exchange()
      } else {
        exchanges[index].exchange.reset()
      }
      exchanges[index].facts.call = nil
      exchanges[index].sample = nil
    }
    exchangeCount = 0
    if exchanges.count > JobLimits.keptExchanges { exchanges.removeLast(exchanges.count - JobLimits.keptExchanges) }
    entries.removeAll(keepingCapacity: true)
    origins.removeAll(keepingCapacity: true)
    findings.removeAll(keepingCapacity: true)
    connections.removeAll(keepingCapacity: true)
    webSocketMessages.removeAll(keepingCapacity: true)
    contentMessages.removeAll(keepingCapacity: true)
    frames.removeAll(keepingCapacity: true)
    byteCount = 0
    isLastOfRound = false
    conclusion = nil
  }
}

extension Exchange {
  /// Bytes of its sections.
  var textByteCount: Int {
    var count = request.message.textByteCount + response.message.textByteCount
    for interim in informational { count += interim.header.text.count }
    return count
  }
}

extension Message {
  fileprivate var textByteCount: Int { header.text.count + trailers.text.count }
}
