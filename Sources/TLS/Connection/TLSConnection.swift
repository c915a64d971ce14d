import Bytes
import Findings

/// One TLS connection, both directions: takes records, gives application data.
///
/// It reads the handshake as far as it is in the open or its keys are there, finds the secrets in a `KeyRing`, and opens
/// records. Bytes whose tag or MAC does not verify are never given out.
package struct TLSConnection {
  package internal(set) var facts = TLSFacts()
  package internal(set) var statistics = TLSStatistics()
  var directions: BySide<TLSDirection>
  var negotiation = Negotiation()
  /// What came while a secret was missing that may still come.
  var waiting = WaitingRecords()
  /// How many secrets there were when they were last looked for.
  var seenInsertions = 0
  /// Early data that the server has not answered yet.
  var earlyData = EarlyData()
  /// Bytes that may still be decrypted in vain on this connection.
  var budget = TLSLimits.triedByteCount
  /// Whether no more may be kept for secrets that come later.
  var isOutOfPatience = false
  /// Whether the client showed a certificate.
  package internal(set) var hasClientCertificate = false
  /// For how many records of a side the whole key log may still be searched, for want of a handshake.
  var trialsLeft = BySide(both: TLSLimits.trialRecords)

  /// - Parameter isMidStream: whether the connection's beginning was not captured.
  package init(isMidStream: Bool = false) {
    directions = BySide(both: TLSDirection(isMidStream: isMidStream))
  }

  /// Whether records wait for a secret: `resume` tries again.
  package var isWaiting: Bool { waiting.isWaiting }

  /// Whether a part of a side's record came.
  package func isInRecord(of side: Side) -> Bool { directions[side].reader.isInRecord }

  /// When the first record that waits came; nil when none does.
  package var waitingSince: Timestamp? { waiting.isWaiting ? waiting.steps.first?.time : nil }

  /// Goes on without the secrets that are waited for.
  package mutating func giveUpWaiting(context: TLSContext, into output: inout TLSOutput) {
    isOutOfPatience = true
    resume(context: context, into: &output)
  }

  // MARK: The three verbs

  /// Takes in-order bytes of a side.
  package mutating func receive(
    _ bytes: RawSpan, from side: Side, at time: Timestamp, context: TLSContext, into output: inout TLSOutput
  ) {
    readRecords(bytes, from: side, at: time, context, &output)
  }

  /// Passes over bytes of a side that were not captured.
  package mutating func skip(
    _ byteCount: Int, from side: Side, at time: Timestamp, context: TLSContext, into output: inout TLSOutput
  ) {
    directions[side].reader.skip(byteCount)
    readRecords(RawSpan(), from: side, at: time, context, &output)
  }

  /// Ends a side: no more of its bytes will come.
  ///
  /// - Parameter isClosed: whether it was closed properly as far as the layer below can tell.
  package mutating func finish(
    _ side: Side, isClosed: Bool, at time: Timestamp, context: TLSContext, into output: inout TLSOutput
  ) {
    guard !directions[side].isFinished else { return }
    directions[side].isFinished = true
    directions[side].reader.finish()
    readRecords(RawSpan(), from: side, at: time, context, &output)
    end(side, isClosed: isClosed, at: time, context, &output)
  }

  /// Tries again what waits for a secret.
  package mutating func resume(context: TLSContext, into output: inout TLSOutput) {
    guard let first = waiting.steps.first else { return }
    findMissingKeys(context.keys)
    if directions[first.side].isSecretMissing, !context.keys.isComplete, !isOutOfPatience { return }
    var earlier = WaitingRecords()
    swap(&earlier, &waiting)
    for step in earlier.steps {
      switch step.kind {
      case .record(let header, let range):
        read(header, earlier.bytes.rawSpan.extracting(range), from: step.side, at: step.time, context, &output)
      case .loss(let byteCount, let records):
        lose(byteCount, records: records, from: step.side, at: step.time, context, &output)
      case .end(let isClosed):
        end(step.side, isClosed: isClosed, at: step.time, context, &output)
      }
    }
  }

  /// Why nothing, or not everything, was decrypted: a sentence for a person; nil when everything was.
  package func notDecryptedBecause(_ keys: KeyRing) -> String? {
    if statistics.isDecrypted, !statistics.isOneSided { return nil }
    return (statistics.obstacle ?? .nothingProtected).sentence(keys)
  }

  /// The same for counting.
  package func undecryptedReason(_ keys: KeyRing) -> UndecryptedReason? {
    statistics.isDecrypted ? nil : (statistics.obstacle ?? .nothingProtected).reason(keys)
  }

  // MARK: Cutting records

  private mutating func readRecords(
    _ bytes: RawSpan, from side: Side, at time: Timestamp, _ context: TLSContext, _ output: inout TLSOutput
  ) {
    // The reader lends records that it holds, so it is taken out while they are read.
    var reader = RecordReader()
    swap(&reader, &directions[side].reader)
    var offset = 0
    while true {
      switch reader.next(bytes, at: &offset) {
      case .record(let record):
        statistics.records[side] += 1
        let fragment = reader.fragment(of: record, in: bytes)
        if record.isSSL2Hello {
          readSSL2Hello(fragment, at: time)
        } else {
          // The record that shows the end is the last of the handshake: a Finished.
          let isOfHandshake = statistics.handshakeEnd == nil
          read(record.header, fragment, from: side, at: time, context, &output)
          if isOfHandshake {
            statistics.handshakeByteCount += RecordHeader.byteCount + record.header.length
          }
        }
        continue
      case .lostRecord(let header):
        lose(RecordHeader.byteCount + header.length, records: 1, from: side, at: time, context, &output)
        continue
      case .boundaryLost(.gap):
        continue
      case .boundaryLost(.notARecord(let header)):
        output.events.append(.finding(.notARecord(header, from: side), at: time))
        continue
      case .boundaryFound(let lostByteCount):
        lose(lostByteCount, records: nil, from: side, at: time, context, &output)
        continue
      case .leftOver(let byteCount):
        lose(byteCount, records: 1, from: side, at: time, context, &output)
      case .needsMore:
        break
      }
      break
    }
    swap(&reader, &directions[side].reader)
  }

  /// Passes over lost bytes, which held so many records; an unknown number when nil.
  private mutating func lose(
    _ byteCount: Int, records: Int?, from side: Side, at time: Timestamp, _ context: TLSContext,
    _ output: inout TLSOutput
  ) {
    if waiting.isWaiting {
      if waiting.keep(.loss(byteCount: byteCount, records: records), from: side, at: time) { return }
      loseHope(context, into: &output)
    }
    if directions[side].epoch == .plain { negotiation.transcript.loseMessage() }
    directions[side].lose(byteCount, records: records)
  }

  private mutating func end(
    _ side: Side, isClosed: Bool, at time: Timestamp, _ context: TLSContext, _ output: inout TLSOutput
  ) {
    if waiting.isWaiting {
      if waiting.keep(.end(isClosed: isClosed), from: side, at: time) { return }
      loseHope(context, into: &output)
    }
    let missing = directions[side].missingByteCountAtEnd
    if missing > 0 { output.events.append(.gap(byteCount: missing, from: side, at: time)) }
    if isClosed, statistics.isDecrypted, !directions[side].isClosed {
      output.events.append(.finding(.endWithoutCloseNotify(from: side), at: time))
    }
    output.events.append(.end(side, isProper: directions[side].isClosed, at: time))
  }
}
