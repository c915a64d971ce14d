import Analysis
import Bytes
import Findings
import HTTP

/// What a page keeps of one exchange. Its texts are captured, escaped and short.
struct PageExchange: Sendable {
  let connection: Int
  let notes: ExchangeNotes
  let scheme: String?
  let contentType: String?
  let contentEncoding: String?
  /// Microseconds since the page's origin; nil where nothing was seen.
  let requestStart: Int?
  let requestEnd: Int?
  let responseStart: Int?
  let responseEnd: Int?
  /// Microseconds of waiting: behind an earlier response; while receiving behind lost segments, and for flow control.
  let blocked: [Int]

  /// - Parameter origin: what the page's times count from.
  init(
    _ exchange: borrowing Exchange, _ facts: borrowing ContentFacts, connection: Int, since origin: Timestamp
  ) {
    self.connection = connection
    notes = ExchangeNotes(exchange, facts, since: origin)
    let request = exchange.request.message
    let response = exchange.response.message
    scheme = exchange.request.scheme.map { PrintableText.escape(request.header.bytes($0)) }
    contentType = Self.value(of: "content-type", in: response.header)
    contentEncoding = Self.value(of: "content-encoding", in: response.header)
    func microseconds(_ time: Timestamp?, isSeen: Bool) -> Int? {
      isSeen ? time.map { Int($0.nanoseconds(since: origin) / 1000) } : nil
    }
    requestStart = microseconds(request.start, isSeen: exchange.hasRequest)
    requestEnd = microseconds(request.end, isSeen: exchange.hasRequest)
    responseStart = microseconds(response.start, isSeen: exchange.hasResponse)
    responseEnd = microseconds(response.end, isSeen: exchange.hasResponse)
    let phases = facts.phases
    blocked = [exchange.queueNanoseconds, phases?.lost ?? 0, phases?.flowControl ?? 0].map { Int($0 / 1000) }
  }

  private static func value(of field: StaticString, in header: borrowing FieldSection) -> String? {
    guard let line = header.first(field), line.certainty == .certain else { return nil }
    return PrintableText.escape(header.value(line))
  }
}

extension JSONWriter {
  /// A row of `exchanges`: an array whose order `page.js` knows (`readExchange`).
  mutating func write(_ row: PageExchange, _ exchange: borrowing Exchange, _ strings: inout PageStrings) {
    beginArray()
    integer(row.connection)
    integer(exchange.index)
    optional(exchange.stream.map(Int.init))
    integer(Int(exchange.version.rawValue))
    integer(Int(exchange.state.rawValue))
    integer(exchange.isPushed ? 1 : 0)
    write(row.notes.method, in: &strings)
    write(row.scheme, in: &strings)
    write(row.notes.authority, in: &strings)
    if let target = row.notes.target { string(target) } else { null() }
    optional(row.notes.status)
    write(row.contentType, in: &strings)
    write(row.contentEncoding, in: &strings)
    beginArray()
    for mark in row.notes.marks { write(PrintableText.escape(mark), in: &strings) }
    endArray()
    optional(row.requestStart)
    optional(row.requestEnd)
    optional(row.responseStart)
    optional(row.responseEnd)
    beginArray()
    for microseconds in row.blocked { integer(microseconds) }
    endArray()
    writeSizes(of: exchange.request.message, isSeen: exchange.hasRequest)
    writeSizes(of: exchange.response.message, isSeen: exchange.hasResponse)
    endArray()
  }

  /// Header bytes as sent, as text and under HPACK; content bytes as sent and decoded; bytes of the dynamic table.
  private mutating func writeSizes(of message: borrowing Message, isSeen: Bool) {
    guard isSeen else { return null() }
    beginArray()
    integer(message.headerWireByteCount)
    integer(message.http1ByteCount)
    optional(message.hpackByteCount)
    integer(message.bodyByteCount)
    optional(message.decodedBodyByteCount)
    if let byteCount = message.dynamicTableByteCount { integer(byteCount) }
    endArray()
  }

  private mutating func optional(_ value: Int?) {
    if let value { integer(value) } else { null() }
  }
}
