import Analysis
import Findings
import HTTP

/// Which bodies are extracted.
package struct BodySelection: Sendable, Equatable {
  package var exchanges: Selection
  /// Beginnings of the media types that are wanted, in lower case; all when empty.
  package var types: [String]

  package init(_ exchanges: Selection = Selection(), types: [String] = []) {
    self.exchanges = exchanges
    self.types = types
  }

  func includes(_ exchange: borrowing Exchange, from side: Side, of connection: ConnectionContext) -> Bool {
    guard exchanges.includes(connection), exchanges.includes(side),
      exchanges.includes(exchange: exchange.index, stream: exchange.stream)
    else { return false }
    guard !types.isEmpty else { return true }
    let header = side == .client ? exchange.request.message.header : exchange.response.message.header
    guard let type = DeclaredType(of: header) else { return false }
    return types.contains { type.essence.hasPrefix($0) }
  }
}
