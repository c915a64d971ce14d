/// Why a connection was not decrypted, without the particulars of the sentence that says so: for counting.
package enum UndecryptedReason: UInt8, Sendable, CaseIterable {
  /// There is no secret at all.
  case noKeys
  /// None of the secrets is this connection's.
  case noMatchingSecret
  case onlyHandshakeSecrets
  case handshakeNotCaptured
  case unsupportedVersion
  case unsupportedSuite
  /// Records do not verify under the connection's keys.
  case notAuthentic
  case nothingEncrypted

  /// The word that records use.
  package var name: String {
    switch self {
    case .noKeys: "no-keys"
    case .noMatchingSecret: "no-matching-secret"
    case .onlyHandshakeSecrets: "only-handshake-secrets"
    case .handshakeNotCaptured: "handshake-not-captured"
    case .unsupportedVersion: "unsupported-version"
    case .unsupportedSuite: "unsupported-suite"
    case .notAuthentic: "not-authentic"
    case .nothingEncrypted: "nothing-encrypted"
    }
  }

  /// Whether a line in a key log is all that is missing.
  package var isWantOfSecret: Bool {
    switch self {
    case .noKeys, .noMatchingSecret, .onlyHandshakeSecrets: true
    case .handshakeNotCaptured, .unsupportedVersion, .unsupportedSuite, .notAuthentic, .nothingEncrypted: false
    }
  }
}

extension TLSObstacle {
  /// The reason that the obstacle is one of.
  func reason(_ keys: KeyRing) -> UndecryptedReason {
    switch self {
    case .nothingProtected: .nothingEncrypted
    case .noSecret: keys.isEmpty ? .noKeys : .noMatchingSecret
    // Nothing of the side whose secret is there opened.
    case .onlySecret: .noMatchingSecret
    case .onlyHandshakeSecrets: .onlyHandshakeSecrets
    case .handshakeNotCaptured: .handshakeNotCaptured
    case .unsupportedVersion: .unsupportedVersion
    case .unsupportedSuite: .unsupportedSuite
    case .notAuthentic: .notAuthentic
    }
  }
}
