import Bytes
import Threads

/// All secrets of a run, which every connection shares.
///
/// Connections that are read by several threads look for secrets, and mark those that they find, under a lock: a few times for a
/// handshake. Secrets are added while no other thread looks for any.
package final class KeyRing: @unchecked Sendable {
  let lock = Lock()
  private(set) var store = SecretStore()
  /// Secrets of before `forgetOldSecrets`: one that is asked for moves to the others.
  private var oldStore: SecretStore?
  private var statistics = [KeyStatistics](repeating: KeyStatistics(), count: KeyOrigin.allCases.count)
  /// Names of the key log files that were read.
  package internal(set) var logNames: [String] = []
  /// About lines that gave nothing, as many as `KeyLimits.warnings`.
  package private(set) var warnings: [KeyLogWarning] = []
  /// How many warnings more there were.
  package private(set) var omittedWarningCount = 0
  /// Whether no more secrets can come: set by whoever reads the logs.
  package var isComplete = false
  /// How often a secret was added: whoever missed one looks again when there are more.
  private(set) var insertions = 0
  var sessions = SessionMemory()
  var privateKeys: [RSAKey] = []
  var derivedSecretCount = 0

  /// Whether there are secrets of TLS 1.2 or older: what is learnt from a connection may be needed by one that resumes its
  /// session, so that the connections must be read in their order.
  package var hasSessionSecrets: Bool { hasInsertedSessionSecrets || !privateKeys.isEmpty }
  private var hasInsertedSessionSecrets = false

  package init() {}

  /// How much came from where.
  package func statistics(of origin: KeyOrigin) -> KeyStatistics {
    lock.hold { statistics[Int(origin.rawValue)] }
  }

  /// How many private keys there are.
  package var privateKeyCount: Int { privateKeys.count }

  /// Whether there is nothing to decrypt with.
  package var isEmpty: Bool {
    privateKeys.isEmpty && lock.hold { statistics.allSatisfy { $0.secretCount == 0 } }
  }

  /// A traffic secret of TLS 1.3, or the master secret of an older connection, by the client's random.
  ///
  /// The label is not `.encryptedPremaster` or `.sessionID`. What is found counts as used.
  package func secret(_ label: KeyLabel, for clientRandom: HelloRandom) -> Secret? {
    secret(label, key: clientRandom.octets.rawSpan)
  }

  /// The premaster secret of which the first bytes of its encryption are known, at least eight.
  package func premaster(encryptedAs bytes: RawSpan) -> Secret? {
    bytes.byteCount < 8 ? nil : secret(.encryptedPremaster, key: bytes.extracting(0..<8))
  }

  /// The master secret of a session that is resumed by its identifier.
  package func masterSecret(sessionID: RawSpan) -> Secret? {
    secret(.sessionID, key: sessionID) ?? lock.hold { sessions.master(of: .identifier(sessionID)) }
  }

  /// The master secret of a session that is resumed by a ticket.
  package func masterSecret(ticket: RawSpan) -> Secret? {
    lock.hold { sessions.master(of: .ticket(ticket)) }
  }

  /// Whether a secret is there; it does not count as used.
  package func contains(_ label: KeyLabel, for clientRandom: HelloRandom) -> Bool {
    lock.hold {
      store.address(label, key: clientRandom.octets.rawSpan) != nil
        || oldStore?.address(label, key: clientRandom.octets.rawSpan) != nil
    }
  }

  private func secret(_ label: KeyLabel, key: RawSpan) -> Secret? {
    lock.hold { find(label, key: key) }
  }

  private func find(_ label: KeyLabel, key: RawSpan) -> Secret? {
    if let address = store.address(label, key: key) { return use(address) }
    guard let oldStore, let address = oldStore.address(label, key: key) else { return nil }
    _ = store.insert(label, key: key, secret: oldStore.secret(at: address), origin: oldStore.origin(at: address))
    return store.address(label, key: key).map(use)
  }

  /// Forgets the secrets that were not asked for between the last two calls, when so many bytes were added since the last.
  /// No candidate of before is of use after it.
  package func forgetOldSecrets(beyond byteCount: Int) {
    guard store.byteCount > byteCount else { return }
    oldStore = store
    store = SecretStore()
  }

  /// A copy of a stored secret, which now counts as used. Only under the lock.
  func use(_ address: SecretStore.Address) -> Secret {
    let store = store
    let origin = store.origin(at: address)
    if !store.isUsed(at: address) {
      store.markUsed(at: address)
      statistics[Int(origin.rawValue)].usedCount += 1
    }
    return Secret(store.secret(at: address), origin: origin)
  }

  /// Adds a secret, of which the counts of bytes fit the label.
  func insert(_ label: KeyLabel, key: RawSpan, secret: RawSpan, origin: KeyOrigin) {
    if store.insert(label, key: key, secret: secret, origin: origin) {
      insertions += 1
      if label.isOfSession { hasInsertedSessionSecrets = true }
      statistics[Int(origin.rawValue)].secretCount += 1
    }
  }

  func countLine(of origin: KeyOrigin) {
    statistics[Int(origin.rawValue)].lineCount += 1
  }

  func warn(_ warning: KeyLogWarning) {
    if warnings.count < KeyLimits.warnings {
      warnings.append(warning)
    } else {
      omittedWarningCount += 1
    }
  }
}
