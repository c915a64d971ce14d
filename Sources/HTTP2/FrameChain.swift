import Bytes
import Findings

/// Tells HTTP/2 frames from other bytes by their headers alone: each says where the next one begins.
///
/// For connections whose preface was not captured, and to find the frames again after a gap.
package enum FrameChain {
  /// How many headers in a row prove a chain.
  private static let provingCount = 3
  /// How many do when the bytes end there, if their streams are common.
  private static let sufficingCount = 2
  /// Few connections get as far as this stream, and most bytes that are no header name one beyond it.
  private static let largestCommonStream: UInt32 = 1 << 20

  /// Whether bytes begin with a chain of frames.
  package enum Verdict: Sendable {
    case yes
    case no
    case needMore
  }

  /// Whether the bytes begin with a chain of frame headers.
  ///
  /// - Parameters:
  ///   - side: who sent them, if known: only a server sends PUSH_PROMISE.
  ///   - isEnd: no more bytes will come; one frame that ends with the bytes is enough then.
  ///   - largestStream: no stream identifier above it is believed.
  package static func verdict(
    _ bytes: RawSpan, at start: Int = 0, from side: Side?, isEnd: Bool = false, largestStream: UInt32 = 0x7FFF_FFFF
  ) -> Verdict {
    var offset = start
    var count = 0
    var isCommon = true
    while count < provingCount {
      guard offset + FrameHeader.byteCount <= bytes.byteCount else {
        if count >= sufficingCount, isCommon { return .yes }
        if isEnd { return count > 0 && offset == bytes.byteCount ? .yes : .no }
        return .needMore
      }
      let header = FrameHeader(bytes, at: offset)
      guard
        header.isPlausible(from: side), header.stream <= largestStream,
        header.length <= HTTP2Limits.searchedPayloadByteCount
      else { return .no }
      count += 1
      isCommon = isCommon && header.stream <= largestCommonStream
      offset += FrameHeader.byteCount + header.length
    }
    return .yes
  }

  /// The first offset at which a chain of frames begins or may begin.
  package enum Boundary: Equatable, Sendable {
    /// A chain begins there; the bytes before it are of no known frame.
    case found(Int)
    /// More bytes must tell; the bytes before it are of no known frame.
    case undecided(Int)
  }

  /// Looks for the next chain of frames in bytes whose beginning lies anywhere.
  ///
  /// Each offset costs three header reads at most.
  package static func nextFrameBoundary(
    in bytes: RawSpan, from side: Side?, isEnd: Bool = false, largestStream: UInt32 = 0x7FFF_FFFF
  ) -> Boundary {
    for offset in 0..<max(0, bytes.byteCount) {
      switch verdict(bytes, at: offset, from: side, isEnd: isEnd, largestStream: largestStream) {
      case .yes: return .found(offset)
      case .needMore: return .undecided(offset)
      case .no: continue
      }
    }
    return .undecided(bytes.byteCount)
  }
}

extension FrameHeader {
  /// Whether a sender that follows RFC 9113 could have written the header: a registered type with its flags, length and
  /// kind of stream. An empty DATA frame that ends nothing is allowed and not believed: runs of zeros look like it.
  func isPlausible(from side: Side?) -> Bool {
    guard !isReservedBitSet else { return false }
    let isOnStream = stream != 0
    switch type {
    case .data: return isOnStream && has(only: 0x09) && (length > 0 || flags == .endStream)
    case .headers: return isOnStream && has(only: 0x2D) && length > 0
    case .priority: return isOnStream && has(only: 0) && length == 5
    case .rstStream: return isOnStream && has(only: 0) && length == 4
    case .settings: return !isOnStream && has(only: 0x01) && length % 6 == 0 && (length == 0 || flags.isEmpty)
    case .pushPromise: return isOnStream && has(only: 0x0C) && length > 4 && side != .client
    case .ping: return !isOnStream && has(only: 0x01) && length == 8
    case .goaway: return !isOnStream && has(only: 0) && length >= 8
    case .windowUpdate: return has(only: 0) && length == 4
    case .continuation: return isOnStream && has(only: 0x04)
    case .altSvc: return has(only: 0) && length >= 2
    case .origin: return !isOnStream && has(only: 0)
    case .priorityUpdate: return !isOnStream && has(only: 0) && length >= 4
    default: return false
    }
  }

  private func has(only defined: UInt8) -> Bool {
    flags.rawValue & ~defined == 0
  }
}
