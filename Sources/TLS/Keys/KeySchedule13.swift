/// How TLS 1.3 makes keys of a traffic secret (RFC 8446 §7).
package struct KeySchedule13: Sendable {
  private let parameters: CipherSuite.Parameters

  /// Nil for a suite that is not supported.
  package init?(_ suite: CipherSuite) {
    guard let parameters = suite.parameters, parameters.cipher.mode.isAuthenticating else { return nil }
    self.parameters = parameters
  }

  /// How many bytes a traffic secret has.
  package var secretByteCount: Int { parameters.scheduleHash.byteCount }

  /// The key and nonce of the records under a traffic secret (RFC 8446 §7.3).
  package func recordKeys(of trafficSecret: Secret) -> RecordKeys? {
    guard trafficSecret.byteCount == secretByteCount,
      let key = expand(trafficSecret, "key", byteCount: parameters.cipher.keyByteCount),
      let iv = expand(trafficSecret, "iv", byteCount: 12)
    else { return nil }
    return RecordKeys(mac: nil, key: key, iv: iv)
  }

  /// The traffic secret after a KeyUpdate (RFC 8446 §7.2).
  package func nextGeneration(of trafficSecret: Secret) -> Secret? {
    guard trafficSecret.byteCount == secretByteCount else { return nil }
    return expand(trafficSecret, "traffic upd", byteCount: secretByteCount)
  }

  private func expand(_ secret: Secret, _ label: StaticString, byteCount: Int) -> Secret? {
    KeyDerivation.expand(parameters.scheduleHash, secret: secret, label: label, byteCount: byteCount)
  }
}
