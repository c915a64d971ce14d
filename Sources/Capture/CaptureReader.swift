import Bytes
import Findings

/// Reads one input front to back, a packet at a time.
struct CaptureReader {
  /// Such as "pcapng" or "pcap.gz".
  let format: String
  /// Whether the same bytes can be read again under the same name.
  let isRepeatable: Bool
  /// What is wrong with the input so far.
  private(set) var warnings: WarningList
  /// Where in the content the packet found last starts.
  private var packetOffset = 0

  private var buffer: InputBuffer
  /// Nil when the input is a pcapng file.
  private var pcap: PcapParser?
  private var pcapng = PcapngParser()
  private var isFinished = false
  /// How much is left of a block that is too long to be held, while blocks are read.
  private var longBlockRest = 0

  /// Opens an input and reads its file header. `bufferByteCount` is what it holds in memory in the usual case.
  init(_ input: CaptureInput, bufferByteCount: Int, ledger: inout CaptureLedger) throws(CaptureError) {
    warnings = WarningList(input: input.name)
    let file = try InputFile(input)
    isRepeatable = file.isRepeatable
    buffer = InputBuffer(file, byteCount: bufferByteCount)
    let compression = buffer.decompressIfCompressed()
    do throws(CaptureError.Reason) {
      if let header = try buffer.readPcapHeader() {
        pcap = PcapParser(header, ledger: &ledger)
      }
    } catch {
      throw CaptureError(input: input.name, reason: error)
    }
    format = (pcap == nil ? "pcapng" : "pcap") + (compression?.suffix ?? "")
  }

  /// The packet found last.
  private var packet: PendingPacket { pcap?.packet ?? pcapng.packet }

  /// Gives the packet found last to `body`, and answers what that does.
  ///
  /// `mutating` only so that a reader in an array is used where it lies, and not copied.
  mutating func withPacket<Result>(_ body: (PacketRecord, RawSpan) -> Result) -> Result {
    let packet = packet
    return body(packet.record, buffer.bytes.extracting(packet.range))
  }

  /// Finds the next packet, and answers its time; nil at the end.
  mutating func advance(_ ledger: inout CaptureLedger) -> Timestamp? {
    while !isFinished {
      let start = buffer.contentOffset
      switch step(&ledger) {
      case .packet: return packet.record.time
      case .skip(let count, _): if !buffer.skip(count) { finish(.truncated, at: start) }
      case .passed, .warned, .more, .damaged: break
      }
    }
    return nil
  }

  /// Takes the next step, and does what it asks for; what is to be skipped is left to the caller.
  private mutating func step(_ ledger: inout CaptureLedger) -> ParseStep {
    let start = buffer.contentOffset
    var position = buffer.position
    let step =
      pcap?.next(in: buffer.bytes, at: &position, ledger: &ledger)
      ?? pcapng.next(in: buffer.bytes, at: &position, ledger: &ledger)
    buffer.advance(to: position)
    switch step {
    case .packet:
      packetOffset = start
      if !packet.oddities.isEmpty { note(packet.oddities) }
    case .passed:
      break
    case .warned(let cause):
      warnings.note(cause, at: start)
    case .skip(_, let warning):
      if let warning { warnings.note(warning, at: start) }
    case .more(let count):
      if !buffer.fill(count) { endInsideRecord() }
    case .damaged:
      resynchronise(orNote: .stoppedAtDamage)
    }
    return step
  }

  /// Warns of something about the packet found last.
  mutating func note(_ cause: CaptureWarning.Cause) {
    warnings.note(cause, at: packetOffset)
  }

  private mutating func note(_ oddities: PendingPacket.Oddities) {
    if oddities.contains(.beyondSnapLength) { note(.packetsBeyondSnapLength) }
    if oddities.contains(.beyondOriginalLength) { note(.packetsBeyondOriginalLength) }
  }

