import Bytes

/// The part of an input's content that is in memory: a window that moves over it.
///
/// Positions are offsets into `bytes`. Bytes before `position` stay where they are until the next call that reads, so
/// that a packet just passed can be lent.
struct InputBuffer {
  /// The next byte to look at; `0 <= position <= bytes.byteCount`.
  private(set) var position = 0
  /// Whether the content ended, so that no byte follows those in memory.
  private(set) var isComplete = false

  private let usualByteCount: Int
  private var content: InputContent
  private var storage: [UInt8]
  /// How many bytes of `storage` are filled.
  private var end = 0
  /// Where in the content the first byte of `storage` stands.
  private var firstOffset = 0

  /// A buffer that holds `byteCount` bytes until more are needed at once.
  init(_ file: InputFile, byteCount: Int) {
    usualByteCount = byteCount
    content = InputContent(file)
    storage = [UInt8](repeating: 0, count: byteCount)
  }

  /// The bytes in memory.
  var bytes: RawSpan {
    @_lifetime(borrow self)
    get { storage.rawSpan.extracting(0..<end) }
  }

  /// How many bytes from the position on are in memory.
  var available: Int { end - position }

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
    content.decompress(compression, front: [UInt8](bytes.extracting(from: position)))
    position = 0
    end = 0
    isComplete = false
  }

  /// Reads until `count` bytes from the position on are in memory; false when the content ends before.
  mutating func fill(_ count: Int) -> Bool {
    while available < count {
      guard !isComplete else { return false }
      makeRoom()
      let read = content.read(into: &storage, at: end)
      end += read
      isComplete = read == 0
    }
    return true
  }

  /// Passes over `count` bytes; false when the content ends before.
  mutating func skip(_ count: Int) -> Bool {
    var rest = count
    while rest > available {
      rest -= available
      position = end
      guard fill(1) else { return false }
    }
    position += rest
    return true
  }

  /// Makes room behind `end`, at a cost that is in proportion to the bytes passed or read since the last time.
  private mutating func makeRoom() {
    if available == 0 {
      firstOffset += end
      position = 0
      end = 0
      if storage.count > max(usualByteCount, CaptureLimits.bufferByteCount) {
        // A giant record made it grow.
        storage = [UInt8](repeating: 0, count: usualByteCount)
      }
    } else if position > 0, position >= storage.count / 2 {
      let rest = available
      storage.moveToFront(ByteRange(start: position, count: rest))
      firstOffset += position
      position = 0
      end = rest
    } else if end == storage.count {
      storage += [UInt8](repeating: 0, count: storage.count)
    }
  }
}
