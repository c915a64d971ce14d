import Bytes

/// Fingerprints of what a side's stream handed on, so that other bytes sent for the same sequence numbers are noticed.
///
/// Only the first bytes of each turn are remembered (`TCPLimits.comparedByteCount`), of the last few segments that had
/// such, and a repetition is compared with those of them that it covers as a whole.
struct DeliveredSegments: Sendable {
  private struct Segment {
    /// Offset of its first byte in the stream.
    var offset: Int
    var byteCount: Int
    var fingerprint: UInt64

    var end: Int { offset + byteCount }
  }

  /// A ring: the oldest is replaced.
  private var segments: [Segment] = []
  private var oldest = 0
  /// How many bytes more are remembered before the other side has its turn.
  private var allowance = TCPLimits.comparedByteCount

  /// The other side sent something: what comes next is remembered again.
  mutating func beginTurn() {
    allowance = TCPLimits.comparedByteCount
  }

  /// Remembers bytes that are handed on.
  mutating func append(_ bytes: RawSpan, at offset: Int) {
    guard bytes.byteCount <= allowance else {
      allowance = 0
      return
    }
    allowance -= bytes.byteCount
    let segment = Segment(offset: offset, byteCount: bytes.byteCount, fingerprint: bytes.fingerprint)
    if segments.count < TCPLimits.comparedSegments {
      segments.append(segment)
    } else {
      segments[oldest] = segment
      oldest = (oldest + 1) % TCPLimits.comparedSegments
    }
  }

  /// Offset of the first segment remembered that lies within repeated bytes and differs from them; nil when none does.
  func conflict(with bytes: RawSpan, at offset: Int) -> Int? {
    var conflict: Int?
    for segment in segments where segment.offset >= offset && segment.end <= offset + bytes.byteCount {
      let repeated = bytes.extracting(ByteRange(start: segment.offset - offset, count: segment.byteCount))
      if repeated.fingerprint != segment.fingerprint { conflict = min(conflict ?? .max, segment.offset) }
    }
    return conflict
  }
}
