import Bytes
import Findings

/// One stretch of a stream that arrived ahead of the bytes before it.
struct PendingSegment: Sendable {
  /// Offset of its first byte in the stream.
  var offset: Int
  var bytes: [UInt8]
  /// When it arrived.
  var time: Timestamp

  var end: Int { offset + bytes.count }
}

/// The stretches of one side that wait for a hole to be filled: sorted by offset, none overlapping another.
struct PendingSegments: Sendable {
  private(set) var segments: [PendingSegment] = []
  /// What they count against the limits: payload and bookkeeping.
  private(set) var chargedByteCount = 0

  var isEmpty: Bool { segments.isEmpty }

  /// Offset of the first byte held; nil when none is.
  var start: Int? { segments.first?.offset }

  /// Offset after the last byte held; nil when none is.
  var end: Int? { segments.last?.end }

  /// What an insertion did.
  struct Insertion {
    /// Bytes that were not held before.
    var newByteCount = 0
    /// Offset of the first byte that differs from the copy already held.
    var conflictOffset: Int?
  }

  /// Inserts the part of a stretch that is not held yet: the first copy wins.
  mutating func insert(_ bytes: RawSpan, at offset: Int, time: Timestamp) -> Insertion {
    var insertion = Insertion()
    let end = offset + bytes.byteCount
    var index = firstIndex(endingAfter: offset)
    var position = offset
    while position < end {
      if index < segments.count, segments[index].offset <= position {
        let overlapEnd = min(end, segments[index].end)
        if insertion.conflictOffset == nil {
          insertion.conflictOffset = difference(bytes, at: offset, from: position, to: overlapEnd, in: index)
        }
        position = overlapEnd
        index += 1
      } else {
        let pieceEnd = index < segments.count ? min(end, segments[index].offset) : end
        let piece = bytes.extracting(ByteRange(start: position - offset, count: pieceEnd - position))
        hold(piece, at: position, time: time, before: &index)
        insertion.newByteCount += pieceEnd - position
        position = pieceEnd
      }
    }
    return insertion
  }

  /// Takes out the stretches that begin at or before an offset, in order, and gives each to `body`.
  mutating func removeAll(upTo offset: inout Int, _ body: (borrowing PendingSegment, inout Int) -> Void) {
    var count = 0
    while count < segments.count, segments[count].offset <= offset {
      body(segments[count], &offset)
      chargedByteCount -= segments[count].bytes.count + TCPLimits.segmentOverhead
      count += 1
    }
    if count == segments.count {
      segments.removeAll(keepingCapacity: segments.capacity <= 64)
    } else {
      segments.removeSubrange(0..<count)
    }
  }

  /// Adds a piece before an index and moves the index past it. Many small pieces in a row become one stretch, so that
  /// single bytes cost little.
  private mutating func hold(_ piece: RawSpan, at offset: Int, time: Timestamp, before index: inout Int) {
    if segments.count >= Self.joinedFrom, index > 0, segments[index - 1].end == offset {
      segments[index - 1].bytes.append(piece)
      segments[index - 1].time = time
      chargedByteCount += piece.byteCount
    } else {
      segments.insert(PendingSegment(offset: offset, bytes: [UInt8](piece), time: time), at: index)
      chargedByteCount += piece.byteCount + TCPLimits.segmentOverhead
      index += 1
    }
  }

  /// From so many stretches on, a piece that continues one is joined to it.
  private static let joinedFrom = 64

  /// Index of the first stretch that ends after an offset.
  private func firstIndex(endingAfter offset: Int) -> Int {
    // Most arrive at the back.
    if let last = segments.last, last.end <= offset { return segments.count }
    var low = 0
    var high = segments.count
    while low < high {
      let middle = (low + high) / 2
      if segments[middle].end <= offset { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The first stream offset in `from..<to` where `bytes` (which begin at `offset`) differ from a stretch.
  private func difference(_ bytes: RawSpan, at offset: Int, from: Int, to: Int, in index: Int) -> Int? {
    let mine = bytes.extracting(ByteRange(start: from - offset, count: to - from))
    let segment = segments[index]
    let held = segment.bytes.rawSpan.extracting(ByteRange(start: from - segment.offset, count: to - from))
    if mine.equals(held) { return nil }
    return (0..<mine.byteCount).first { mine.byte(at: $0) != held.byte(at: $0) }.map { from + $0 }
  }
}
