import HTTP

/// The exchanges of a connection's streams by slot, read and changed in place.
struct ExchangeSlots: Sendable {
  private var exchanges: [Exchange] = []

  subscript(slot: Int) -> Exchange {
    // The span's element is borrowed; the array's would be copied.
    @inline(__always) _read { yield exchanges.span[slot] }
    @inline(__always) _modify { yield &exchanges[slot] }
  }

  /// Adds a slot with an empty exchange.
  mutating func append() {
    exchanges.append(Exchange())
  }
}
