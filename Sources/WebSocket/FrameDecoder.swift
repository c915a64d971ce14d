import Bytes
import Findings

/// Cuts the bytes of one side into frame headers and payloads, however the bytes are split.
///
/// It keeps a header that has not come whole, and knows where the payload ends; the caller moves on with `advance`.
struct FrameDecoder: Sendable, BitwiseCopyable {
  /// Whether a header was read and its payload has not ended.
  private(set) var isInPayload = false
  /// The frame under way, or the last one.
  private(set) var header = FrameHeader(octets: 0)
  /// When the first byte of that frame was there.
  private(set) var start = Timestamp(nanoseconds: 0)
  /// Bytes of the payload that have not come; `0 <= remaining <= header.length`.
  private(set) var remaining = 0
  /// The first octets of a header that is not whole yet, the first one in the highest place.
  private var octets: UInt128 = 0
  private var octetCount = 0

  /// Whether a header has begun to come, and not more.
  var isInHeader: Bool { octetCount > 0 }

  /// Where in the payload the next byte stands.
  var position: Int { header.length - remaining }

  /// Reads the next header and moves `offset` past its bytes; false when it has not come whole.
  mutating func readHeader(_ bytes: RawSpan, at offset: inout Int, time: Timestamp) -> Bool {
    if octetCount == 0, offset < bytes.byteCount { start = time }
    while offset < bytes.byteCount {
      octets |= UInt128(bytes.byte(at: offset)) << UInt128(120 - 8 * octetCount)
      octetCount += 1
      offset += 1
      // One of two bytes has fifteen bytes or less, so that all of them fit.
      guard octetCount >= FrameHeader.leastByteCount, octetCount == FrameHeader.byteCount(octets: octets) else {
        continue
      }
      header = FrameHeader(octets: octets)
      remaining = header.length
      isInPayload = true
      octets = 0
      octetCount = 0
      return true
    }
    return false
  }

  /// Passes over payload bytes. `0 <= count <= remaining`.
  mutating func advance(_ count: Int) {
    remaining -= count
  }

  /// The frame's payload has ended; the next byte begins a header.
  mutating func endFrame() {
    isInPayload = false
  }

  /// Forgets the frame under way, whose end cannot be found.
  mutating func abandonFrame() {
    isInPayload = false
    octets = 0
    octetCount = 0
  }
}
