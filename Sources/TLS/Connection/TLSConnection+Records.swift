import Bytes
import Findings

/// Reading records: in the open, and under keys.
extension TLSConnection {
  mutating func read(
    _ header: RecordHeader, _ fragment: RawSpan, from side: Side, at time: Timestamp, _ context: TLSContext,
    _ output: inout TLSOutput
  ) {
    if waiting.isWaiting {
      if waiting.keep(header, fragment, from: side, at: time) { return }
      loseHope(context, into: &output)
    }
    if isProtected(header, fragment, from: side) {
      readProtected(header, fragment, from: side, at: time, context, &output)
    } else if header.type == .handshake, directions[side].epoch > .early {
      // Anybody may have put it there (RFC 8446 §5).
      output.events.append(.finding(.handshakeInTheOpen(from: side), at: time))
    } else {
      readContent(header.type, fragment, from: side, at: time, context, &output)
    }
  }

  /// Nothing more can be kept: what waits goes on without its secret.
  mutating func loseHope(_ context: TLSContext, into output: inout TLSOutput) {
    isOutOfPatience = true
    resume(context: context, into: &output)
  }

  /// Whether a record is under keys, or must be: TLS 1.3 sends alerts and ChangeCipherSpec in the open during its handshake.
  private func isProtected(_ header: RecordHeader, _ fragment: RawSpan, from side: Side) -> Bool {
    if header.type == .applicationData { return true }
    if directions[side].epoch == .application { return negotiation.version?.isTLS13 != true }
    // The answer was not captured; a second ClientHello is still in the open.
    return directions[side].hasChangedCipher && negotiation.version == nil && !ClientHello.isWhole(fragment)
  }

  // MARK: Protected records

  private mutating func readProtected(
    _ header: RecordHeader, _ fragment: RawSpan, from side: Side, at time: Timestamp, _ context: TLSContext,
    _ output: inout TLSOutput
  ) {
    let start = output.bytes.count
    if directions[side].isSecretMissing { findMissingKeys(context.keys) }
    guard var opened = open(header, fragment, from: side, context, appendingTo: &output.bytes) else {
      let mayOpenLater = directions[side].isSecretMissing || header.type == .applicationData && mayTry(side)
      if mayOpenLater, !context.keys.isComplete, !isOutOfPatience,
        waiting.keep(header, fragment, from: side, at: time)
      {
        return
      }
      noteEndOfHandshake(from: side, at: time)
      keepClosed(fragment, from: side, at: time, into: &output)
      return
    }
    noteEndOfHandshake(from: side, at: time)
    guard mayBegin(opened.content, in: output.bytes, from: side) else {
      output.bytes.removeSubrange(start...)
      directions[side].use(EpochKeys(epoch: .application, obstacle: .notAuthentic(record: 0, from: side)))
      keepClosed(fragment, from: side, at: time, into: &output)
      return
    }
    noteOpened(from: side)
    guard directions[side].decompress(&opened, in: &output.bytes) else {
      output.bytes.removeSubrange(start...)
      output.events.append(.finding(.recordNotDecompressed(from: side), at: time))
      return
    }
    noteMissing(before: opened, from: side, at: time, into: &output)
    let content = opened.content.content
    if opened.content.type == .applicationData {
      receiveData(content, from: side, start: start, at: time, into: &output)
      return
    }
    // Everything else is short and rare: it is moved out of the way of the application data.
    let copy = Array(output.bytes[content.start..<content.end])
    output.bytes.removeSubrange(start...)
    guard opened.content.unknownByteCount == 0 else { return }
    readContent(opened.content.type, copy.rawSpan, from: side, at: time, context, &output)
  }

  /// Whether a record that opened is not the first one under keys of TLS 1.2 or older, or ends the handshake as that one must
  /// (RFC 5246 §7.4.9).
  ///
  /// It does not where a damaged hello names a suite without encryption: the MAC of what was encrypted (RFC 7366) would make that
  /// pass for plaintext.
  private func mayBegin(_ opened: RecordProtection.Opened, in bytes: [UInt8], from side: Side) -> Bool {
    guard directions[side].sequence == 1, directions[side].epoch == .application, negotiation.version?.isTLS13 == false,
      !negotiation.isCompressed
    else { return true }
    let content = opened.content
    guard opened.type == .handshake, content.count > 0 else { return opened.type == .handshake }
    return bytes[content.start] == HandshakeType.finished.rawValue
  }

  /// Opens a record by the keys in force or, without a hello, by those that trying finds.
  private mutating func open(
    _ header: RecordHeader, _ fragment: RawSpan, from side: Side, _ context: TLSContext,
    appendingTo output: inout [UInt8]
  ) -> TLSDirection.Opened? {
    let allowance = min(budget, context.budget)
    var left = allowance
    defer { spend(allowance - left, context) }
    if let opened = directions[side].open(header, fragment, budget: &left, appendingTo: &output) { return opened }
    guard header.type == .applicationData, findKeysByTrial(header, fragment, from: side, context) else { return nil }
    return directions[side].open(header, fragment, budget: &left, appendingTo: &output)
  }

  /// Counts bytes that were decrypted in vain.
  mutating func spend(_ byteCount: Int, _ context: TLSContext) {
    budget -= byteCount
    context.budget -= byteCount
  }

