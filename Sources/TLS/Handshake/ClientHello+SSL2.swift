import Bytes

extension ClientHello {
  /// Bytes before the suites in the form of SSL 2.0: message type, version, and three lengths.
  static let ssl2FixedByteCount = 9

  /// A hello in the form of SSL 2.0, which older clients sent first (RFC 5246 §E.2); nil when it is malformed.
  ///
  ///     uint8 msg_type; Version version; uint16 cipher_spec_length, session_id_length, challenge_length;
  ///     V2CipherSpec cipher_specs[]; opaque session_id[], challenge[]
  package init?(ssl2 bytes: RawSpan) {
    var reader = ByteReader(bytes)
    guard reader.readUInt8() == HandshakeType.clientHello.rawValue, let version = reader.readUInt16(),
      let suiteByteCount = reader.readUInt16(), suiteByteCount % 3 == 0, let sessionIDByteCount = reader.readUInt16(),
      let challengeByteCount = reader.readUInt16(), challengeByteCount >= 16, challengeByteCount <= 32
    else { return nil }
    legacyVersion = TLSVersion(rawValue: version)
    cipherSuites = []
    for _ in 0..<suiteByteCount / 3 {
      guard let high = reader.readUInt8(), let suite = reader.readUInt16() else { return nil }
      // Any other first byte means a suite of SSL 2.0.
      if high == 0 { cipherSuites.append(suite) }
    }
    guard let sessionID = reader.readRange(Int(sessionIDByteCount)),
      let challenge = reader.readRange(Int(challengeByteCount)), reader.isAtEnd
    else { return nil }
    self.sessionID = sessionID
    random = challenge
    compressionMethods = .empty
  }
}
