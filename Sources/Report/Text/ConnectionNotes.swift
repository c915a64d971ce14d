import Analysis
import Bytes
import Findings
import GRPC
import HTTP
import HTTP2

/// What a report for a person keeps of one connection: its record when it has ended, and its first exchanges.
struct ConnectionNotes: Sendable {
  private(set) var exchanges: [ExchangeNotes] = []
  /// Exchanges that were not kept.
  private(set) var omittedExchanges = 0
  /// Nil while the connection is open.
  var record: ConnectionRecord?

  mutating func note(
    _ exchange: borrowing Exchange, _ facts: borrowing ContentFacts, since start: Timestamp, limit: Int
  ) {
    if exchanges.count < limit {
      exchanges.append(ExchangeNotes(exchange, facts, since: start))
    } else {
      omittedExchanges += 1
    }
  }

  /// The authority of all exchanges kept that have one, when it is the same.
  var commonAuthority: String? {
    let authorities = exchanges.lazy.compactMap(\.authority)
    guard let first = authorities.first, authorities.allSatisfy({ $0 == first }) else { return nil }
    return first
  }
}

/// What a report for a person keeps of one exchange. Its texts are captured, escaped and short.
struct ExchangeNotes: Sendable {
  let index: Int
  let stream: UInt32?
  let method: String?
  let authority: String?
  let target: String?
  let status: Int?
  let responseBodyByteCount: Int?
  /// Nanoseconds from the connection's first packet to the first byte.
  let start: Int64?
  /// Nanoseconds from the request's last byte to the response's first.
  let wait: Int64?
  /// Nanoseconds from the request's first byte to the response's last.
  let total: Int64?
  /// What is special about it: `pushed`, a state other than complete, a reset's code, an upgrade, how a
  /// call of gRPC failed, events, DNS.
  let marks: [String]

  init(_ exchange: borrowing Exchange, _ facts: borrowing ContentFacts, since connectionStart: Timestamp) {
    index = exchange.index
    stream = exchange.stream
    let header = exchange.request.message.header
    method = exchange.request.method.map { PrintableText.escape(header.bytes($0)) }
    authority = exchange.request.authority.map { PrintableText.escape(header.bytes($0)) }
    target = exchange.request.path.map { PrintableText.escape(header.bytes($0)) }
    status = exchange.hasResponse ? exchange.response.status : nil
    responseBodyByteCount = exchange.hasResponse ? exchange.response.message.bodyByteCount : nil

    let request = exchange.request.message
    let response = exchange.response.message
    let hasBoth = exchange.hasRequest && exchange.hasResponse
    start = (exchange.hasRequest ? request.start : response.start)?.nanoseconds(since: connectionStart)
    wait = hasBoth ? Self.nanoseconds(from: request.end, to: response.start) : nil
    total = hasBoth ? Self.nanoseconds(from: request.start, to: response.end) : nil

    var marks: [String] = []
    if exchange.isPushed { marks.append("pushed") }
    switch exchange.state {
    case .complete: break
    case .reset: marks.append(exchange.resetCode.map { ErrorCode(rawValue: $0).name } ?? "reset")
    case .incomplete, .noResponse, .noRequest: marks.append(exchange.state.name)
    }
    if let upgrade = exchange.upgrade { marks.append(upgrade.name) }
    if let status = facts.call?.status, status != .ok {
      marks.append("grpc \(status.name ?? String(status.rawValue))")
    }
    if let count = facts.eventCount { marks.append("\(PlainNumbers.grouped(count)) events") }
    if facts.isDNSOverHTTPS { marks.append("DNS") }
    self.marks = marks
  }

  /// `GET shop.example/cart`, or without the authority where everybody knows it.
  func request(onlyAuthority: String?) -> String {
    guard let method else { return "(no request)" }
    let target = self.target ?? authority ?? ""
    guard let authority, authority != onlyAuthority, target.hasPrefix("/") else { return method + " " + target }
    return method + " " + authority + target
  }

  private static func nanoseconds(from start: Timestamp?, to end: Timestamp?) -> Int64? {
    guard let start, let end else { return nil }
    return end.nanoseconds(since: start)
  }
}
