import Bytes

extension FrameHeader {
  /// The bytes of a frame that are neither content nor part of a field block: the frame header, padding with its length octet,
  /// a priority field, a promised stream's identifier, and the whole payload of frames that carry no message.
  ///
  /// - Parameter payload: what is there of it.
  /// - Parameter paddingByteCount: DATA: the pad length octet and the padding.
  func overheadByteCount(payload: RawSpan, paddingByteCount: Int) -> Int {
    var count = FrameHeader.byteCount
    switch type {
    case .data:
      count += isPadded ? paddingByteCount : 0
    case .headers, .pushPromise:
      if isPadded { count += 1 + (payload.isEmpty ? 0 : Int(payload.byte(at: 0))) }
      if type == .pushPromise { count += 4 } else if flags.contains(.priority) { count += 5 }
    case .continuation:
      break
    default:
      count += length
    }
    return min(count, FrameHeader.byteCount + length)
  }
}
