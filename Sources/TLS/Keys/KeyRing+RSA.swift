import Bytes

extension KeyRing {
  /// Adds a server's private key: PEM in PKCS#1 or PKCS#8.
  package func readRSAKey(pem: RawSpan) throws(RSAKeyError) {
    privateKeys.append(try RSAKey(pem: pem))
  }

  /// The premaster secret of an RSA key exchange, by the private key that decrypts it (RFC 5246 §7.4.7.1); nil when none
  /// does. `encrypted` is without the two bytes of its length.
  package func decryptPremaster(_ encrypted: RawSpan) -> Secret? {
    for key in privateKeys {
      guard let premaster = key.decrypt(encrypted, byteCount: 48) else { continue }
      // The first two bytes are the version that the client offered.
      if premaster.bytes.byte(at: 0) == 3, premaster.bytes.byte(at: 1) <= 4 { return premaster }
    }
    return nil
  }
}
