import Bytes

extension KeyRing {
  /// Remembers the master secret of a session that has an identifier; an empty one is none.
  package func remember(_ master: Secret, sessionID: RawSpan) {
    guard !sessionID.isEmpty else { return }
    lock.hold { sessions.remember(master, as: .identifier(sessionID)) }
  }

  /// Remembers the master secret of a session that a ticket resumes.
  package func remember(_ master: Secret, ticket: RawSpan) {
    guard !ticket.isEmpty else { return }
    lock.hold { sessions.remember(master, as: .ticket(ticket)) }
  }

  /// Remembers a master secret that was computed, so that `writeUsedSecrets` writes it too.
  package func remember(_ master: Secret, clientRandom: HelloRandom) {
    lock.hold { store(master, clientRandom: clientRandom) }
  }

  private func store(_ master: Secret, clientRandom: HelloRandom) {
    let key = clientRandom.octets
    guard derivedSecretCount < KeyLimits.derivedSecrets, store.address(.clientRandom, key: key.rawSpan) == nil else {
      return
    }
    derivedSecretCount += 1
    _ = store.insert(.clientRandom, key: key.rawSpan, secret: master.bytes, origin: master.origin)
    if let address = store.address(.clientRandom, key: key.rawSpan) { store.markUsed(at: address) }
  }
}
