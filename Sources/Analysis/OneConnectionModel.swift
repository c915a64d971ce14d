import Findings
import HTTP
import Packet

/// What header sections of HTTP/1.x take under HPACK by connection, and on one connection for each client and origin.
package struct OneConnectionTotals: Sendable, Equatable, BitwiseCopyable {
  package var sections = 0
  /// As they were sent.
  package var textByteCount = 0
  /// Under HPACK, each connection by itself.
  package var separateByteCount = 0
  /// Under HPACK on the one connection.
  package var byteCount = 0

  package init() {}

  package mutating func merge(_ other: OneConnectionTotals) {
    sections += other.sections
    textByteCount += other.textByteCount
    separateByteCount += other.separateByteCount
    byteCount += other.byteCount
  }
}

/// Encodes the header sections of HTTP/1.x again as on the single connection that a client of HTTP/2 has to an origin: those of all
/// its connections, in the order in which their exchanges ended.
///
/// `AnalysisLimits.oneConnectionExchanges` of each client and origin, and `AnalysisLimits.oneConnections` of these.
struct OneConnectionModel: Sendable {
  private struct Key: Hashable, Sendable {
    let client: IPAddress
    let origin: Int
  }

  private var places: [Key: Int] = [:]
  private var models: [(model: HeaderCostModel, exchangesLeft: Int)] = []

  /// Measures both messages of an exchange, which is left as it was.
  mutating func measure(
    _ exchange: inout Exchange, of client: IPAddress, to origin: Int, _ add: (Side, OneConnectionTotals) -> Void
  ) {
    guard let place = place(of: Key(client: client, origin: origin)), models[place].exchangesLeft > 0 else { return }
    models[place].exchangesLeft -= 1
    let separate = (exchange.request.message.hpackByteCount, exchange.response.message.hpackByteCount)
    models[place].model.measure(&exchange)
    if exchange.hasRequest, let before = separate.0 { add(.client, Self.totals(exchange.request.message, before)) }
    if exchange.hasResponse, let before = separate.1 { add(.server, Self.totals(exchange.response.message, before)) }
    exchange.request.message.hpackByteCount = separate.0
    exchange.response.message.hpackByteCount = separate.1
    if models[place].exchangesLeft == 0 { models[place].model = HeaderCostModel() }
  }

  private mutating func place(of key: Key) -> Int? {
    if let place = places[key] { return place }
    guard models.count < AnalysisLimits.oneConnections else { return nil }
    places[key] = models.count
    models.append((HeaderCostModel(), AnalysisLimits.oneConnectionExchanges))
    return models.count - 1
  }

  private static func totals(_ message: borrowing Message, _ separateByteCount: Int) -> OneConnectionTotals {
    var totals = OneConnectionTotals()
    totals.sections = 1
    totals.textByteCount = message.headerWireByteCount
    totals.separateByteCount = separateByteCount
    totals.byteCount = message.hpackByteCount ?? 0
    return totals
  }
}
