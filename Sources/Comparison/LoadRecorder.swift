import Analysis
import Findings
import HTTP
import HTTP2
import WebSocket

/// Takes the records of one capture and keeps what a comparison needs of them.
package final class LoadRecorder: RecordReceiver {
  private var recorded = Load()

  package init() {}

  /// The load, once the last record came.
  package var load: Load {
    var load = recorded
    load.exchanges.sort { ($0.start, $0.connection, $0.index) < ($1.start, $1.connection, $1.index) }
    return load
  }

  package func receive(_ capture: CaptureRecord) {
    recorded.files = capture.files
  }

  package func receive(
    _ exchange: borrowing Exchange, _ facts: borrowing ContentFacts, of connection: ConnectionContext
  ) {
    if let start = exchange.request.message.start, exchange.hasRequest {
      recorded.start = min(recorded.start ?? start, start)
    }
    if let end = exchange.response.message.end, exchange.hasResponse {
      recorded.end = max(recorded.end ?? end, end)
    }
    guard recorded.exchanges.count < ComparisonLimits.exchanges else {
      recorded.omittedExchanges += 1
      return
    }
    guard let compared = ComparedExchange(exchange, facts.phases, connection: connection.id) else {
      recorded.exchangesWithoutRequest += 1
      return
    }
    recorded.exchanges.append(compared)
  }

  package func receive(_ connection: borrowing ConnectionRecord) {
    guard connection.exchangeCount > 0 else { return }
    recorded.connections += 1
    guard let tcp = connection.tcp else { return }
    recorded.payloadByteCount += tcp.payloadByteCounts.client + tcp.payloadByteCounts.server
  }

  package func receive(_ summary: borrowing SummaryRecord) {
    recorded.summary = copy summary
  }
}
