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
    private(set) var serverNames: [String] = []
    /// Whether there are more names.
    private(set) var hasMoreNames = false

    init(reason: UndecryptedReason?) {
      self.reason = reason
    }

    mutating func note(serverName name: String) {
      guard !serverNames.contains(name) else { return }
      if serverNames.count < ReportLimits.namedServers { serverNames.append(name) } else { hasMoreNames = true }
    }
  }

  private var byReason: [UndecryptedReason?: Kind] = [:]

  mutating func note(_ connection: borrowing ConnectionRecord, limit: Int) {
    guard let tls = connection.tls else { return }
    var kind = byReason.removeValue(forKey: tls.undecryptedReason) ?? Kind(reason: tls.undecryptedReason)
    kind.count += 1
    if kind.connections.count < limit { kind.connections.append(copy connection) }
    if let name = tls.facts.serverName { kind.note(serverName: name) }
    byReason[tls.undecryptedReason] = kind
  }

  /// Those not decrypted first, in the order of their reasons.
  var kinds: [Kind] {
    (UndecryptedReason.allCases + [nil]).compactMap { byReason[$0] }
  }
}
