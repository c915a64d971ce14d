import Bytes
import Findings

/// The records of one side of a connection: where they are cut, and what opens them.
struct TLSDirection {
  var reader: RecordReader
  var handshake = HandshakeReader()
  /// Nil while nothing is protected.
  private(set) var keys: EpochKeys?
  /// The epochs to come, as far as their keys are known already.
  private(set) var nextKeys: [EpochKeys] = []
  /// Grows when other keys come into force.
  private(set) var keyChanges = 0
  /// Set when the records under keys are compressed too.
  private var decompressor: RecordDecompressor?
  /// The number of the record behind the last one that opened.
  private(set) var sequence: UInt64 = 0
  /// What is missing since then.
  private(set) var loss = RecordLoss()
  /// Whether the next record cannot open, for it needs the end of one that was lost (RFC 2246 §6.2.3.2).
  private var isChainBroken = false
  /// Whether a ChangeCipherSpec came before the version was known.
  var hasChangedCipher = false
  /// Whether an alert said that nothing more will come.
  var isClosed = false
  var isFinished = false

  init(isMidStream: Bool) {
    reader = RecordReader(isMidStream: isMidStream)
  }

  var epoch: TLSEpoch { keys?.epoch ?? .plain }

  /// Whether there is anything that could open a record.
  var hasProtections: Bool {
    !(keys?.protections.isEmpty ?? true) || nextKeys.contains { !$0.protections.isEmpty }
  }

  /// Whether a record that does not open may do so when a secret comes.
  var isSecretMissing: Bool {
    // What follows early data is under the next keys, and nothing in the open says where it begins.
    guard epoch != .early || nextKeys.isEmpty else { return nextKeys.allSatisfy(\.isSecretMissing) }
    return keys?.isSecretMissing == true && nextKeys.allSatisfy { $0.protections.isEmpty }
  }

  /// The number of the next record, if it is the one behind everything that was lost.
  var nextNumber: UInt64 { sequence &+ UInt64(loss.mostRecords) }

  // MARK: Keys

  /// Puts keys in force. Before TLS 1.3 they may come with compression.
  mutating func use(_ keys: EpochKeys?, then next: [EpochKeys] = [], decompressor: RecordDecompressor? = nil) {
    self.keys = keys
    self.decompressor = decompressor
    nextKeys = next
    beginKeys()
  }

  /// Puts keys in force of which the first `number` records were passed over.
  mutating func use(_ keys: EpochKeys, then next: [EpochKeys], from number: UInt64) {
    use(keys, then: next)
    sequence = number
  }

  /// Names the epochs to come.
  mutating func prepare(_ next: [EpochKeys]) {
    nextKeys = next
  }

  /// Goes on to the keys of an epoch.
  mutating func advance(to epoch: TLSEpoch) {
    while self.epoch < epoch, let next = nextKeys.first {
      use(next, then: Array(nextKeys.dropFirst()))
    }
  }

  /// Goes on to the next generation of keys (RFC 8446 §7.2).
  mutating func updateKeys() {
    if let next = keys?.nextGeneration { use(next) }
  }

  /// The epochs whose secret is missing.
  var epochsWithoutSecret: [TLSEpoch] {
    ((keys.map { [$0] } ?? []) + nextKeys).filter(\.isSecretMissing).map(\.epoch)
  }

  /// Takes keys in the place of those whose secret was missing.
  mutating func replace(_ found: EpochKeys) {
    if epoch == found.epoch { keys = found }
    for index in nextKeys.indices where nextKeys[index].epoch == found.epoch { nextKeys[index] = found }
  }

  private mutating func beginKeys() {
    keyChanges += 1
    sequence = 0
    loss = RecordLoss()
    isChainBroken = false
    hasChangedCipher = false
    handshake.forgetMessage()
  }

  // MARK: Losses

  /// Passes over bytes that held so many records; an unknown number when nil.
  mutating func lose(_ byteCount: Int, records: Int?) {
    loss.add(byteCount, records: records)
    if case .lastBlock? = keys?.protections.first?.continuity { isChainBroken = true }
    for protection in keys?.protections ?? [] { protection.loseRecord() }
    handshake.forgetMessage()
    decompressor?.loseRecord()
  }

  /// Notes that content is missing.
  mutating func missContent(_ byteCount: Int) {
    loss.addContent(byteCount)
  }

  /// Passes over a record that is there and did not open. True when it could not, for want of the record before.
  mutating func giveUp(_ fragment: RawSpan) -> Bool {
    let wasChainBroken = isChainBroken
    for protection in keys?.protections ?? [] { protection.skipRecord(fragment) }
    lose(RecordHeader.byteCount + fragment.byteCount, records: 1)
    isChainBroken = false
    return wasChainBroken
  }

  /// Content that is missing at the end: as many bytes as the records that did not open may have held.
  var missingByteCountAtEnd: Int {
    guard epoch == .application, let protection = keys?.protections.first, !loss.isEmpty else { return 0 }
    return loss.content(
      acrossKeys: 0, messages: 0, overhead: RecordHeader.byteCount + (protection.overheadByteCount ?? 0))
  }

  // MARK: Opening

  /// A record that opened.
  struct Opened {
    var content: RecordProtection.Opened
    /// The epoch of what is missing before it.
    var epochBefore: TLSEpoch
    /// Bytes of application data that are missing before it.
    var missingByteCount = 0
  }

