import Bytes

extension KeyRing {
  /// A secret for a connection of which the handshake was not seen.
  package struct Candidate: Sendable {
    let address: SecretStore.Address
    package let label: KeyLabel
    package let clientRandom: HelloRandom
  }

  /// Calls a closure with the traffic secrets of TLS 1.3, oldest first, until it answers false: those of one client random,
  /// or all. None of them counts as used.
  package func forEachTrafficSecret(of clientRandom: HelloRandom?, _ body: (Candidate) -> Bool) {
    let store = store
    guard let clientRandom else {
      return store.forEach { address in
        let label = store.label(at: address)
        guard label.traffic != nil, let clientRandom = HelloRandom(store.key(at: address)) else { return true }
        return body(Candidate(address: address, label: label, clientRandom: clientRandom))
      }
    }
    let key = clientRandom.octets
    for label in KeyLabel.allCases where label.traffic != nil {
      if let address = store.address(label, key: key.rawSpan),
        !body(Candidate(address: address, label: label, clientRandom: clientRandom))
      {
        return
      }
    }
  }

  /// A candidate's secret, which does not count as used.
  package func secret(of candidate: Candidate) -> Secret {
    let store = store
    return Secret(store.secret(at: candidate.address), origin: store.origin(at: candidate.address))
  }

  /// Counts a candidate as used: it opened a record.
  package func markUsed(_ candidate: Candidate) {
    _ = lock.hold { use(candidate.address) }
  }
}
