import Bytes

/// Cuts the bytes of one side into records, however they are split, and finds the records again behind a gap.
///
/// The caller pulls: it calls `next` with the same span until the answer is `.needsMore`. A record that lies whole in
/// the span is not copied. After `skip` and `finish` it pulls again, with the next bytes or none.
///
/// A fragment borrows the reader, and with it whatever the reader is stored in: a caller that changes its other
/// properties meanwhile swaps the reader into a local variable first, and back at the end.
package struct RecordReader: Sendable {
  /// What the next byte is.
  private enum Place {
    /// The first of a record, or one behind those that are held.
    case inRecord
    /// One of the rest of a record that a gap cut.
    case inCutRecord(remaining: Int)
    /// Anything: records are searched.
    case unknown
  }

  private var place = Place.inRecord
  /// Bytes that came and wait for the rest of their record or for the search.
  private var held = ByteQueue()
  /// How many of the held bytes the last record takes, which may go once the caller asks for the next.
  private var deliveredCount = 0
  /// Missing bytes between those held and the next span.
  private var gap = 0
  /// Bytes between the last known boundary and those held, while the place is unknown.
  private var lostByteCount = 0
  /// Whether no record was read, so that the bytes may begin in the form of SSL 2.0.
  private var isAtStart: Bool
  private var isFinished = false

  /// - Parameter isMidStream: whether the beginning was not captured, so that the first record is searched.
  package init(isMidStream: Bool = false) {
    isAtStart = !isMidStream
    if isMidStream { place = .unknown }
  }

  /// Whether a part of a record came.
  var isInRecord: Bool { held.count > deliveredCount }

  /// The next record or event; moves `offset` past the bytes that were taken. `0 <= offset <= bytes.byteCount`.
  package mutating func next(_ bytes: RawSpan, at offset: inout Int) -> RecordStep {
    if deliveredCount > 0 {
      held.consume(deliveredCount)
      deliveredCount = 0
    }
    while gap > 0 {
      // What is held came before the gap: nothing joins it any more.
      var end = offset
      let before = bytes.extracting(0..<offset)
      if let step = read(before, at: &end, isEnd: true) ?? crossGap() { return step }
    }
    if let step = read(bytes, at: &offset, isEnd: isFinished) { return step }
    return isFinished ? leaveOver() : .needsMore
  }

  /// Passes over bytes that were not captured.
  package mutating func skip(_ byteCount: Int) {
    let (sum, overflow) = gap.addingReportingOverflow(max(0, byteCount))
    gap = overflow ? .max : sum
  }

  /// No more bytes will come.
  package mutating func finish() {
    isFinished = true
  }

  /// The fragment of the record that `next` answered last, given the same span.
  @_lifetime(borrow self, copy bytes)
  package func fragment(of record: Record, in bytes: RawSpan) -> RawSpan {
    record.isHeld ? held.bytes.extracting(record.fragment) : bytes.extracting(record.fragment)
  }

  // MARK: Records

  private mutating func read(_ bytes: RawSpan, at offset: inout Int, isEnd: Bool) -> RecordStep? {
    if case .inCutRecord(let remaining) = place {
      let passed = min(remaining, bytes.byteCount - offset)
      offset += passed
      place = passed < remaining ? .inCutRecord(remaining: remaining - passed) : .inRecord
    }
    return switch place {
    case .inRecord: readRecord(bytes, at: &offset)
    case .inCutRecord: nil
    case .unknown: search(bytes, at: &offset, isEnd: isEnd)
    }
  }

  private mutating func readRecord(_ bytes: RawSpan, at offset: inout Int) -> RecordStep? {
    if held.isEmpty, bytes.byteCount - offset >= RecordHeader.byteCount {
      guard let frame = RecordFrame(bytes, at: offset, isFirst: isAtStart) else {
        return loseBoundary(at: RecordHeader(bytes, at: offset))
      }
      if bytes.byteCount - offset >= frame.byteCount {
        isAtStart = false
        defer { offset += frame.byteCount }
        return .record(frame.record(at: offset, isHeld: false))
      }
    }
    guard hold(RecordHeader.byteCount, of: bytes, at: &offset) else { return nil }
    guard let frame = RecordFrame(held.bytes, at: 0, isFirst: isAtStart) else {
      return loseBoundary(at: RecordHeader(held.bytes, at: 0))
    }
    guard hold(frame.byteCount, of: bytes, at: &offset) else { return nil }
    isAtStart = false
    deliveredCount = frame.byteCount
    return .record(frame.record(at: 0, isHeld: true))
  }

  /// Takes bytes until `count` are held; false when they have not come.
  private mutating func hold(_ count: Int, of bytes: RawSpan, at offset: inout Int) -> Bool {
    let taken = min(max(0, count - held.count), bytes.byteCount - offset)
    held.append(bytes.extracting(ByteRange(start: offset, count: taken)))
    offset += taken
    return held.count >= count
  }

  private mutating func loseBoundary(at header: RecordHeader) -> RecordStep {
    isAtStart = false
    place = .unknown
    lostByteCount = 0
    return .boundaryLost(.notARecord(header))
  }

  // MARK: Gaps and the end

  /// Goes on behind the gap, after everything before it was read.
  private mutating func crossGap() -> RecordStep? {
    let wasAtStart = isAtStart
    isAtStart = false
    switch place {
    case .inRecord:
      if held.count >= RecordHeader.byteCount, let frame = RecordFrame(held.bytes, at: 0, isFirst: wasAtStart) {
        place = .inCutRecord(remaining: frame.byteCount - held.count)
        held.removeAll()
        return .lostRecord(frame.header)
      }
      return loseBoundary(behind: held.count)
    case .inCutRecord(let remaining) where gap <= remaining:
      place = gap < remaining ? .inCutRecord(remaining: remaining - gap) : .inRecord
      gap = 0
      return nil
    case .inCutRecord(let remaining):
      gap -= remaining
      return loseBoundary(behind: 0)
    case .unknown:
      countAsLost(held.count)
      countAsLost(gap)
      held.removeAll()
      gap = 0
      return nil
    }
  }

  /// Begins the search behind the gap; `heldCount` bytes between the last boundary and the gap are given up.
  private mutating func loseBoundary(behind heldCount: Int) -> RecordStep {
    let loss = BoundaryLoss.gap(byteCount: gap)
    lostByteCount = heldCount
    countAsLost(gap)
    held.removeAll()
    gap = 0
    place = .unknown
    return .boundaryLost(loss)
  }

  private mutating func leaveOver() -> RecordStep {
    var count = held.count
    if case .unknown = place { count += lostByteCount }
    held.removeAll()
    lostByteCount = 0
    return count > 0 ? .leftOver(byteCount: count) : .needsMore
  }

  private mutating func countAsLost(_ byteCount: Int) {
    // A capture holds far less than 2^62 bytes; a gap may say anything.
    lostByteCount = min(lostByteCount, Int.max / 4) + min(byteCount, Int.max / 4)
  }

  // MARK: Search

  private mutating func search(_ bytes: RawSpan, at offset: inout Int, isEnd: Bool) -> RecordStep? {
    while true {
      _ = hold(TLSLimits.searchedByteCount, of: bytes, at: &offset)
      let isLast = isEnd && offset == bytes.byteCount
      let boundary = RecordSearch.nextBoundary(in: held.bytes, isEnd: isLast)
      countAsLost(boundary.offset)
      held.consume(boundary.offset)
      if boundary.isProved {
        place = .inRecord
        defer { lostByteCount = 0 }
        return .boundaryFound(lostByteCount: lostByteCount)
      }
      if offset == bytes.byteCount { return nil }
    }
  }
}
