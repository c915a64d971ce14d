import Bytes
import Findings
import Packet

/// One side's byte stream, put back in order.
///
/// Offsets count from the first byte that the side sent (the one after its SYN, or the first one captured) in 64 bits,
/// so they never wrap; `-(2^31) <= sequence number - next <= 2^31` maps sequence numbers to them.
struct StreamReassembler: Sendable {
  /// The sequence number of the byte at `offset`.
  private var next: UInt32 = 0
  /// Offset of the next byte to hand on: all before it were received or skipped.
  private(set) var offset = 0
  /// Whether `next` is known.
  private(set) var isStarted = false
  /// Whether a SYN said where the stream begins.
  private(set) var hasSYN = false
  /// Whether the end was handed on.
  private(set) var isFinished = false
  /// Offset of the FIN, when one was seen.
  private(set) var finOffset: Int?
  /// The highest offset that the peer acknowledged; -1 while it has acknowledged nothing, not even the SYN.
  private var acknowledged = -1
  /// When an acknowledgment first covered bytes that are missing; nil while none does.
  private var acknowledgedBeyondSince: Timestamp?
  /// When the hole at `offset` opened; meaningful while anything is pending.
  private var holeSince = Timestamp(nanoseconds: 0)
  /// The offset up to which the peer allows the side to send; nil while the window is not known.
  private var windowEnd: Int?
  /// Since when bytes have been held up behind holes, as far as not told; meaningful while anything is pending.
  private var stallSince = Timestamp(nanoseconds: 0)
  private var receiversHole = ReceiversHole()
  private var pending = PendingSegments()
  private var delivered = DeliveredSegments()
  /// What the last segment announced beyond its frame; nil once it is known whether that was sent.
  private var doubt: Doubt?

  /// What this side counts against the limits.
  var chargedByteCount: Int { pending.chargedByteCount }

  /// Whether data waits behind a hole or acknowledged bytes are missing.
  var hasHole: Bool { !isFinished && (!pending.isEmpty || acknowledgedBeyondSince != nil) }

  /// Where the results of one side go.
  struct Origin {
    var slot: ConnectionSlot
    var side: Side
  }

  // MARK: Where the stream begins

  /// The stream begins after a SYN.
  mutating func start(afterSYN sequence: UInt32) {
    // A server may answer a repeated SYN with another number; the one that the client acknowledges holds.
    let isReplaceable = hasSYN && offset == 0 && acknowledged < 0 && pending.isEmpty && !isFinished
    guard !isStarted || isReplaceable else {
      // Data was captured before its SYN: the stream began there all the same.
      if sequence &+ 1 == next, offset == 0 { hasSYN = true }
      return
    }
    next = sequence &+ 1
    isStarted = true
    hasSYN = true
  }

  /// The peer's SYN-ACK, or the first packet of a connection whose beginning was not captured, tells what comes next.
  mutating func start(at sequence: UInt32) {
    guard !isStarted else { return }
    next = sequence
    isStarted = true
  }

  /// Whether a SYN with this sequence number begins the stream that is known here (again, or late).
  func isStart(synSequence: UInt32) -> Bool {
    !isStarted || distance(of: synSequence &+ 1) == -offset
  }

  /// How far a sequence number lies ahead of the next byte; negative for what was received.
  func distance(of sequence: UInt32) -> Int {
    Int(Int32(bitPattern: sequence &- next))  // Sequence numbers are compared modulo 2^32 (RFC 9293 §3.4).
  }

  // MARK: Segments

  /// What a segment's payload turned out to be.
  enum Arrival {
    /// New, and behind all that came before it; bytes may be missing in between.
    case inOrder
    /// New, and late: bytes behind it were there before (RFC 4737 §3.3).
    case outOfOrder
    case retransmitted
    /// Not of this stream: too far ahead, or behind its end.
    case outside
  }

  /// Takes a segment's payload: `sequence` is that of its first byte, `doubtful` counts the missing bytes of which is not
  /// certain that they were sent.
  mutating func receive<Receiver: TCPReceiver>(
    _ payload: RawSpan, missing: Int, doubtful: Int, sequence: UInt32, isLast: Bool, origin: Origin, time: Timestamp,
    statistics: inout TCPStatistics, into receiver: inout Receiver
  ) -> Arrival {
    let begin = distance(of: sequence) + offset
    let end = begin + payload.byteCount + missing
    reportConflict(with: payload, at: begin, origin: origin, time: time, into: &receiver)
    guard !isFinished, begin - offset <= allowedDistance else { return end <= offset ? .retransmitted : .outside }
    settleDoubt(segmentAt: begin, origin: origin, time: time, statistics: &statistics, into: &receiver)
    if doubtful > 0, end > offset {
      doubt = Doubt(end: end, isLast: isLast)
    } else if isLast, finOffset == nil, end >= offset {
      finOffset = end
    }
    let arrival = take(
      payload, missing: missing - doubtful, distance: begin - offset, origin: origin, time: time,
      statistics: &statistics, into: &receiver)
    finishAtFIN(origin: origin, time: time, into: &receiver)
    if case .retransmitted = arrival { receiversHole.noteRetransmission() }
    return arrival
  }

