import TLS

/// What TLS amounted to, over all connections. All counters add up over captures.
package struct TLSTotals: Sendable {
  package var connections = 0
  package var decrypted = 0
  /// Connections by version, as far as it is known: at most as many entries as there are versions, 65,536.
  package var byVersion: [TLSVersion: Int] = [:]
  /// Connections that were not decrypted, by `UndecryptedReason`, indexed by its raw value.
  package var undecrypted = [Int](repeating: 0, count: UndecryptedReason.allCases.count)
  package var keys = KeyTotals()

  package init() {}

  /// Counts a connection that is over.
  mutating func add(_ tls: borrowing TLSRecord) {
    connections += 1
    if let version = tls.facts.version { byVersion[version, default: 0] += 1 }
    if let reason = tls.undecryptedReason { undecrypted[Int(reason.rawValue)] += 1 } else { decrypted += 1 }
  }
}

/// The secrets that there were, and how many of them were of use.
package struct KeyTotals: Sendable {
  /// Names of the key logs that were read, without those inside captures.
  package var logs: [String] = []
  /// Secrets of key log files.
  package var keyLog = KeyStatistics()
  /// Secrets that captures carry.
  package var capture = KeyStatistics()
  /// Private RSA keys.
  package var rsaKeys = 0

  package init() {}

  init(_ keys: KeyRing) {
    logs = keys.logNames
    keyLog = keys.statistics(of: .keyLog)
    capture = keys.statistics(of: .pcapng)
    rsaKeys = keys.privateKeyCount
  }
}
