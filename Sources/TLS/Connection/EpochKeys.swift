/// What a side's records are under, in the order of a connection's life. Before TLS 1.3 the handshake's end is
/// `application` already.
enum TLSEpoch: UInt8, Comparable {
  case plain
  case early
  case handshake
  case application

  static func < (left: TLSEpoch, right: TLSEpoch) -> Bool { left.rawValue < right.rawValue }
}

/// The keys of an epoch.
struct EpochKeys {
  var epoch: TLSEpoch
  /// Usually one; several while the suite is not known (early data); none when the secret is not there.
  var protections: [RecordProtection] = []
  /// TLS 1.3: what the next generation's keys are made of.
  var secret: Secret?
  /// Where the secrets came from.
  var origin: KeyOrigin?
  /// Why there are no protections.
  var obstacle: TLSObstacle?

  /// Whether a secret that comes later would help.
  var isSecretMissing: Bool {
    guard protections.isEmpty, let obstacle else { return false }
    switch obstacle {
    case .noSecret, .onlySecret, .onlyHandshakeSecrets: return true
    case .nothingProtected, .handshakeNotCaptured, .unsupportedVersion, .unsupportedSuite, .notAuthentic: return false
    }
  }

  /// The keys after a KeyUpdate (RFC 8446 §7.2); nil before TLS 1.3, or without the secret.
  var nextGeneration: EpochKeys? {
    guard epoch == .application, let secret, let suite = protections.first?.suite,
      let next = KeySchedule13(suite)?.nextGeneration(of: secret),
      let protection = RecordProtection.tls13(suite, secret: next)
    else { return nil }
    return EpochKeys(epoch: .application, protections: [protection], secret: next, origin: next.origin)
  }
}