  private mutating func take<Receiver: TCPReceiver>(
    _ payload: RawSpan, missing: Int, distance: Int, origin: Origin, time: Timestamp,
    statistics: inout TCPStatistics, into receiver: inout Receiver
  ) -> Arrival {
    let wanted = finOffset.map { min(payload.byteCount, $0 - offset - distance) } ?? payload.byteCount
    if distance == 0 && pending.isEmpty && wanted == payload.byteCount {
      // The common case: just the next bytes.
      deliver(payload, origin: origin, time: time, statistics: &statistics, into: &receiver)
      skipTruncated(missing, origin: origin, time: time, statistics: &statistics, into: &receiver)
      return .inOrder
    }
    let usable = payload.extracting(ByteRange(start: 0, count: max(0, wanted)))
    if distance > 0 {
      return hold(usable, distance: distance, origin: origin, time: time, into: &receiver)
    }
    let seen = -distance
    guard usable.byteCount > seen else {
      if usable.byteCount + missing > seen, pending.isEmpty {
        skipTruncated(
          usable.byteCount + missing - seen, origin: origin, time: time, statistics: &statistics, into: &receiver)
        return .inOrder
      }
      return .retransmitted
    }
    let new = usable.extracting(from: seen)
    let isLate = !pending.isEmpty
    if isLate {
      endStall(at: time, origin: origin, into: &receiver)
      receiver.expect(.filling)
    }
    if let start = pending.start, offset + new.byteCount > start {
      // It fills the hole and repeats what waits behind it: that copy came first.
      let insertion = pending.insert(new, at: offset, time: time)
      reportConflict(insertion.conflictOffset, origin: origin, time: time, into: &receiver)
    } else {
      deliver(new, origin: origin, time: time, statistics: &statistics, into: &receiver)
      if pending.isEmpty {
        skipTruncated(missing, origin: origin, time: time, statistics: &statistics, into: &receiver)
      }
    }
    deliverPending(at: time, origin: origin, statistics: &statistics, into: &receiver)
    if isLate { receiver.expect(.prompt) }
    return isLate ? .outOfOrder : .inOrder
  }

  /// How far ahead of the next byte a segment may begin.
  private var allowedDistance: Int {
    guard let windowEnd else { return TCPLimits.largestWindow }
    // The acknowledgment that moves the window may be captured after the data that it allowed.
    return min(TCPLimits.largestWindow, max(0, windowEnd - offset) * 2 + (1 << 20))
  }

  private mutating func hold<Receiver: TCPReceiver>(
    _ payload: RawSpan, distance: Int, origin: Origin, time: Timestamp, into receiver: inout Receiver
  ) -> Arrival {
    if pending.isEmpty {
      holeSince = time
      stallSince = time
    }
    let isLate = offset + distance < pending.end ?? 0
    let insertion = pending.insert(payload, at: offset + distance, time: time)
    reportConflict(insertion.conflictOffset, origin: origin, time: time, into: &receiver)
    if insertion.newByteCount == 0, !payload.isEmpty { return .retransmitted }
    return isLate ? .outOfOrder : .inOrder
  }

  /// The other side sent something, which the bytes that come next may answer.
  mutating func beginTurn() {
    delivered.beginTurn()
  }

  // MARK: Acknowledgments

  /// The peer acknowledged everything before a sequence number and allows `window` bytes more (nil: not known).
  ///
  /// - Parameter isAlone: whether its segment does nothing else.
  /// - Returns: what held up this side's bytes at the peer, if that is over.
  mutating func acknowledge(_ acknowledgment: UInt32, window: Int?, isAlone: Bool, at time: Timestamp) -> TCPStall? {
    guard isStarted else { return nil }
    let distance = distance(of: acknowledgment)
    let farthest = max(TCPLimits.largestUnseenAcknowledgment, (pending.end ?? offset) - offset + 1)
    guard distance <= farthest else { return nil }
    let position = offset + distance
    let oldWindowEnd = windowEnd
    if let window { windowEnd = max(windowEnd ?? 0, position + window) }
    guard position > acknowledged else {
      // What changes the window is no repetition (RFC 5681 §2).
      if isAlone, position == acknowledged, distance < 0, pending.isEmpty, windowEnd == oldWindowEnd {
        receiversHole.noteRepetition(at: time)
      }
      return nil
    }
    acknowledged = position
    if let doubt, doubt.isLast, position == doubt.end + 1, finOffset == nil { finOffset = doubt.end }
    if distance > 0, !isFinished, acknowledgedBeyondSince == nil {
      acknowledgedBeyondSince = time
    }
    return receiversHole.close(at: time)
  }

