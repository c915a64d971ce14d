import Bytes
import Findings

/// What the frames around a field block say about it.
struct FieldBlockHead: Sendable {
  /// The stream of the frames.
  var stream: UInt32
  /// PUSH_PROMISE: the promised stream, else nil.
  var promisedStream: UInt32?
  /// The HEADERS frame had END_STREAM.
  var isEndStream: Bool
  /// When the first byte of the first frame was there.
  var start: Timestamp
  /// A fragment was lost or dropped: nothing of the block can be decoded.
  var isDamaged: Bool
}

/// A field block of one side that goes on in CONTINUATION frames (RFC 9113 §4.3).
struct PendingFieldBlock: Sendable {
  /// Nil while no block is under way.
  private(set) var head: FieldBlockHead?
  /// The fragments so far.
  private(set) var bytes: [UInt8] = []
  /// Whether a fragment was lost in a gap, or the block is too large to be kept.
  private(set) var isDamaged = false
  /// CONTINUATION frames so far.
  private(set) var continuationCount = 0
  /// Bytes of all fragments so far.
  private(set) var byteCount = 0
  private var isFloodReported = false

  /// A HEADERS or PUSH_PROMISE frame without END_HEADERS ended.
  mutating func begin(_ head: FieldBlockHead) {
    self.head = head
    bytes.removeAll(keepingCapacity: true)
    isDamaged = false
    continuationCount = 0
    byteCount = 0
    isFloodReported = false
  }

  /// Appends a fragment; false when the block has just become too large.
  mutating func append(_ fragment: RawSpan) -> Bool {
    byteCount += fragment.byteCount
    guard !isDamaged else { return true }
    guard byteCount <= HTTP2Limits.fieldBlockByteCount else {
      damage()
      return false
    }
    bytes.append(fragment)
    return true
  }

  /// A fragment is lost: the block cannot be decoded any more.
  mutating func damage() {
    isDamaged = true
    bytes.removeAll(keepingCapacity: false)
  }

  /// Counts a CONTINUATION frame whose fragment was appended; true once, when there are more frames or bytes than a sender
  /// has reason for.
  mutating func noteContinuation() -> Bool {
    continuationCount += 1
    guard
      !isFloodReported,
      continuationCount > HTTP2Limits.continuationFrames || byteCount > HTTP2Limits.floodedBlockByteCount
    else { return false }
    isFloodReported = true
    return true
  }

  /// The block is over: its bytes move out, to be read while the rest of the connection changes.
  mutating func takeBytes() -> [UInt8] {
    var taken: [UInt8] = []
    swap(&taken, &bytes)
    head = nil
    return taken
  }

  /// Gives the storage back for the next block.
  mutating func returnBytes(_ taken: consuming [UInt8]) {
    bytes = taken
    bytes.removeAll(keepingCapacity: bytes.capacity <= HTTP2Limits.reusedSectionByteCount)
  }
}
