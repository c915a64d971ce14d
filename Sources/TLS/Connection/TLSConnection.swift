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
  /// Early data that the server has not answered yet.
  var earlyData = EarlyData()
  /// Bytes that may still be decrypted in vain.
  var budget = TLSLimits.triedByteCount
  /// Whether no more may be kept for secrets that come later.
  var isOutOfPatience = false
  /// Whether the client showed a certificate.
  package internal(set) var hasClientCertificate = false
  /// Whether trial decryption was done for want of a handshake.
  var triedSides = BySide(both: false)

  /// - Parameter isMidStream: whether the connection's beginning was not captured.
  package init(isMidStream: Bool = false) {
    directions = BySide(both: TLSDirection(isMidStream: isMidStream))
  }

  /// Whether records wait for a secret: `resume` tries again.
  package var isWaiting: Bool { waiting.isWaiting }

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
    if waiting.isWaiting {
      waiting.append(.end(isClosed: isClosed), from: side, at: time)
    } else {
      end(side, isClosed: isClosed, at: time, into: &output)
    }
  }

  /// Tries again what waits for a secret.
  package mutating func resume(context: TLSContext, into output: inout TLSOutput) {
    guard waiting.isWaiting else { return }
    findMissingKeys(context.keys)
    var earlier = WaitingRecords()
    swap(&earlier, &waiting)
    for step in earlier.steps {
      switch step.kind {
      case .record(let header, let range):
        read(header, earlier.bytes.rawSpan.extracting(range), from: step.side, at: step.time, context, &output)
      case .loss(let byteCount, let records):
        lose(byteCount, recordsAtMost: records, from: step.side, at: step.time)
      case .end(let isClosed):
        if waiting.isWaiting {
          waiting.append(.end(isClosed: isClosed), from: step.side, at: step.time)
        } else {
          end(step.side, isClosed: isClosed, at: step.time, into: &output)
        }
      }
    }
  }

  /// Why nothing, or not everything, was decrypted: a sentence for a person; nil when everything was.
  package func notDecryptedBecause(_ keys: KeyRing) -> String? {
    if statistics.isDecrypted { return nil }
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
          read(record.header, fragment, from: side, at: time, context, &output)
        }
        continue
      case .lostRecord(let header):
        lose(RecordHeader.byteCount + header.length, recordsAtMost: 1, from: side, at: time)
        continue
      case .boundaryLost(.gap):
        continue
      case .boundaryLost(.notARecord(let header)):
        output.events.append(.finding(.notARecord(header, from: side), at: time))
        continue
      case .boundaryFound(let lostByteCount):
        lose(
          lostByteCount, recordsAtMost: 1 + lostByteCount / TLSLimits.shortestProtectedRecord, from: side, at: time)
        continue
      case .leftOver(let byteCount):
        lose(byteCount, recordsAtMost: 1, from: side, at: time)
      case .needsMore:
        break
      }
      break
    }
    swap(&reader, &directions[side].reader)
  }

  private mutating func lose(_ byteCount: Int, recordsAtMost records: Int, from side: Side, at time: Timestamp) {
    if waiting.isWaiting {
      waiting.append(.loss(byteCount: byteCount, records: records), from: side, at: time)
    } else {
      directions[side].lose(byteCount, recordsAtMost: records)
    }
  }

  private mutating func end(_ side: Side, isClosed: Bool, at time: Timestamp, into output: inout TLSOutput) {
    if directions[side].epoch == .application, directions[side].lostByteCount > 0 {
      output.events.append(.gap(byteCount: directions[side].lostByteCount, from: side, at: time))
    }
    if isClosed, statistics.isDecrypted, !directions[side].isClosed {
      output.events.append(.finding(.endWithoutCloseNotify(from: side), at: time))
    }
    output.events.append(.end(side, isProper: directions[side].isClosed, at: time))
  }
}
