import Analysis
import HTTP

/// What a capture has of the connection, stream or exchange that somebody chose.
package struct SelectionOutcome: Sendable {
  private let selection: Selection
  /// Connections in the capture, as far as it was read.
  private var connectionCount = 0
  private var record: ConnectionRecord?
  /// Connections that tunnels in the chosen one carry.
  private(set) var inner: [Int] = []
  private var hasExchange = false
  private var streams: [UInt32] = []
  private var exchangeCount = 0

  init(of selection: Selection) {
    self.selection = selection
  }

  mutating func note(_ exchange: borrowing Exchange) {
    exchangeCount += 1
    if selection.includes(exchange: exchange.index, stream: exchange.stream) { hasExchange = true }
    if let stream = exchange.stream, streams.count <= ReportLimits.namedIdentifiers { streams.append(stream) }
  }

  mutating func note(_ connection: borrowing ConnectionRecord) {
    connectionCount = max(connectionCount, connection.context.id + 1)
    if selection.includes(connection.context) { record = copy connection }
    if let outer = connection.inside, outer == selection.connection, inner.count < ReportLimits.namedIdentifiers {
      inner.append(connection.context.id)
    }
  }

  /// Why nothing was found, as a sentence; nil when something was.
  package var problem: String? {
    guard !hasExchange else { return nil }
    let id = selection.connection ?? 0
    guard let record else { return "there is no connection \(id): \(connectionsThereAre)." }
    guard exchangeCount > 0 else { return "connection \(id) \(Self.reason(record, inner))" }
    if let stream = selection.stream {
      guard !streams.isEmpty else {
        return "connection \(id) has no streams, for it is not HTTP/2: choose with --exchange."
      }
      return "connection \(id) has no stream \(stream): it has \(streamsThereAre)."
    }
    return "connection \(id) has no exchange \(selection.exchange ?? 0): it has 0 to \(exchangeCount - 1)."
  }

  private var connectionsThereAre: String {
    switch connectionCount {
    case 0: "the capture has none"
    case 1: "the capture has connection 0 alone"
    default: "the capture has connections 0 to \(connectionCount - 1)"
    }
  }

  private var streamsThereAre: String {
    let named = streams.sorted().prefix(ReportLimits.namedIdentifiers).map(String.init).joined(separator: ", ")
    let omitted = exchangeCount - min(streams.count, ReportLimits.namedIdentifiers)
    return named + (omitted > 0 ? " and \(PlainNumbers.grouped(omitted)) more" : "")
  }

  /// Why a connection has no exchanges: the end of a sentence.
  private static func reason(_ connection: ConnectionRecord, _ inner: [Int]) -> String {
    if !inner.isEmpty {
      return "is a tunnel: choose what it carries with --connection \(inner.map(String.init).joined(separator: ", "))."
    }
    if let because = connection.tls?.notDecryptedBecause { return "is TLS and not decrypted. \(because)" }
    switch connection.carried {
    case .unknown: return connection.tls == nil ? "is not HTTP." : "is TLS with no HTTP in it."
    case .http1, .http2, .webSocket, .tls: return "has no exchange: no message of it was captured."
    }
  }
}
