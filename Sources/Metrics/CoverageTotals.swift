/// What a capture holds of connections, and so what can be known of them. It adds up over connections.
package struct CoverageTotals: Sendable, Equatable, BitwiseCopyable {
  package var connections = 0
  /// Those of which TCP's handshake was not captured; a connection inside a tunnel has none of its own.
  package var withoutHandshake = 0
  /// Those with TLS of which TLS's handshake was not captured.
  package var withoutTLSHandshake = 0
  /// Those that a tunnel carried.
  package var insideTunnels = 0
  /// HTTP/2 whose beginning was not captured, so that no window and no table is known.
  package var withoutBeginning = 0
  /// Those of which one side's packets were captured alone.
  package var oneSided = 0
  /// Those of which bytes are missing.
  package var withMissingBytes = 0

  package init() {}

  package mutating func merge(_ other: CoverageTotals) {
    connections += other.connections
    withoutHandshake += other.withoutHandshake
    withoutTLSHandshake += other.withoutTLSHandshake
    insideTunnels += other.insideTunnels
    withoutBeginning += other.withoutBeginning
    oneSided += other.oneSided
    withMissingBytes += other.withMissingBytes
  }
}