  // MARK: Doubtful bytes

  /// A segment whose IP header announces more than its frame had on the wire. Either the capture lost how long the frame
  /// was, and the rest was sent; or the frame was broken, and the rest follows in another segment or does not exist.
  private struct Doubt {
    /// Offset of the announced end.
    var end: Int
    /// Whether a FIN follows there.
    var isLast: Bool
  }

  /// A segment begins at an offset. When the doubtful bytes end there, they were sent; when they should begin there, not.
  private mutating func settleDoubt<Receiver: TCPReceiver>(
    segmentAt begin: Int, origin: Origin, time: Timestamp, statistics: inout TCPStatistics,
    into receiver: inout Receiver
  ) {
    guard let end = doubt?.end else { return }
    if begin == end, end > offset, pending.isEmpty {
      skip(end - offset, origin: origin, time: time, statistics: &statistics, into: &receiver)
    }
    if begin == offset || end <= offset { doubt = nil }
  }

  // MARK: Holes

  /// Declares a gap where there is evidence that the missing bytes will not come.
  mutating func declareGaps<Receiver: TCPReceiver>(
    limits: TCPLimits, origin: Origin, time: Timestamp, statistics: inout TCPStatistics, into receiver: inout Receiver
  ) {
    while hasHole {
      if pending.chargedByteCount > limits.pendingByteCount || pending.segments.count > limits.pendingSegments {
        skipHole(to: pending.start ?? offset, at: time, origin: origin, statistics: &statistics, into: &receiver)
      } else if let since = acknowledgedBeyondSince,
        time.nanoseconds(since: since) >= limits.reorderingNanoseconds
          || pending.chargedByteCount > limits.pendingByteCount / 16
      {
        guard let end = acknowledgedHoleEnd else {
          acknowledgedBeyondSince = nil
          continue
        }
        // A single byte beyond the last one may be the FIN, which was not captured.
        if pending.isEmpty, end == offset + 1 { return }
        skipHole(to: end, at: time, origin: origin, statistics: &statistics, into: &receiver)
      } else if !pending.isEmpty, time.nanoseconds(since: holeSince) >= limits.holeNanoseconds {
        skipHole(to: pending.start ?? offset, at: time, origin: origin, statistics: &statistics, into: &receiver)
      } else {
        return
      }
    }
    finishAtFIN(origin: origin, time: time, into: &receiver)
  }

  /// Gives up the hole in front of what waits longest, whatever the evidence: memory is short.
  mutating func giveUpHole<Receiver: TCPReceiver>(
    origin: Origin, time: Timestamp, statistics: inout TCPStatistics, into receiver: inout Receiver
  ) {
    guard let start = pending.start else { return }
    skipHole(to: start, at: time, origin: origin, statistics: &statistics, into: &receiver)
    finishAtFIN(origin: origin, time: time, into: &receiver)
  }

  /// No more segments will come: hands on what waits, with the holes as gaps, and ends the side.
  mutating func finish<Receiver: TCPReceiver>(
    _ end: TCPStreamEnd, origin: Origin, time: Timestamp, statistics: inout TCPStatistics, into receiver: inout Receiver
  ) {
    guard !isFinished else { return }
    while let start = pending.start {
      skipHole(to: start, at: time, origin: origin, statistics: &statistics, into: &receiver)
    }
    let last = finOffset ?? (acknowledged - 1 > offset ? acknowledged : offset)
    if last > offset, acknowledged > offset || finOffset != nil {
      skipHole(to: last, at: time, origin: origin, statistics: &statistics, into: &receiver)
    }
    isFinished = true
    receiver.finish(origin.side, finOffset == nil ? end : .fin, of: origin.slot, at: time)
  }

  /// Where the hole at `offset` ends as far as the peer acknowledged it; nil when there is no such hole (any more).
  private var acknowledgedHoleEnd: Int? {
    var end = min(acknowledged, pending.start ?? acknowledged)
    if let finOffset { end = min(end, finOffset) }
    return end > offset ? end : nil
  }

