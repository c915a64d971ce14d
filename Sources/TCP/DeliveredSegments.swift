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

extension RawSpan {
  /// Tells these bytes from others of the same count: an accident goes unnoticed about once in 2^64 times.
  ///
  /// A sum of products, each of two words that were masked by their place: no product waits for the one before.
  fileprivate var fingerprint: UInt64 {
    var sum: UInt64 = 0
    // All arithmetic is modulo 2^64 by definition.
    var mask: UInt64 = 0x9E37_79B9_7F4A_7C15
    var offset = 0
    while offset + 16 <= byteCount {
      sum &+= maskedProduct(at: offset, mask)
      mask &+= 0xA076_1D64_78BD_642F
      offset += 16
    }
    if offset < byteCount, byteCount >= 16 { return sum &+ maskedProduct(at: byteCount - 16, mask) }
    while offset < byteCount {
      sum = (sum ^ UInt64(byte(at: offset))) &* mask
      offset += 1
    }
    return sum
  }

  /// The product of 16 bytes' halves, folded to 64 bits.
  @inline(__always)
  private func maskedProduct(at offset: Int, _ mask: UInt64) -> UInt64 {
    let left = littleEndianUInt64(at: offset) ^ mask
    let product = left.multipliedFullWidth(by: littleEndianUInt64(at: offset + 8) ^ ~mask)
    return product.high ^ product.low
  }
}
