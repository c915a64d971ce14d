/// Bytes that wait for the rest of their unit: appended at the back, consumed at the front.
///
/// Its storage is kept when it runs empty, so that a steady stream allocates nothing.
public struct ByteQueue: Sendable {
  private var storage: [UInt8] = []
  /// How many bytes of `storage` are consumed; `0 <= head <= storage.count`.
  private var head = 0

  /// An empty queue without storage.
  public init() {}

  /// How many bytes wait.
  public var count: Int { storage.count - head }

  /// Whether none wait.
  public var isEmpty: Bool { count == 0 }

  /// The waiting bytes, front first.
  public var bytes: RawSpan {
    @_lifetime(borrow self)
    get { storage.rawSpan.extracting(from: head) }
  }

  /// Appends bytes at the back.
  public mutating func append(_ bytes: RawSpan) {
    moveToFront()
    storage.append(bytes)
  }

  /// Appends bytes at the back, ASCII letters in lower case.
  public mutating func append(lowercased bytes: RawSpan) {
    moveToFront()
    storage.append(lowercased: bytes)
  }

  private mutating func moveToFront() {
    if head > 0, head >= storage.count - head {
      // Moving the rest to the front costs no more than what was consumed since the last time.
      storage.removeSubrange(0..<head)
      head = 0
    }
  }

  /// Takes bytes from the front: `count`, or all of them when there are fewer.
  public mutating func consume(_ count: Int) {
    head += min(max(0, count), self.count)
    if head == storage.count {
      storage.removeAll(keepingCapacity: true)
      head = 0
    }
  }

  /// Drops all bytes, and the storage when it is larger than a limit.
  public mutating func removeAll(keepingCapacityUpTo limit: Int = 64 * 1024) {
    head = 0
    storage.removeAll(keepingCapacity: storage.capacity <= limit)
  }
}