  /// The content ended before the record at the position did.
  private mutating func endInsideRecord() {
    if buffer.available == 0 || buffer.failure != nil {
      finish(nil, at: buffer.contentOffset)
    } else {
      // Either the file was cut short, or the record's length is damaged and hides records behind it.
      resynchronise(orNote: .truncated)
    }
  }

  /// What stands at the position cannot be a record: searches for the next one that can, or finishes.
  private mutating func resynchronise(orNote cause: CaptureWarning.Cause) {
    let start = buffer.contentOffset
    var hasMore = buffer.skip(1)
    while hasMore, buffer.contentOffset - start <= CaptureLimits.resynchronisationByteCount {
      switch plausibility() {
      case .plausible:
        warnings.note(.passedOverDamage, at: start, count: buffer.contentOffset - start)
        return
      case .implausible:
        hasMore = buffer.skip(1)
      case .undecided(let count):
        // When there are fewer, the buffer is complete, and the next answer is final.
        _ = buffer.fill(count)
      }
    }
    finish(cause, at: start)
  }

  /// Nothing more is read: for the cause given, if any, and for what ended the content early.
  private mutating func finish(_ cause: CaptureWarning.Cause?, at offset: Int) {
    isFinished = true
    let end = buffer.contentOffset + buffer.available
    switch buffer.failure {
    case .readFailed(let reason):
      warnings.note(.readFailed(reason), at: end)
    case .damaged(let compression, let reason):
      warnings.note(.damagedCompression(compression.rawValue, reason: reason), at: end)
    case .truncated(let compression):
      warnings.note(.truncatedCompression(compression.rawValue), at: end)
    case .interrupted:
      break  // Whoever stopped the program knows it.
    case nil:
      if let cause { warnings.note(cause, at: offset) }
    }
  }

  private func plausibility() -> Plausibility {
    let (position, isComplete) = (buffer.position, buffer.isComplete)
    return pcap?.plausibility(in: buffer.bytes, at: position, isComplete: isComplete)
      ?? pcapng.plausibility(in: buffer.bytes, at: position, isComplete: isComplete)
  }
}

// MARK: - Blocks

extension CaptureReader {
  /// A block of a pcapng file where it lies in the buffer; one that is too long to be held comes in several pieces.
  struct BlockPiece {
    enum Kind {
      /// A whole block that holds the packet found last.
      case packet
      /// Another block, or its first piece.
      case other
      case continuation
    }

    var kind: Kind
    var range: ByteRange
  }

  /// In which order the section under way writes its integers.
  var byteOrder: ByteOrder { pcapng.byteOrder }

  /// Gives the bytes of the piece found last to `body`.
  func withBytes(of piece: BlockPiece, _ body: (RawSpan) -> Void) {
    body(buffer.bytes.extracting(piece.range))
  }

  /// Finds the next block of a pcapng file, whatever it holds; nil at the end. Damage is passed over.
  mutating func nextBlock(_ ledger: inout CaptureLedger) -> BlockPiece? {
    while !isFinished {
      let start = buffer.position
      if longBlockRest > 0 {
        guard buffer.fill(1) else {
          finish(.truncated, at: buffer.contentOffset)
          return nil
        }
        return takeLongBlock(as: .continuation)
      }
      switch step(&ledger) {
      case .packet: return BlockPiece(kind: .packet, range: ByteRange(start: start, count: buffer.position - start))
      case .passed, .warned:
        return BlockPiece(kind: .other, range: ByteRange(start: start, count: buffer.position - start))
      case .skip(let count, _):
        longBlockRest = count
        return takeLongBlock(as: .other)
      case .more, .damaged: break
      }
    }
    return nil
  }

  private mutating func takeLongBlock(as kind: BlockPiece.Kind) -> BlockPiece {
    let range = ByteRange(start: buffer.position, count: min(longBlockRest, buffer.available))
    buffer.advance(to: range.end)
    longBlockRest -= range.count
    return BlockPiece(kind: kind, range: range)
  }
}
