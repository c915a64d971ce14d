import Bytes
import Findings

/// Tells frames from other bytes by their headers alone: each says where the next one begins. It finds them again after a gap
/// whose end lies anywhere.
enum FrameChain {
  /// How many headers in a row prove a chain: one in twenty to forty random pairs of bytes looks like one.
  private static let provingCount = 6
  /// How many do when the last frame ends with the packet, as senders mostly see to.
  private static let sufficingCount = 3

  /// Where the first chain of frames in a packet's bytes begins, or nil. At the beginning of the packet, a single frame that
  /// ends with it is believed.
  static func start(in bytes: RawSpan, from side: Side, _ extensions: WebSocketExtensions) -> Int? {
    for offset in 0..<bytes.byteCount where isChain(bytes, at: offset, from: side, extensions) {
      return offset
    }
    return nil
  }

  private static func isChain(
    _ bytes: RawSpan, at start: Int, from side: Side, _ extensions: WebSocketExtensions
  ) -> Bool {
    var offset = start
    var count = 0
    // Whether the last data frame ends its message; nil while there was none.
    var isFinal: Bool?
    while let header = FrameHeader(bytes, at: offset) {
      guard header.isPlausible(from: side, extensions) else { return false }
      if !header.opcode.isControl {
        if let isFinal, isFinal == (header.opcode == .continuation) { return false }
        isFinal = header.isFinal
      }
      count += 1
      guard count < provingCount else { return true }
      let rest = bytes.byteCount - offset - header.byteCount
      guard header.length < rest else {
        return header.length == rest && (start == 0 || count >= sufficingCount)
      }
      offset += header.byteCount + header.length
    }
    return false
  }
}

extension FrameHeader {
  /// Whether a side that follows the RFC could have written it.
  fileprivate func isPlausible(from side: Side, _ extensions: WebSocketExtensions) -> Bool {
    guard !opcode.isReserved, (maskingKey != nil) == (side == .client), isLengthMinimal, !isLengthTooLarge else {
      return false
    }
    if opcode.isControl {
      return isFinal && reservedBits.isEmpty && length <= WebSocketLimits.controlPayloadByteCount
    }
    if extensions.hasUnknown { return true }
    return reservedBits.isEmpty
      || reservedBits == .first && extensions.deflate != nil && opcode != .continuation
  }
}
