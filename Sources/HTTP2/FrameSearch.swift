import Bytes
import Findings

/// The search for the next frame of one side after its framing was lost, or in a capture that began mid-stream.
struct FrameSearch: Sendable {
  /// What came since, from the first offset at which a frame may begin.
  var bytes = TimedByteQueue()
  /// Bytes of this side that no frame is known of; they bound how far stream identifiers may have gone.
  private var lostByteCount = 0

  /// Begins a search, or goes on with it, after bytes of unknown content.
  mutating func begin(afterLosing byteCount: Int) {
    bytes.removeAll()
    note(lost: byteCount)
  }

  /// Looks for a chain of frames and drops the bytes before it; true when one was found.
  ///
  /// - Parameter highestStream: the highest identifier seen so far, or nil when any is believed.
  mutating func findBoundary(from side: Side, isEnd: Bool, highestStream: UInt32?) -> Bool {
    while !bytes.isEmpty {
      let boundary = FrameChain.nextFrameBoundary(
        in: bytes.bytes, from: side, isEnd: isEnd, largestStream: largestStream(above: highestStream))
      switch boundary {
      case .found(let offset):
        drop(offset)
        lostByteCount = 0
        return true
      case .undecided(let offset):
        drop(offset)
        guard bytes.count > HTTP2Limits.searchedByteCount else { return false }
        // A header that announces more than may be kept: it is taken for none.
        drop(1)
      }
    }
    return false
  }

  private mutating func drop(_ count: Int) {
    bytes.consume(count)
    note(lost: count)
  }

  private mutating func note(lost byteCount: Int) {
    lostByteCount = min(lostByteCount.addingReportingOverflow(byteCount).partialValue, Int(Int32.max))
    lostByteCount = max(0, lostByteCount)
  }

  /// A stream takes a frame of ten bytes at least and identifiers go up by two, so that the lost bytes and a reserve for
  /// the other side's bound the identifiers that may follow.
  private func largestStream(above highest: UInt32?) -> UInt32 {
    guard let highest else { return 0x7FFF_FFFF }
    return UInt32(truncatingIfNeeded: min(Int(highest) + lostByteCount / 5 + 8192, 0x7FFF_FFFF))
  }
}
