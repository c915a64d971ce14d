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
      // Nothing more can be kept: what waits goes on without its secret.
      isOutOfPatience = true
      resume(context: context, into: &output)
    }
    if isProtected(header, from: side) {
      readProtected(header, fragment, from: side, at: time, context, &output)
    } else {
      readContent(header.type, fragment, from: side, at: time, context, &output)
    }
  }

  /// Whether a record is under keys, or must be: TLS 1.3 sends alerts and ChangeCipherSpec in the open during its handshake.
  private func isProtected(_ header: RecordHeader, from side: Side) -> Bool {
    guard directions[side].epoch != .plain else { return header.type == .applicationData }
    return negotiation.version?.isTLS13 != true || header.type == .applicationData
  }

  // MARK: Protected records

  private mutating func readProtected(
    _ header: RecordHeader, _ fragment: RawSpan, from side: Side, at time: Timestamp, _ context: TLSContext,
    _ output: inout TLSOutput
  ) {
    noteEndOfHandshake(from: side, at: time)
    if directions[side].keys == nil { tryWithoutHandshake(header, fragment, from: side, context.keys) }
    if lacksKeys(of: side), !context.keys.isComplete, !isOutOfPatience {
      findMissingKeys(context.keys)
      if lacksKeys(of: side), waiting.keep(header, fragment, from: side, at: time) { return }
    }
    let start = output.bytes.count
    guard var opened = directions[side].open(header, fragment, budget: &budget, appendingTo: &output.bytes) else {
      keepClosed(header, fragment, from: side, at: time, into: &output)
      return
    }
    statistics.openedRecords += 1
    if statistics.keyOrigin == nil { statistics.keyOrigin = directions[side].keys?.origin }
    guard directions[side].decompress(&opened, in: &output.bytes) else {
      output.bytes.removeSubrange(start...)
      output.events.append(.finding(.recordNotDecompressed(from: side), at: time))
      directions[side].lose(RecordHeader.byteCount + fragment.byteCount, recordsAtMost: 0)
      return
    }
    let content = opened.content.content
    if opened.lostContentByteCount > 0, directions[side].epoch == .application {
      output.events.append(.gap(byteCount: opened.lostContentByteCount, from: side, at: time))
    }
    if opened.content.type == .applicationData {
      if directions[side].epoch == .early {
        receiveEarlyData(at: start, content, at: time, into: &output)
      } else {
        statistics.plaintextByteCounts[side] += content.count
        output.add(content, from: side, at: time)
      }
      return
    }
    // Everything else is short and rare: it is moved out of the way of the application data.
    let copy = Array(output.bytes[content.start..<content.end])
    output.bytes.removeSubrange(start...)
    readContent(opened.content.type, copy.rawSpan, from: side, at: time, context, &output)
  }

  private func lacksKeys(of side: Side) -> Bool {
    guard let keys = directions[side].keys else { return false }
    return keys.protections.isEmpty && keys.obstacle == .noSecret
      && directions[side].nextKeys.allSatisfy { $0.protections.isEmpty }
  }

  /// Counts a record that does not open, and says why.
  private mutating func keepClosed(
    _ header: RecordHeader, _ fragment: RawSpan, from side: Side, at time: Timestamp, into output: inout TLSOutput
  ) {
    statistics.sealedRecords += 1
    let direction = directions[side]
    let hasKeys =
      !(direction.keys?.protections.isEmpty ?? true) || direction.nextKeys.contains { !$0.protections.isEmpty }
    if hasKeys {
      // The number is that of the record if none was lost before it.
      let number = direction.sequence &+ UInt64(direction.missedRecords)
      if direction.epoch != .early {
        note(.notAuthentic(record: number, from: side))
        output.events.append(.finding(.recordNotAuthentic(number, from: side, fragment.byteCount), at: time))
      }
    } else if direction.epoch != .early {
      note(direction.keys?.obstacle ?? .handshakeNotCaptured)
    }
    directions[side].giveUp(fragment)
  }

  /// Keeps the first obstacle, unless a later one says more.
  mutating func note(_ obstacle: TLSObstacle) {
    if statistics.obstacle == nil || statistics.obstacle?.isTotal == false && obstacle.isTotal {
      statistics.obstacle = obstacle
    }
  }

  private mutating func receiveEarlyData(
    at start: Int, _ content: ByteRange, at time: Timestamp, into output: inout TLSOutput
  ) {
    if earlyData.isAccepted == true {
      statistics.plaintextByteCounts.client += content.count
      output.add(content, from: .client, at: time)
      return
    }
    earlyData.keep(output.bytes.rawSpan.extracting(content), at: time)
    output.bytes.removeSubrange(start...)
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
    guard let version = negotiation.version, !version.isTLS13 else { return }
    // A server that resumes a session changes the cipher without a certificate or key exchange of its own.
    if side == .server, directions.server.epoch == .plain, !negotiation.isFull { facts.isResumed = true }
    directions[side].use(applicationKeys12(of: side, keys))
    directions[side].decompressor = negotiation.isCompressed ? RecordDecompressor() : nil
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
