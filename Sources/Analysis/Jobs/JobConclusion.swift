import TCP

/// What a pipeline counted that goes into the summary, beside its results.
struct JobConclusion: Sendable {
  var costs: TCPReassembly.Costs
  /// Connections whose records wait for a secret.
  var connectionsWithoutSecret: Int

  init(_ tcp: borrowing TCPReassembly, _ dissection: borrowing Dissection) {
    costs = tcp.costs
    connectionsWithoutSecret = dissection.waiting.count
  }

  /// Adds it to the summary.
  func add(to summary: inout SummaryRecord) {
    summary.backlog.connectionsWithoutSecret += connectionsWithoutSecret
    summary.losses.silentConnections += costs.silentConnections
    summary.losses.evictedConnections += costs.evictedConnections
    summary.losses.holesGivenUp += costs.holesGivenUp
  }
}
