import Findings

/// What a stored secret is, and by what it is found.
package enum KeyLabel: UInt8, Sendable, CaseIterable {
  /// The master secret of TLS 1.2 and older, by the client's random.
  case clientRandom
  /// The traffic secrets of TLS 1.3, by the client's random.
  case clientEarlyTraffic
  case clientHandshakeTraffic
  case serverHandshakeTraffic
  case clientTraffic
  case serverTraffic
  /// A premaster secret by the client's random.
  case premaster
  /// A premaster secret by the first eight bytes of its encryption.
  case encryptedPremaster
  /// A master secret by the session's identifier.
  case sessionID

  /// The word that begins a line of a key log (RFC 9850 §2).
  var keyLogName: StaticString {
    switch self {
    case .clientRandom: "CLIENT_RANDOM"
    case .clientEarlyTraffic: "CLIENT_EARLY_TRAFFIC_SECRET"
    case .clientHandshakeTraffic: "CLIENT_HANDSHAKE_TRAFFIC_SECRET"
    case .serverHandshakeTraffic: "SERVER_HANDSHAKE_TRAFFIC_SECRET"
    case .clientTraffic: "CLIENT_TRAFFIC_SECRET_0"
    case .serverTraffic: "SERVER_TRAFFIC_SECRET_0"
    case .premaster: "PMS_CLIENT_RANDOM"
    case .encryptedPremaster, .sessionID: "RSA"
    }
  }

  /// Whose records of TLS 1.3, and of which epoch, it opens; nil for one that is no traffic secret of a server's answer
  /// or of what follows it.
  var traffic: (epoch: TLSEpoch, side: Side)? {
    switch self {
    case .clientHandshakeTraffic: (.handshake, .client)
    case .serverHandshakeTraffic: (.handshake, .server)
    case .clientTraffic: (.application, .client)
    case .serverTraffic: (.application, .server)
    case .clientRandom, .clientEarlyTraffic, .premaster, .encryptedPremaster, .sessionID: nil
    }
  }

  /// Whether it gives the master secret of a session of TLS 1.2 or older.
  var isOfSession: Bool {
    switch self {
    case .clientRandom, .premaster, .encryptedPremaster, .sessionID: true
    case .clientEarlyTraffic, .clientHandshakeTraffic, .serverHandshakeTraffic, .clientTraffic, .serverTraffic: false
    }
  }

  /// The traffic secret of a side and epoch.
  static func traffic(_ epoch: TLSEpoch, of side: Side) -> KeyLabel {
    switch (epoch, side) {
    case (.plain, _), (.early, _): .clientEarlyTraffic
    case (.handshake, .client): .clientHandshakeTraffic
    case (.handshake, .server): .serverHandshakeTraffic
    case (.application, .client): .clientTraffic
    case (.application, .server): .serverTraffic
    }
  }

  /// What stands before the digits of the key and before those of the secret.
  var keyLogPrefixes: (key: StaticString, secret: StaticString) {
    self == .sessionID ? ("Session-ID:", "Master-Key:") : ("", "")
  }

  /// How many bytes the key may have.
  var keyByteCounts: ClosedRange<Int> {
    switch self {
    case .clientRandom, .clientEarlyTraffic, .clientHandshakeTraffic, .serverHandshakeTraffic, .clientTraffic,
      .serverTraffic, .premaster:
      HelloRandom.byteCount...HelloRandom.byteCount
    case .encryptedPremaster: 8...8
    case .sessionID: 1...32
    }
  }

  /// How many bytes the secret may have.
  var secretByteCounts: ClosedRange<Int> {
    switch self {
    case .clientRandom, .sessionID: KeySchedule12.masterSecretByteCount...KeySchedule12.masterSecretByteCount
    // As many as the hash of the suite: SHA-256 to SHA-512.
    case .clientEarlyTraffic, .clientHandshakeTraffic, .serverHandshakeTraffic, .clientTraffic, .serverTraffic: 32...64
    case .premaster: 1...KeyLimits.longestPremaster
    case .encryptedPremaster: 48...48
    }
  }
}
