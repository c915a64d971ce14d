import Bytes

/// How TLS 1.0 to 1.2 make keys of a premaster secret (RFC 5246 §6.3, §8.1).
package struct KeySchedule12: Sendable {
  /// How many bytes a master secret has.
  package static let masterSecretByteCount = 48

  private let parameters: CipherSuite.Parameters
  private let version: TLSVersion

  /// Nil for a suite that is not supported, and for versions other than 1.0 to 1.2.
  package init?(_ suite: CipherSuite, version: TLSVersion) {
    guard let parameters = suite.parameters, version.rawValue >= TLSVersion.tls10.rawValue,
      version.rawValue <= TLSVersion.tls12.rawValue
    else { return nil }
    self.parameters = parameters
    self.version = version
  }

  /// The hash of the pseudorandom function, which is that of the handshake too (RFC 5246 §7.4.9).
  package var hash: HashAlgorithm {
    version == .tls12 ? parameters.scheduleHash : .md5sha1
  }

  /// RFC 5246 §8.1.
  package func masterSecret(premaster: Secret, client: HelloRandom, server: HelloRandom) -> Secret? {
    KeyDerivation.pseudorandom(
      hash, secret: premaster, label: "master secret", seed: client.octets + server.octets,
      byteCount: Self.masterSecretByteCount)
  }

  /// RFC 7627 §4. `messages` are the handshake messages from the ClientHello to the ClientKeyExchange, with headers.
  package func extendedMasterSecret(premaster: Secret, messages: RawSpan) -> Secret? {
    guard let sessionHash = hash.digest(messages) else { return nil }
    return KeyDerivation.pseudorandom(
      hash, secret: premaster, label: "extended master secret", seed: sessionHash,
      byteCount: Self.masterSecretByteCount)
  }

  /// The keys of both sides' records (RFC 5246 §6.3).
  package func recordKeys(master: Secret, client: HelloRandom, server: HelloRandom)
    -> (client: RecordKeys, server: RecordKeys)?
  {
    let macByteCount = parameters.macHash?.byteCount ?? 0
    let keyByteCount = parameters.cipher.keyByteCount
    let ivByteCount = parameters.cipher.fixedIVByteCount(in: version)
    let keyBlock = KeyDerivation.pseudorandom(
      hash, secret: master, label: "key expansion", seed: server.octets + client.octets,
      byteCount: 2 * (macByteCount + keyByteCount + ivByteCount))
    guard let keyBlock else { return nil }
    // Each kind comes for the client first, then for the server.
    func keys(ofSide side: Int) -> RecordKeys {
      let macs = 0
      let keys = 2 * macByteCount
      let ivs = keys + 2 * keyByteCount
      return RecordKeys(
        mac: macByteCount == 0
          ? nil : keyBlock.part(ByteRange(start: macs + side * macByteCount, count: macByteCount)),
        key: keyBlock.part(ByteRange(start: keys + side * keyByteCount, count: keyByteCount)),
        iv: keyBlock.part(ByteRange(start: ivs + side * ivByteCount, count: ivByteCount)))
    }
    return (client: keys(ofSide: 0), server: keys(ofSide: 1))
  }
}
