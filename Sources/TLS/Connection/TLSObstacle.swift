import Findings

/// Why records stay closed.
enum TLSObstacle: Equatable {
  /// Nothing was protected before the connection ended.
  case nothingProtected
  /// No secret of this connection is there.
  case noSecret
  /// Of the secrets for application data only that of one side is there.
  case onlySecret(of: Side)
  /// Only secrets of the handshake are there.
  case onlyHandshakeSecrets
  /// The key exchange, or the hello, was not captured whole.
  case handshakeNotCaptured
  case unsupportedVersion(TLSVersion)
  case unsupportedSuite(CipherSuite)
  case notAuthentic(record: UInt64, from: Side)

  /// Whether it means that no application data can be had at all.
  var isTotal: Bool {
    switch self {
    case .notAuthentic, .onlySecret: false
    case .nothingProtected, .noSecret, .onlyHandshakeSecrets, .handshakeNotCaptured, .unsupportedVersion,
      .unsupportedSuite:
      true
    }
  }

  /// One sentence that a person can act on.
  func sentence(_ keys: KeyRing) -> String {
    switch self {
    case .nothingProtected:
      return "The connection ended before anything was encrypted."
    case .noSecret:
      guard !keys.isEmpty else { return "No key log was given." }
      return "The key log has no line for this connection's client random (\(Self.counts(keys)))."
    case .onlySecret(let side):
      return "The key log has this connection's secret of the \(side.name), but not that of the \(side.opposite.name)."
    case .onlyHandshakeSecrets:
      return "The key log has this connection's handshake secrets, but not those of its application data."
    case .handshakeNotCaptured:
      guard !keys.isEmpty else { return "The handshake was not captured, and no key log was given." }
      return "The handshake was not captured, and no secret of the key log opens the records (\(Self.counts(keys)))."
    case .unsupportedVersion(let version):
      return "\(version.name) is not decrypted, whatever secrets are given: "
        + "have both sides use TLS 1.0 to 1.3 and capture again."
    case .unsupportedSuite(let suite):
      return "The cipher suite \(suite.name) is not supported."
    case .notAuthentic(let record, let side):
      return "Record \(record) of the \(side.name) does not verify under the connection's keys."
    }
  }

  private static func counts(_ keys: KeyRing) -> String {
    // Not how many were of use until now: that depends on the connections that were read at the same time.
    let count = KeyOrigin.allCases.reduce(0) { $0 + keys.statistics(of: $1).secretCount }
    return "it has \(count) secret\(count == 1 ? "" : "s")"
  }
}
