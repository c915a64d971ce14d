import Bytes

/// The part of an input's content that is in memory: a window that moves over it.
///
/// Positions are offsets into `bytes`. Bytes before `position` stay where they are until the next call that reads, so
/// that a packet just passed can be lent. A capture may hold secrets: its memory is wiped when it is freed.
struct InputBuffer {
  /// The next byte to look at; `0 <= position <= bytes.byteCount`.
  private(set) var position = 0
  /// Whether the content ended, so that no byte follows those in memory.
  private(set) var isComplete = false

  private let usualByteCount: Int
  private var content: InputContent
  private var memory: SecretBuffer
  /// Where in the content the first byte of `memory` stands.
  private var firstOffset = 0

  /// A buffer that holds `byteCount` bytes until more are needed at once.
  init(_ file: InputFile, byteCount: Int) {
    usualByteCount = byteCount
    content = InputContent(file)
    memory = SecretBuffer(capacity: byteCount)
  }

  /// The bytes in memory.
  var bytes: RawSpan {
    @_lifetime(borrow self)
    get { memory.bytes }
  }

  /// How many bytes from the position on are in memory.
  var available: Int { memory.count - position }

  /// Where in the content the position stands.
  var contentOffset: Int { firstOffset + position }

  /// Why the content ended early, or nil.
  var failure: InputContent.Failure? { content.failure }

  /// Moves the position; `position <= newPosition <= bytes.byteCount`.
  mutating func advance(to newPosition: Int) {
    position = newPosition
  }

  /// What is in memory is the front of compressed data. Only at the content's start.
  mutating func decompress(_ compression: Compression) {
    let memory = memory
    content.decompress(compression, front: memory.bytes.extracting(from: position))
    position = 0
    memory.removeFirst(memory.count)
    isComplete = false
  }

  /// Reads until `count` bytes from the position on are in memory; false when the content ends before.
  mutating func fill(_ count: Int) -> Bool {
    while available < count {
      guard !isComplete else { return false }
      makeRoom()
      isComplete = content.read(into: memory) == 0
    }
    return true
  }

  /// Passes over `count` bytes; false when the content ends before.
  mutating func skip(_ count: Int) -> Bool {
    var rest = count
    while rest > available {
      rest -= available
      position = memory.count
      guard fill(1) else { return false }
    }
    position += rest
    return true
  }

  /// Makes room behind what is in memory, at a cost that is in proportion to the bytes passed or read since the last time.
  private mutating func makeRoom() {
    if available == 0 || position > 0 && position >= memory.capacity / 2 {
      memory.removeFirst(position)
      firstOffset += position
      position = 0
      if memory.count == 0, memory.capacity > max(usualByteCount, CaptureLimits.bufferByteCount) {
        // A giant record made it grow.
        memory = SecretBuffer(capacity: usualByteCount)
      }
    } else if memory.count == memory.capacity {
      memory.reserve(1)
    }
  }
}
