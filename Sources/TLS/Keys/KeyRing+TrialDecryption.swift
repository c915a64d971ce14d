import Bytes

extension KeyRing {
  /// A secret for a connection of which the handshake was not seen.
  package struct Candidate: Sendable {
    let address: SecretStore.Address
    package let label: KeyLabel
    package let clientRandom: HelloRandom
  }

  /// Calls a closure with each secret of application data in TLS 1.3, oldest first, until it answers false. None of them
  /// counts as used.
  package func forEachTrafficSecret(_ body: (Candidate) -> Bool) {
    let store = store
    store.forEach { address in
      let label = store.label(at: address)
      guard label == .clientTraffic || label == .serverTraffic,
        let clientRandom = HelloRandom(store.key(at: address))
      else { return true }
      return body(Candidate(address: address, label: label, clientRandom: clientRandom))
    }
  }

  /// A candidate's secret, which does not count as used.
  package func secret(of candidate: Candidate) -> Secret {
    let store = store
    return Secret(store.secret(at: candidate.address), origin: store.origin(at: candidate.address))
  }

  /// Counts a candidate as used: it opened a record.
  package func markUsed(_ candidate: Candidate) {
    _ = use(candidate.address)
  }
}
