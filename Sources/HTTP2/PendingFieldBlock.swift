import Findings

/// What the frames around a field block say about it.
struct FieldBlockHead: Sendable, BitwiseCopyable {
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

/// A field block of one side that goes on in CONTINUATION frames (RFC 9113 §4.3): what is known of it besides its bytes.
struct PendingFieldBlock: Sendable, BitwiseCopyable {
  /// Nil while no block is under way.
  private(set) var head: FieldBlockHead?
  /// CONTINUATION frames so far.
  private(set) var continuationCount = 0
  /// Bytes of all fragments so far.
  private(set) var byteCount = 0
  private var isFloodReported = false

  /// A HEADERS or PUSH_PROMISE frame without END_HEADERS ended.
  mutating func begin(_ head: FieldBlockHead) {
    self = PendingFieldBlock()
    self.head = head
  }

  /// The block is over, or given up.
  mutating func end() {
    head = nil
  }

  /// A fragment is lost: the block cannot be decoded any more.
  mutating func damage() {
    head?.isDamaged = true
  }

  /// Counts a fragment of so many bytes; false when the block has just become too large to be kept.
  mutating func add(_ fragmentByteCount: Int) -> Bool {
    let wasSmall = byteCount <= HTTP2Limits.fieldBlockByteCount
    byteCount += fragmentByteCount
    guard wasSmall, byteCount > HTTP2Limits.fieldBlockByteCount else { return true }
    damage()
    return false
  }

  /// Counts a CONTINUATION frame whose fragment was added; true once, when there are more frames or bytes than a sender
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
}
