import Bytes
import Findings

/// Finding the keys of an epoch.
extension TLSConnection {
  // MARK: TLS 1.3

  /// The keys of early data. The suite is that of the session which is resumed; until a record opens, it may be any that the
  /// client offers and the secret fits.
  func earlyKeys(of random: HelloRandom, offered: [CipherSuite], _ keys: KeyRing) -> EpochKeys {
    guard let secret = keys.secret(.clientEarlyTraffic, for: random) else {
      return EpochKeys(epoch: .early, protections: [], obstacle: .noSecret)
    }
    return EpochKeys(
      epoch: .early, protections: offered.compactMap { RecordProtection.tls13($0, secret: secret) },
      origin: secret.origin)
  }

  /// Puts the handshake's keys in force, and makes those of application data ready.
  mutating func useKeys13(_ keys: KeyRing) {
    for side in Side.allCases {
      let handshake = keys13(.handshake, of: side, keys)
      let application = keys13(.application, of: side, keys)
      if side == .client, directions.client.epoch == .early {
        directions.client.nextKeys = [handshake, application]
      } else {
        directions[side].use(handshake)
        directions[side].nextKeys = [application]
      }
    }
  }

  private func keys13(_ epoch: TLSEpoch, of side: Side, _ keys: KeyRing) -> EpochKeys {
    guard let random = negotiation.clientRandom, let suite = negotiation.cipherSuite else {
      return EpochKeys(epoch: epoch, protections: [], obstacle: .handshakeNotCaptured)
    }
    guard suite.parameters != nil else {
      return EpochKeys(epoch: epoch, protections: [], obstacle: .unsupportedSuite(suite))
    }
    let label: KeyLabel =
      switch (epoch, side) {
      case (.application, .client): .clientTraffic
      case (.application, .server): .serverTraffic
      case (_, .client): .clientHandshakeTraffic
      case (_, .server): .serverHandshakeTraffic
      }
    guard let secret = keys.secret(label, for: random) else {
      let handshake: KeyLabel = side == .client ? .clientHandshakeTraffic : .serverHandshakeTraffic
      let hasHandshake = epoch == .application && keys.contains(handshake, for: random)
      return EpochKeys(epoch: epoch, protections: [], obstacle: hasHandshake ? .onlyHandshakeSecrets : .noSecret)
    }
    guard let protection = RecordProtection.tls13(suite, secret: secret) else {
      return EpochKeys(epoch: epoch, protections: [], obstacle: .unsupportedSuite(suite))
    }
    return EpochKeys(epoch: epoch, protections: [protection], secret: secret, origin: secret.origin)
  }

  /// Looks again for secrets that were not there.
  mutating func findMissingKeys(_ keys: KeyRing) {
    for side in Side.allCases {
      if negotiation.version?.isTLS13 == true {
        for index in directions[side].nextKeys.indices where directions[side].nextKeys[index].protections.isEmpty {
          directions[side].nextKeys[index] = keys13(directions[side].nextKeys[index].epoch, of: side, keys)
        }
        if let current = directions[side].keys, current.protections.isEmpty, current.epoch != .early {
          directions[side].keys = keys13(current.epoch, of: side, keys)
        }
      } else if let current = directions[side].keys, current.protections.isEmpty {
        directions[side].keys = applicationKeys12(of: side, keys)
      }
    }
  }

  // MARK: TLS 1.0 to 1.2

  /// The keys that a ChangeCipherSpec of a side puts in force.
  mutating func applicationKeys12(of side: Side, _ keys: KeyRing) -> EpochKeys {
    guard let version = negotiation.version, let suite = negotiation.cipherSuite,
      let client = negotiation.clientRandom, let server = negotiation.serverRandom
    else { return EpochKeys(epoch: .application, protections: [], obstacle: .handshakeNotCaptured) }
    guard version.rawValue >= TLSVersion.tls10.rawValue, version.rawValue <= TLSVersion.tls12.rawValue else {
      return EpochKeys(epoch: .application, protections: [], obstacle: .unsupportedVersion(version))
    }
    guard let schedule = KeySchedule12(suite, version: version) else {
      return EpochKeys(epoch: .application, protections: [], obstacle: .unsupportedSuite(suite))
    }
    guard let master = findMaster(keys) else {
      return EpochKeys(epoch: .application, protections: [], obstacle: .noSecret)
    }
    guard let recordKeys = schedule.recordKeys(master: master, client: client, server: server),
      let protection = RecordProtection.tls12(
        suite, version: version, keys: side == .client ? recordKeys.client : recordKeys.server,
        encryptThenMAC: negotiation.usesEncryptThenMAC, truncatedMAC: negotiation.usesTruncatedHMAC)
    else { return EpochKeys(epoch: .application, protections: [], obstacle: .unsupportedSuite(suite)) }
    return EpochKeys(epoch: .application, protections: [protection], origin: master.origin)
  }

  /// The master secret: from the key log, from the session that is resumed, or made of the premaster secret.
  mutating func findMaster(_ keys: KeyRing) -> Secret? {
    if let master = negotiation.master { return master }
    guard let client = negotiation.clientRandom else { return nil }
    let master =
      keys.secret(.clientRandom, for: client) ?? resumedMaster(keys) ?? premaster(keys).flatMap { makeMaster($0) }
    guard let master else { return nil }
    negotiation.master = master
    keys.remember(master, sessionID: negotiation.serverSessionID.rawSpan)
    keys.remember(master, clientRandom: client)
    return master
  }

  private func resumedMaster(_ keys: KeyRing) -> Secret? {
    guard !negotiation.isFull else {
      return keys.masterSecret(sessionID: negotiation.serverSessionID.rawSpan)
    }
    return keys.masterSecret(sessionID: negotiation.serverSessionID.rawSpan)
      ?? keys.masterSecret(ticket: negotiation.ticket.rawSpan)
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
      return schedule.extendedMasterSecret(premaster: premaster, messages: negotiation.transcript.rawSpan)
    }
    return schedule.masterSecret(premaster: premaster, client: client, server: server)
  }
}
