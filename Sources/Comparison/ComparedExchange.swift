import Findings
import HTTP
import Metrics

/// What a comparison keeps of an exchange.
package struct ComparedExchange: Sendable {
  package var name: RequestName
  package var version: HTTPVersion
  package var state: ExchangeState
  package var isPushed = false
  /// Of the final response; nil without one.
  package var status: Int?
  /// The `id` of its connection.
  package var connection: Int
  package var index: Int
  /// When the request's first byte was there.
  package var start: Timestamp
  /// From the request's first byte to the response's first, in nanoseconds; nil without a response.
  package var timeToFirstByte: Int64?
  /// From the request's first byte to the response's last, in nanoseconds; nil unless the exchange is complete.
  package var total: Int64?
  /// Of that, how long it was held back by an earlier response, by lost segments and by flow control, in nanoseconds; nil
  /// unless the exchange is complete.
  package var blocked: Int64?
  /// When the response's last byte was there; nil unless the exchange is complete.
  package var end: Timestamp?
  /// Bytes of header sections as sent, request and response.
  package var headerByteCount = 0
  /// Content bytes as sent, request and response.
  package var bodyByteCount = 0

  package init(name: RequestName, connection: Int = 0, index: Int = 0, start: Timestamp) {
    self.name = name
    self.connection = connection
    self.index = index
    self.start = start
    version = .http11
    state = .complete
  }

  /// Nil for a response whose request was not captured.
  init?(_ exchange: borrowing Exchange, _ phases: Phases?, connection: Int) {
    guard exchange.hasRequest, let start = exchange.request.message.start else { return nil }
    self.init(name: RequestName(exchange.request), connection: connection, index: exchange.index, start: start)
    version = exchange.version
    state = exchange.state
    isPushed = exchange.isPushed
    headerByteCount = exchange.request.message.headerWireByteCount
    bodyByteCount = exchange.request.message.bodyByteCount
    guard exchange.hasResponse else { return }
    status = exchange.response.status
    headerByteCount += exchange.response.message.headerWireByteCount
    bodyByteCount += exchange.response.message.bodyByteCount
    timeToFirstByte = exchange.response.message.start.map { max(0, $0.nanoseconds(since: start)) }
    guard state == .complete else { return }
    // Parts of the total, which fits.
    blocked = phases.map { $0.queue + $0.lost + $0.flowControl }
    end = exchange.response.message.end
    total = end.map { max(0, $0.nanoseconds(since: start)) }
  }
}
