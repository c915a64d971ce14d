import TLS

/// What is reported of a connection's TLS.
package struct TLSRecord: Sendable {
  package var facts: TLSFacts
  package var statistics: TLSStatistics
  package var hasClientCertificate: Bool
  /// Nil when application data, or a whole handshake, was decrypted.
  package var undecryptedReason: UndecryptedReason?
  /// The same as a sentence for a person, with its particulars.
  package var notDecryptedBecause: String?
}

extension TLSRecord {
  init(_ connection: TLSConnection, _ keys: KeyRing) {
    facts = connection.facts
    statistics = connection.statistics
    hasClientCertificate = connection.hasClientCertificate
    undecryptedReason = connection.undecryptedReason(keys)
    notDecryptedBecause = connection.notDecryptedBecause(keys)
  }
}
