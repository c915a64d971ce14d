import Bytes

/// Where the field block fragment lies in the payload of a HEADERS, PUSH_PROMISE or CONTINUATION frame.
///
///     [Pad Length (8)], [Promised Stream (1+31) | Exclusive (1), Dependency (31), Weight (8)], Fragment (..), Padding (..)
struct FieldBlockFragment: Equatable {
  /// The fragment as a range of the payload.
  var range: ByteRange
  /// PUSH_PROMISE: the promised stream, else 0.
  var promisedStream: UInt32 = 0

  /// Nil when the payload is too short for what its flags announce (RFC 9113 §6.2, §6.6).
  init?(_ header: FrameHeader, payload: RawSpan) {
    var start = 0
    var padding = 0
    if header.isPadded {
      guard payload.byteCount >= 1 else { return nil }
      padding = Int(payload.byte(at: 0))
      start = 1
    }
    if header.type == .pushPromise {
      guard payload.byteCount >= start + 4 else { return nil }
      promisedStream = payload.uint32(at: start) & 0x7FFF_FFFF
      start += 4
    } else if header.type == .headers, header.flags.contains(.priority) {
      start += 5
    }
    guard start + padding <= payload.byteCount else { return nil }
    range = ByteRange(start: start, count: payload.byteCount - padding - start)
  }
}
