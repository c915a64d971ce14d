import Analysis
import Findings
import HTTP

/// Which exchanges, and which of their messages, a command is about.
package struct Selection: Sendable, Equatable {
  /// Nil for all.
  package var connection: Int?
  /// An HTTP/2 stream; nil for all.
  package var stream: UInt32?
  /// The index of an exchange on its connection; nil for all.
  package var exchange: Int?
  /// Who sent the messages; nil for both.
  package var side: Side?

  package init(connection: Int? = nil, stream: UInt32? = nil, exchange: Int? = nil, side: Side? = nil) {
    self.connection = connection
    self.stream = stream
    self.exchange = exchange
    self.side = side
  }

  /// Whether a connection is chosen, or something on it.
  func includes(_ connection: ConnectionContext) -> Bool {
    self.connection == nil || self.connection == connection.id
  }

  /// Whether an exchange is chosen on a connection that is.
  func includes(exchange index: Int, stream: UInt32?) -> Bool {
    (exchange == nil || exchange == index) && (self.stream == nil || self.stream == stream)
  }

  func includes(_ side: Side) -> Bool {
    self.side == nil || self.side == side
  }

  /// Whether one exchange alone can be meant.
  var isOneExchange: Bool { stream != nil || exchange != nil }
}