  /// Decrypts and verifies a record by the keys in force; behind a loss also by other numbers and by the keys that may
  /// have come into force meanwhile. Nil when it opens by none.
  ///
  /// - Parameter budget: bytes that may still be decrypted in vain.
  mutating func open(
    _ header: RecordHeader, _ fragment: RawSpan, budget: inout Int, appendingTo output: inout [UInt8]
  ) -> Opened? {
    guard let keys else { return nil }
    for protection in keys.protections {
      guard
        let (content, missed) = open(
          header, fragment, by: protection, from: sequence, budget: &budget, appendingTo: &output)
      else { continue }
      let overhead = overhead(of: protection, fragment, content)
      let missing = content.unknownByteCount + (loss.isEmpty ? 0 : loss.content(of: missed, overhead: overhead))
      if keys.protections.count > 1 { self.keys?.protections = [protection] }
      goOn(behind: sequence &+ UInt64(missed))
      return Opened(content: content, epochBefore: keys.epoch, missingByteCount: missing)
    }
    if let opened = openByNextEpoch(header, fragment, budget: &budget, appendingTo: &output) { return opened }
    return openByNextGeneration(header, fragment, budget: &budget, appendingTo: &output)
  }

  private mutating func openByNextEpoch(
    _ header: RecordHeader, _ fragment: RawSpan, budget: inout Int, appendingTo output: inout [UInt8]
  ) -> Opened? {
    for (index, next) in nextKeys.enumerated() {
      for protection in next.protections {
        guard
          let (content, missed) = open(
            header, fragment, by: protection, from: 0, budget: &budget, appendingTo: &output)
        else { continue }
        var opened = Opened(content: content, epochBefore: epoch)
        // Early data ends with a message; what is missing of the handshake is no application data.
        if epoch == .early || missed > 0 {
          let overhead = overhead(of: protection, fragment, content)
          let ends = epoch == .early ? 1 : 0
          opened.missingByteCount =
            loss.isEmpty
            ? 0
            : loss.content(
              acrossKeys: missed + ends, messages: ends * HandshakeMessage.headerByteCount, overhead: overhead)
        }
        var keys = next
        keys.protections = [protection]
        use(keys, then: Array(nextKeys[(index + 1)...]))
        goOn(behind: UInt64(missed))
        return opened
      }
    }
    return nil
  }

  /// A KeyUpdate may be among the records that are missing (RFC 8446 §4.6.3).
  private mutating func openByNextGeneration(
    _ header: RecordHeader, _ fragment: RawSpan, budget: inout Int, appendingTo output: inout [UInt8]
  ) -> Opened? {
    guard loss.mostRecords > 0 else { return nil }
    var generation = nextKeys.last ?? keys
    for updates in 1...TLSLimits.searchedKeyUpdates {
      guard budget > 0, let next = generation?.nextGeneration else { return nil }
      generation = next
      guard
        let (content, missed) = open(
          header, fragment, by: next.protections[0], from: 0, budget: &budget, appendingTo: &output)
      else { continue }
      let missing = loss.content(
        acrossKeys: missed + updates, messages: updates * KeyUpdate.messageByteCount,
        overhead: overhead(of: next.protections[0], fragment, content))
      use(next)
      goOn(behind: UInt64(missed))
      return Opened(content: content, epochBefore: .application, missingByteCount: missing)
    }
    return nil
  }

  /// Tries the numbers that a record may have behind the loss; answers how many records were missed.
  private func open(
    _ header: RecordHeader, _ fragment: RawSpan, by protection: RecordProtection, from first: UInt64,
    budget: inout Int, appendingTo output: inout [UInt8]
  ) -> (content: RecordProtection.Opened, missed: Int)? {
    for missed in 0...loss.mostRecords {
      let lostByteCount = missed == 0 ? 0 : max(0, loss.byteCount - missed * RecordHeader.byteCount)
      let content = protection.open(
        header, fragment: fragment, sequence: first &+ UInt64(missed), behind: lostByteCount, appendingTo: &output)
      if let content { return (content, missed) }
      budget -= TLSLimits.tryCost + fragment.byteCount
      if case .byteCount = protection.continuity { budget -= lostByteCount }
      guard budget > 0 else { return nil }
    }
    return nil
  }

  private func overhead(
    of protection: RecordProtection, _ fragment: RawSpan, _ content: RecordProtection.Opened
  ) -> Int {
    // A block cipher's records have padding; those that are missing are taken to have as much as the one that is there.
    RecordHeader.byteCount
      + (protection.overheadByteCount ?? fragment.byteCount - content.content.count - content.unknownByteCount)
  }

  private mutating func goOn(behind number: UInt64) {
    sequence = number &+ 1
    loss = RecordLoss()
    isChainBroken = false
  }

  /// Undoes the compression of a record that opened; false when that cannot be done.
  mutating func decompress(_ opened: inout Opened, in output: inout [UInt8]) -> Bool {
    guard let decompressor else { return true }
    let content = opened.content.content
    let compressed = Array(output[content.start..<content.end])
    output.removeSubrange(content.start...)
    guard let range = decompressor.decompress(compressed.rawSpan, appendingTo: &output) else {
      loss.addContent(max(1, compressed.count) + opened.missingByteCount)
      return false
    }
    opened.content.content = range
    return true
  }
}
