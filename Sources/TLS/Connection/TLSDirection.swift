import Bytes
import Findings

/// What a side's records are under, in the order of a connection's life. Before TLS 1.3 the handshake's end is
/// `application` already.
enum TLSEpoch: UInt8, Comparable {
  case plain
  case early
  case handshake
  case application

  static func < (left: TLSEpoch, right: TLSEpoch) -> Bool { left.rawValue < right.rawValue }
}

/// The keys of an epoch.
struct EpochKeys {
  var epoch: TLSEpoch
  /// Usually one; several while the suite is not known (early data); none when the secret is not there.
  var protections: [RecordProtection]
  /// TLS 1.3: what the next generation's keys are made of.
  var secret: Secret?
  /// Where the secrets came from.
  var origin: KeyOrigin?
  /// Why there are no protections.
  var obstacle: TLSObstacle?
}

/// The records of one side of a connection: where they are cut, and what opens them.
struct TLSDirection {
  var reader: RecordReader
  var handshake = HandshakeReader()
  /// Nil while nothing is protected.
  var keys: EpochKeys?
  /// The epochs to come, as far as their keys are known already.
  var nextKeys: [EpochKeys] = []
  /// Before TLS 1.3: the keys that a ChangeCipherSpec puts in force.
  var pendingKeys: EpochKeys?
  /// Set when the records under keys are compressed too.
  var decompressor: RecordDecompressor?
  /// The number of the record behind the last one that opened.
  var sequence: UInt64 = 0
  /// How many records may lie between that one and the next at most.
  var missedRecords = 0
  /// Bytes of records, headers included, that were lost since the last one that opened.
  var lostByteCount = 0
  var isClosed = false
  var isFinished = false

  init(isMidStream: Bool) {
    reader = RecordReader(isMidStream: isMidStream)
  }

  var epoch: TLSEpoch { keys?.epoch ?? .plain }

  /// Goes on to the keys of the next epoch.
  mutating func advance(to epoch: TLSEpoch) {
    while let next = nextKeys.first, self.epoch < epoch {
      keys = next
      nextKeys.removeFirst()
      begin()
    }
  }

  /// Puts keys in force.
  mutating func use(_ keys: EpochKeys) {
    self.keys = keys
    begin()
  }

  private mutating func begin() {
    sequence = 0
    missedRecords = 0
    lostByteCount = 0
    handshake.forgetMessage()
  }

  /// Counts bytes that held at most so many records.
  mutating func lose(_ byteCount: Int, recordsAtMost records: Int) {
    lostByteCount = min(lostByteCount, Int.max / 4) + min(byteCount, Int.max / 4)
    missedRecords = min(missedRecords + min(records, TLSLimits.searchedRecordNumbers), TLSLimits.searchedRecordNumbers)
    handshake.forgetMessage()
    decompressor?.loseRecord()
  }

  // MARK: Opening

  /// A record that opened.
  struct Opened {
    var content: RecordProtection.Opened
    /// Bytes of content that were lost before it.
    var lostContentByteCount: Int
  }

  /// Decrypts and verifies a record by the keys in force; behind a loss also by other numbers and by the keys that may
  /// have come into force meanwhile. Nil when it opens by none.
  ///
  /// - Parameter budget: bytes that may still be decrypted in vain on this connection.
  mutating func open(
    _ header: RecordHeader, _ fragment: RawSpan, budget: inout Int, appendingTo output: inout [UInt8]
  ) -> Opened? {
    guard let keys else { return nil }
    for protection in keys.protections {
      if let opened = open(header, fragment, by: protection, from: sequence, budget: &budget, appendingTo: &output) {
        if keys.protections.count > 1 { self.keys?.protections = [protection] }
        return opened
      }
    }
    for (index, next) in nextKeys.enumerated() {
      for protection in next.protections {
        guard let opened = open(header, fragment, by: protection, from: 0, budget: &budget, appendingTo: &output)
        else { continue }
        self.keys = next
        self.keys?.protections = [protection]
        nextKeys.removeSubrange(...index)
        return opened
      }
    }
    if missedRecords > 0, keys.epoch == .application, let next = nextGeneration(of: keys),
      let opened = open(
        header, fragment, by: next.protections[0], from: 0, budget: &budget, appendingTo: &output)
    {
      self.keys = next
      return opened
    }
    return nil
  }

  private mutating func open(
    _ header: RecordHeader, _ fragment: RawSpan, by protection: RecordProtection, from first: UInt64,
    budget: inout Int, appendingTo output: inout [UInt8]
  ) -> Opened? {
    for missed in 0...UInt64(missedRecords) {
      let number = first &+ missed
      if let content = protection.open(header, fragment: fragment, sequence: number, appendingTo: &output) {
        let overhead = RecordHeader.byteCount + fragment.byteCount - content.content.count
        let lost = lostByteCount - Int(missed) * overhead
        sequence = number &+ 1
        missedRecords = 0
        let wasLost = lostByteCount > 0
        lostByteCount = 0
        return Opened(content: content, lostContentByteCount: wasLost ? max(1, lost) : 0)
      }
      budget -= fragment.byteCount + 64
      guard budget > 0 else { return nil }
    }
    return nil
  }

  /// Undoes the compression of a record that opened; false when that cannot be done.
  mutating func decompress(_ opened: inout Opened, in output: inout [UInt8]) -> Bool {
    guard let decompressor else { return true }
    let content = opened.content.content
    let compressed = Array(output[content.start..<content.end])
    output.removeSubrange(content.start...)
    guard let range = decompressor.decompress(compressed.rawSpan, appendingTo: &output) else { return false }
    opened.content.content = range
    return true
  }

  /// Notes that a record which was there did not open.
  mutating func giveUp(_ fragment: RawSpan) {
    for protection in keys?.protections ?? [] { protection.skipRecord(fragment) }
    lose(RecordHeader.byteCount + fragment.byteCount, recordsAtMost: 1)
  }

  // MARK: Key updates

  /// Goes on to the next generation of keys (RFC 8446 §7.2).
  mutating func updateKeys() {
    guard let keys, let next = nextGeneration(of: keys) else { return }
    use(next)
  }

  private func nextGeneration(of keys: EpochKeys) -> EpochKeys? {
    guard let secret = keys.secret, let suite = keys.protections.first?.suite,
      let next = KeySchedule13(suite)?.nextGeneration(of: secret),
      let protection = RecordProtection.tls13(suite, secret: next)
    else { return nil }
    return EpochKeys(epoch: .application, protections: [protection], secret: next, origin: next.origin)
  }
}
