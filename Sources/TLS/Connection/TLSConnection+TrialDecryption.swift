import Bytes
import Findings

/// Decrypting without a handshake: the secrets of the key log are tried, and the tag of a record is the proof.
extension TLSConnection {
  /// Tries every traffic secret of TLS 1.3 on a side's first record, with every suite that it fits and as many record
  /// numbers as the budget allows.
  mutating func tryWithoutHandshake(
    _ header: RecordHeader, _ fragment: RawSpan, from side: Side, _ keys: KeyRing
  ) {
    guard statistics.handshakeStart == nil, negotiation.serverRandom == nil, !triedSides[side],
      header.type == .applicationData, fragment.byteCount > 0
    else { return }
    triedSides[side] = true
    let candidates = candidates(from: side, keys)
    guard !candidates.isEmpty else { return }
    let tries = TLSLimits.trialByteCount / (candidates.count * (fragment.byteCount + 64))
    let numbers = min(TLSLimits.trialRecordNumbers, tries)
    var scratch: [UInt8] = []
    for (candidate, protection, secret) in candidates {
      for number in 0..<UInt64(max(1, numbers)) {
        guard
          protection.open(header, fragment: fragment, sequence: number, appendingTo: &scratch) != nil
        else { continue }
        accept(candidate, protection, secret, number: number, from: side, keys)
        return
      }
    }
  }

  private func candidates(from side: Side, _ keys: KeyRing) -> [(KeyRing.Candidate, RecordProtection, Secret)] {
    var found: [(KeyRing.Candidate, RecordProtection, Secret)] = []
    let known = negotiation.clientRandom
    keys.forEachTrafficSecret { candidate in
      // Once one side has opened, the other's secret has the same random.
      guard known == nil || candidate.clientRandom == known else { return true }
      let secret = keys.secret(of: candidate)
      for suite in negotiation.cipherSuite.map({ [$0] }) ?? CipherSuite.ofTLS13 {
        guard let protection = RecordProtection.tls13(suite, secret: secret) else { continue }
        found.append((candidate, protection, secret))
      }
      return found.count < TLSLimits.trialCandidates
    }
    return found
  }

  private mutating func accept(
    _ candidate: KeyRing.Candidate, _ protection: RecordProtection, _ secret: Secret, number: UInt64, from side: Side,
    _ keys: KeyRing
  ) {
    keys.markUsed(candidate)
    negotiation.clientRandom = candidate.clientRandom
    negotiation.version = .tls13
    negotiation.cipherSuite = protection.suite
    facts.version = .tls13
    facts.cipherSuite = protection.suite.rawValue
    statistics.obstacle = nil
    directions[side].use(
      EpochKeys(epoch: .application, protections: [protection], secret: secret, origin: secret.origin))
    directions[side].sequence = number
  }
}
