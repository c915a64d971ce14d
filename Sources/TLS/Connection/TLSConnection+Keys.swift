import Bytes
import Findings

/// Finding the keys of an epoch.
extension TLSConnection {
  /// Looks again for secrets that were not there, when others came since.
  mutating func findMissingKeys(_ keys: KeyRing) {
    guard keys.insertions != seenInsertions else { return }
    seenInsertions = keys.insertions
    for side in Side.allCases {
      for epoch in directions[side].epochsWithoutSecret {
        let found = negotiation.version?.isTLS13 == false ? keys12(of: side, keys) : keys13(epoch, of: side, keys)
        directions[side].replace(found)
      }
    }
  }

  // MARK: TLS 1.3

  /// Puts the handshake's keys in force, and makes those of application data ready. A side whose keys were found already
  /// keeps them: its records would be counted anew.
  mutating func useKeys13(_ keys: KeyRing) {
    for side in Side.allCases where directions[side].epoch < .handshake {
      let handshake = keys13(.handshake, of: side, keys)
      let application = keys13(.application, of: side, keys)
      if directions[side].epoch == .early {
        directions[side].prepare([handshake, application])
      } else {
        directions[side].use(handshake, then: [application])
      }
    }
  }

  func keys13(_ epoch: TLSEpoch, of side: Side, _ keys: KeyRing) -> EpochKeys {
    guard let random = negotiation.clientRandom else { return EpochKeys(epoch: epoch, obstacle: .handshakeNotCaptured) }
    let suites = suites(of: epoch)
    if let suite = suites.first, suites.count == 1, suite.parameters == nil {
      return EpochKeys(epoch: epoch, obstacle: .unsupportedSuite(suite))
    }
    guard let secret = keys.secret(.traffic(epoch, of: side), for: random) else {
      return EpochKeys(epoch: epoch, obstacle: obstacle(epoch, of: side, random, keys))
    }
    let protections = suites.compactMap { RecordProtection.tls13($0, secret: secret) }
    // A secret may be too short or too long for a suite.
    guard !protections.isEmpty else { return EpochKeys(epoch: epoch, obstacle: .noSecret) }
    return EpochKeys(epoch: epoch, protections: protections, secret: secret, origin: secret.origin)
  }

  /// The suites that an epoch may have. That of early data is the resumed session's: until a record opens, it may be any
  /// that the client offers.
  private func suites(of epoch: TLSEpoch) -> [CipherSuite] {
    guard epoch != .early, let suite = negotiation.cipherSuite else { return negotiation.offeredSuites }
    return [suite]
  }

  /// Why a traffic secret is not there.
  private func obstacle(_ epoch: TLSEpoch, of side: Side, _ random: HelloRandom, _ keys: KeyRing) -> TLSObstacle {
    if keys.contains(.traffic(.application, of: side.opposite), for: random) { return .onlySecret(of: side.opposite) }
    let hasHandshake = epoch == .application && keys.contains(.traffic(.handshake, of: side), for: random)
    return hasHandshake ? .onlyHandshakeSecrets : .noSecret
  }

  // MARK: TLS 1.0 to 1.2

  /// The keys that a ChangeCipherSpec of a side puts in force.
  mutating func keys12(of side: Side, _ keys: KeyRing) -> EpochKeys {
    guard let version = negotiation.version, let suite = negotiation.cipherSuite,
      let client = negotiation.clientRandom, let server = negotiation.serverRandom
    else { return EpochKeys(epoch: .application, obstacle: .handshakeNotCaptured) }
    guard version.rawValue >= TLSVersion.tls10.rawValue, version.rawValue <= TLSVersion.tls12.rawValue else {
      return EpochKeys(epoch: .application, obstacle: .unsupportedVersion(version))
    }
    guard let schedule = KeySchedule12(suite, version: version) else {
      return EpochKeys(epoch: .application, obstacle: .unsupportedSuite(suite))
    }
    guard let master = findMaster(keys) else {
      return EpochKeys(epoch: .application, obstacle: .noSecret)
    }
    guard let recordKeys = schedule.recordKeys(master: master, client: client, server: server),
      let protection = RecordProtection.tls12(
        suite, version: version, keys: side == .client ? recordKeys.client : recordKeys.server,
        encryptThenMAC: negotiation.usesEncryptThenMAC, truncatedMAC: negotiation.usesTruncatedHMAC)
    else { return EpochKeys(epoch: .application, obstacle: .unsupportedSuite(suite)) }
    return EpochKeys(epoch: .application, protections: [protection], origin: master.origin)
  }

  /// The master secret: from the key log, from the session that is resumed, or made of the premaster secret.
  mutating func findMaster(_ keys: KeyRing) -> Secret? {
    if let master = negotiation.master { return master }
    guard let client = negotiation.clientRandom else { return nil }
    defer { if negotiation.master != nil { negotiation.transcript.forget() } }
    let master =
      keys.secret(.clientRandom, for: client) ?? resumedMaster(keys) ?? premaster(keys).flatMap { makeMaster($0) }
    guard let master else { return nil }
    negotiation.master = master
    keys.remember(master, sessionID: negotiation.serverSessionID.rawSpan)
    keys.remember(master, clientRandom: client)
    return master
  }

  private func resumedMaster(_ keys: KeyRing) -> Secret? {
    if let master = keys.masterSecret(sessionID: negotiation.serverSessionID.rawSpan) { return master }
    // In a full handshake the server did not take the ticket.
    return negotiation.isFull ? nil : keys.masterSecret(ticket: negotiation.ticket.rawSpan)
  }

  private func premaster(_ keys: KeyRing) -> Secret? {
    if let client = negotiation.clientRandom, let premaster = keys.secret(.premaster, for: client) { return premaster }
    guard negotiation.cipherSuite?.parameters?.isRSAKeyExchange == true else { return nil }
    let encrypted = negotiation.encryptedPremaster
    return keys.premaster(encryptedAs: encrypted.rawSpan) ?? keys.decryptPremaster(encrypted.rawSpan)
  }

  private func makeMaster(_ premaster: Secret) -> Secret? {
    guard let suite = negotiation.cipherSuite, let version = negotiation.version,
      let schedule = KeySchedule12(suite, version: version), let client = negotiation.clientRandom,
      let server = negotiation.serverRandom
    else { return nil }
    if negotiation.usesExtendedMasterSecret {
      guard let messages = negotiation.transcript.messages else { return nil }
      return schedule.extendedMasterSecret(premaster: premaster, messages: messages.rawSpan)
    }
    return schedule.masterSecret(premaster: premaster, client: client, server: server)
  }
}