  private mutating func noteOpened(from side: Side) {
    statistics.openedRecords += 1
    guard let keys = directions[side].keys else { return }
    if statistics.keyOrigin == nil { statistics.keyOrigin = keys.origin }
    if keys.epoch > .early, let suite = keys.protections.first?.suite { noteSuite(suite) }
  }

  private mutating func noteMissing(
    before opened: TLSDirection.Opened, from side: Side, at time: Timestamp, into output: inout TLSOutput
  ) {
    guard opened.missingByteCount > 0 else { return }
    if opened.epochBefore == .early {
      earlyData.miss(opened.missingByteCount, at: time, into: &output)
    } else if directions[side].epoch == .application {
      output.events.append(.gap(byteCount: opened.missingByteCount, from: side, at: time))
    }
  }

  private mutating func receiveData(
    _ content: ByteRange, from side: Side, start: Int, at time: Timestamp, into output: inout TLSOutput
  ) {
    if directions[side].epoch == .early {
      statistics.plaintextByteCounts[side] += earlyData.receive(content, from: start, at: time, into: &output)
    } else {
      // An answer that comes later would put early data behind this.
      if side == .client, earlyData.isAccepted == nil { earlyData.reject() }
      statistics.plaintextByteCounts[side] += content.count
      output.add(content, from: side, at: time)
    }
  }

  /// Counts a record that does not open, and says why.
  private mutating func keepClosed(
    _ fragment: RawSpan, from side: Side, at time: Timestamp, into output: inout TLSOutput
  ) {
    statistics.sealedRecords += 1
    let direction = directions[side]
    let number = direction.nextNumber
    let epoch = direction.epoch
    let keys = direction.keys
    let hasProtections = direction.hasProtections
    let isExpected = directions[side].giveUp(fragment)
    // Early data that the server passes over is no loss, and whether it does may not be known.
    guard epoch != .early, !(epoch == .plain && side == .client && earlyData.isAccepted == false) else { return }
    if !hasProtections {
      note(keys?.obstacle ?? .handshakeNotCaptured)
    } else if !isExpected, keys?.protections.isEmpty == false {
      // Without the handshake's secret, its records stay closed, and those of application data may open.
      note(.notAuthentic(record: number, from: side))
      output.events.append(.finding(.recordNotAuthentic(number, from: side, fragment.byteCount), at: time))
    }
  }

  /// Keeps the first obstacle, unless a later one says more.
  private mutating func note(_ obstacle: TLSObstacle) {
    if statistics.obstacle == nil || statistics.obstacle?.isTotal == false && obstacle.isTotal {
      statistics.obstacle = obstacle
    }
  }

  // MARK: Content

  private mutating func readContent(
    _ type: ContentType, _ content: RawSpan, from side: Side, at time: Timestamp, _ context: TLSContext,
    _ output: inout TLSOutput
  ) {
    switch type {
    case .handshake:
      readHandshake(content, from: side, at: time, context, &output)
    case .changeCipherSpec:
      changeCipher(of: side, context.keys)
    case .alert:
      readAlert(content, from: side, at: time, into: &output)
    case .heartbeat:
      break
    default:
      output.events.append(.finding(.unknownContentType(type, from: side), at: time))
    }
  }

  private mutating func readAlert(
    _ content: RawSpan, from side: Side, at time: Timestamp, into output: inout TLSOutput
  ) {
    guard let alert = Alert(content) else { return }
    if alert.description == .closeNotify {
      directions[side].isClosed = true
      return
    }
    if alert.isFatal { directions[side].isClosed = true }
    output.events.append(.finding(.alert(alert, from: side), at: time))
  }

  /// Before TLS 1.3: the keys that were agreed on come into force.
  private mutating func changeCipher(of side: Side, _ keys: KeyRing) {
    // Before the ServerHello only TLS 1.3 sends it, for middleboxes (RFC 8446 §D.4).
    guard let version = negotiation.version else {
      directions[side].hasChangedCipher = true
      return
    }
    guard !version.isTLS13 else { return }
    // The keys of a handshake come into force once; another change is that of a renegotiation whose hello was lost.
    guard !negotiation.isInForce[side] else {
      directions[side].use(EpochKeys(epoch: .application, obstacle: .handshakeNotCaptured), decompressor: nil)
      return
    }
    negotiation.isInForce[side] = true
    // A server that resumes a session changes the cipher without a certificate or key exchange of its own.
    if side == .server, directions.server.epoch == .plain, !negotiation.isFull { facts.isResumed = true }
    directions[side].use(
      keys12(of: side, keys), decompressor: negotiation.isCompressed ? RecordDecompressor() : nil)
  }

  /// The handshake is over for a side with its first protected record behind the other's.
  private mutating func noteEndOfHandshake(from side: Side, at time: Timestamp) {
    guard statistics.handshakeEnd == nil, statistics.handshakeStart != nil else { return }
    let isTLS13 = negotiation.version?.isTLS13 == true
    let isOver =
      isTLS13
      ? side == .client && directions.client.epoch != .early && statistics.roundTrips > 0
      : directions.client.epoch == .application && directions.server.epoch == .application
    guard isOver else { return }
    // Before TLS 1.3 the record that ends a full handshake is itself what the client waited for.
    countRoundTrip(from: side)
    statistics.handshakeEnd = time
  }
}
