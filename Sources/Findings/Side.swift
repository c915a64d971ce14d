/// Which end of a connection sent something.
@frozen
public enum Side: UInt8, Hashable, Sendable, BitwiseCopyable, CaseIterable {
  case client
  case server

  /// The other end.
  @inlinable
  public var opposite: Side { self == .client ? .server : .client }

  /// The word that records use.
  public var name: String { self == .client ? "client" : "server" }
}

/// One value for each end of a connection, so that both directions run through the same code.
@frozen
public struct BySide<Value> {
  public var client: Value
  public var server: Value

  @inlinable
  public init(client: Value, server: Value) {
    self.client = client
    self.server = server
  }

  /// The same value for both ends.
  @inlinable
  public init(both value: Value) {
    self.init(client: value, server: value)
  }

  @inlinable
  public subscript(side: Side) -> Value {
    @inline(__always) _read {
      if side == .client { yield client } else { yield server }
    }
    @inline(__always) _modify {
      if side == .client { yield &client } else { yield &server }
    }
  }

  /// What the client has becomes the server's, and the other way round.
  @inlinable
  public mutating func swap() {
    (client, server) = (server, client)
  }
}

extension BySide where Value: BitwiseCopyable {
  /// Plain values are copied: to lend one costs more, where the loan is not inlined.
  @inlinable
  public subscript(side: Side) -> Value {
    @inline(__always) get { side == .client ? client : server }
    @inline(__always) _modify {
      if side == .client { yield &client } else { yield &server }
    }
  }
}

extension BySide: Sendable where Value: Sendable {}
extension BySide: Equatable where Value: Equatable {}
extension BySide: BitwiseCopyable where Value: BitwiseCopyable {}