  private mutating func skipHole<Receiver: TCPReceiver>(
    to end: Int, at time: Timestamp, origin: Origin, statistics: inout TCPStatistics, into receiver: inout Receiver
  ) {
    let count = end - offset
    if count > 0 {
      receiver.receive(.gap(from: origin.side, at: offset, byteCount: count), of: origin.slot, at: time)
      skip(count, origin: origin, time: time, statistics: &statistics, into: &receiver)
    }
    deliverPending(at: nil, origin: origin, statistics: &statistics, into: &receiver)
    // Of a hole that was given up nobody knows whether the receiver had it.
    holeSince = time
    stallSince = time
  }

  // MARK: Handing on

  private mutating func deliver<Receiver: TCPReceiver>(
    _ bytes: RawSpan, origin: Origin, time: Timestamp, statistics: inout TCPStatistics, into receiver: inout Receiver
  ) {
    guard !bytes.isEmpty else { return }
    delivered.append(bytes, at: offset)
    advance(bytes.byteCount)
    statistics.payloadByteCounts[origin.side] += bytes.byteCount
    receiver.receive(bytes, from: origin.side, of: origin.slot, at: time)
  }

  private mutating func skip<Receiver: TCPReceiver>(
    _ count: Int, origin: Origin, time: Timestamp, statistics: inout TCPStatistics, into receiver: inout Receiver
  ) {
    advance(count)
    statistics.missingByteCount += count
    receiver.skip(count, from: origin.side, of: origin.slot, at: time)
  }

  /// Passes over payload that was sent in order but lies beyond what the capture kept of its packet.
  private mutating func skipTruncated<Receiver: TCPReceiver>(
    _ count: Int, origin: Origin, time: Timestamp, statistics: inout TCPStatistics, into receiver: inout Receiver
  ) {
    guard count > 0 else { return }
    statistics.payloadByteCounts[origin.side] += count
    skip(count, origin: origin, time: time, statistics: &statistics, into: &receiver)
  }

  /// Hands on what waits without a hole before it: at the time of the packet that filled the hole, or, when the hole was
  /// given up, at the time it arrived itself.
  private mutating func deliverPending<Receiver: TCPReceiver>(
    at time: Timestamp?, origin: Origin, statistics: inout TCPStatistics, into receiver: inout Receiver
  ) {
    guard let start = pending.start, start <= offset else { return }
    var position = offset
    pending.removeAll(upTo: &position) { segment, position in
      let bytes = segment.bytes.rawSpan
      let fresh = bytes.extracting(from: min(position - segment.offset, bytes.byteCount))
      delivered.append(fresh, at: position)
      position += fresh.byteCount
      statistics.payloadByteCounts[origin.side] += fresh.byteCount
      // A segment that filled a hole and more was put among those that waited.
      if let time { receiver.expect(segment.time < time ? .held(since: segment.time) : .filling) }
      receiver.receive(fresh, from: origin.side, of: origin.slot, at: time ?? segment.time)
    }
    advance(position - offset)
  }

  /// Tells how long bytes were held up; if some still are, that goes on.
  private mutating func endStall<Receiver: TCPReceiver>(
    at time: Timestamp, origin: Origin, into receiver: inout Receiver
  ) {
    receiver.receive(TCPStall(begin: stallSince, end: time, isSeen: true), of: origin.side, origin.slot)
    stallSince = max(stallSince, time)
  }

  private mutating func advance(_ count: Int) {
    offset += count
    next = next &+ UInt32(truncatingIfNeeded: count)  // Modulo 2^32 by definition.
    if acknowledgedBeyondSince != nil, acknowledged <= offset { acknowledgedBeyondSince = nil }
  }

  private mutating func finishAtFIN<Receiver: TCPReceiver>(
    origin: Origin, time: Timestamp, into receiver: inout Receiver
  ) {
    guard !isFinished, let finOffset, offset >= finOffset else { return }
    isFinished = true
    acknowledgedBeyondSince = nil
    receiver.finish(origin.side, .fin, of: origin.slot, at: time)
  }

  /// Reports that a segment repeats bytes that were handed on, and has them different.
  private func reportConflict<Receiver: TCPReceiver>(
    with payload: RawSpan, at begin: Int, origin: Origin, time: Timestamp, into receiver: inout Receiver
  ) {
    // A keep-alive probe repeats the last byte, and may send anything for it (RFC 9293 §3.8.4).
    guard begin < offset, !payload.isEmpty, begin < offset - 1 || payload.byteCount > 1 else { return }
    guard let conflict = delivered.conflict(with: payload, at: begin) else { return }
    receiver.receive(.conflictingRepetition(from: origin.side, at: conflict), of: origin.slot, at: time)
  }

  private func reportConflict<Receiver: TCPReceiver>(
    _ conflict: Int?, origin: Origin, time: Timestamp, into receiver: inout Receiver
  ) {
    guard let conflict else { return }
    receiver.receive(.conflictingOverlap(from: origin.side, at: conflict), of: origin.slot, at: time)
  }
}
