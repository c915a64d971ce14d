import Bytes
import Findings

/// Decrypting without a hello: the secrets of the key log are tried, and the tag of a record is the proof.
extension TLSConnection {
  /// Whether keys may be found by trying for what a side sends.
  func mayTry(_ side: Side) -> Bool {
    negotiation.lacksHello && directions[side].epoch < .handshake
  }

  /// Tries traffic secrets of TLS 1.3 on a record, with every suite that they fit and as many record numbers as the budget
  /// allows. True when keys came into force by which the record opens.
  mutating func findKeysByTrial(
    _ header: RecordHeader, _ fragment: RawSpan, from side: Side, _ context: TLSContext
  ) -> Bool {
    guard mayTry(side), fragment.byteCount > 0 else { return false }
    // With a client random a few secrets are in question, else all.
    if negotiation.clientRandom == nil {
      guard trialsLeft[side] > 0 else { return false }
      trialsLeft[side] -= 1
    }
    let allowance = min(TLSLimits.trialByteCount, budget, context.budget)
    var left = allowance
    let found = trial(header, fragment, from: side, context.keys, budget: &left)
    spend(allowance - left, context)
    if let found { use(found, for: side, context.keys) }
    return found != nil
  }

  /// Keys that open a record, and its number.
  private struct Found {
    var candidate: KeyRing.Candidate
    var secret: Secret
    var protection: RecordProtection
    var number: UInt64
  }

  private func trial(
    _ header: RecordHeader, _ fragment: RawSpan, from side: Side, _ keys: KeyRing, budget: inout Int
  ) -> Found? {
    let suites = negotiation.cipherSuite.map { [$0] } ?? CipherSuite.ofTLS13
    var candidates: [KeyRing.Candidate] = []
    keys.forEachTrafficSecret(of: negotiation.clientRandom) { candidate in
      // A hello says who is the client; without one each side may be either.
      if !isFromStart || candidate.label.traffic?.side == side { candidates.append(candidate) }
      return candidates.count < TLSLimits.trialCandidates
    }
    guard !candidates.isEmpty else { return nil }
    let cost = TLSLimits.tryCost + fragment.byteCount
    let affordable = UInt64(max(1, budget / (candidates.count * suites.count * cost)))
    var scratch: [UInt8] = []
    for candidate in candidates {
      let secret = keys.secret(of: candidate)
      for suite in suites {
        guard budget > 0 else { return nil }
        guard let protection = RecordProtection.tls13(suite, secret: secret) else { continue }
        budget -= TLSLimits.keysCost
        for number in 0..<min(affordable, mostNumbers(of: candidate, side)) {
          let opened = protection.open(header, fragment: fragment, sequence: number, appendingTo: &scratch)
          if opened != nil {
            return Found(candidate: candidate, secret: secret, protection: protection, number: number)
          }
          budget -= cost
        }
      }
    }
    return nil
  }

  /// How many numbers a record may have.
  private func mostNumbers(of candidate: KeyRing.Candidate, _ side: Side) -> UInt64 {
    guard candidate.label.traffic?.epoch == .application else { return TLSLimits.trialHandshakeRecordNumbers }
    guard isFromStart else { return TLSLimits.trialRecordNumbers }
    return min(TLSLimits.trialRecordNumbers, UInt64(statistics.records[side] + directions[side].loss.mostRecords) + 1)
  }

  private mutating func use(_ found: Found, for side: Side, _ keys: KeyRing) {
    keys.markUsed(found.candidate)
    negotiation.clientRandom = found.candidate.clientRandom
    noteSuite(found.protection.suite)
    statistics.obstacle = nil
    let (epoch, owner) = found.candidate.label.traffic ?? (.application, side)
    let epochKeys = EpochKeys(
      epoch: epoch, protections: [found.protection], secret: found.secret, origin: found.secret.origin)
    let loss = directions[side].loss
    directions[side].use(
      epochKeys, then: epoch == .handshake ? [keys13(.application, of: owner, keys)] : [], from: found.number)
    // With the server's hello, the records of the other side are counted from their first.
    if negotiation.serverRandom != nil, directions[side.opposite].epoch == .plain {
      directions[side.opposite].use(
        keys13(.handshake, of: side.opposite, keys), then: [keys13(.application, of: side.opposite, keys)])
    }
    // A connection that was captured from its beginning misses what came before.
    if isFromStart, epoch == .application, found.number > 0 {
      directions[side].missContent(
        loss.content(
          of: Int(found.number), overhead: RecordHeader.byteCount + (found.protection.overheadByteCount ?? 0)))
    }
  }

  /// Takes over the suite under which a record of TLS 1.3 opened.
  mutating func noteSuite(_ suite: CipherSuite) {
    guard negotiation.cipherSuite == nil else { return }
    negotiation.version = negotiation.version ?? .tls13
    negotiation.cipherSuite = suite
    facts.version = facts.version ?? .tls13
    facts.cipherSuite = suite.rawValue
  }

  private var isFromStart: Bool { statistics.handshakeStart != nil || negotiation.serverRandom != nil }
}
