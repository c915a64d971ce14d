import Analysis
import TLS

/// TLS connections in which a report for a person shows no exchange, by why: the first few of each kind, and how many.
struct SealedConnections: Sendable {
  struct Kind: Sendable {
    /// Nil when they were decrypted and hold no HTTP.
    let reason: UndecryptedReason?
    var connections: [ConnectionRecord] = []
    var count = 0
    /// Names of servers, each once, as many as are shown in a line.
    var serverNames: [String] = []
  }

  private var byReason: [UndecryptedReason?: Kind] = [:]

  mutating func note(_ connection: borrowing ConnectionRecord, limit: Int) {
    guard let tls = connection.tls else { return }
    var kind = byReason.removeValue(forKey: tls.undecryptedReason) ?? Kind(reason: tls.undecryptedReason)
    kind.count += 1
    if kind.connections.count < limit { kind.connections.append(copy connection) }
    if let name = tls.facts.serverName, kind.serverNames.count < ReportLimits.namedServers,
      !kind.serverNames.contains(name)
    {
      kind.serverNames.append(name)
    }
    byReason[tls.undecryptedReason] = kind
  }

  /// Those not decrypted first, in the order of their reasons.
  var kinds: [Kind] {
    (UndecryptedReason.allCases + [nil]).compactMap { byReason[$0] }
  }
}
