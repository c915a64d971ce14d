/// A half-open range of byte offsets: what a stage stores when it may not keep the bytes themselves.
///
/// `0 <= start`, `0 <= count`. Unlike `Range<Int>` it is bitwise copyable, and it cannot be built wrong.
@frozen
public struct ByteRange: Hashable, Sendable, BitwiseCopyable {
  /// Offset of the first byte.
  public let start: Int
  /// Number of bytes.
  public let count: Int

  /// Negative arguments become 0.
  @inlinable
  public init(start: Int, count: Int) {
    self.start = max(0, start)
    self.count = max(0, count)
  }

  /// Offset of the first byte after the range.
  @inlinable
  public var end: Int { start + count }

  /// Whether there is no byte in it.
  @inlinable
  public var isEmpty: Bool { count == 0 }

  /// The empty range at offset 0.
  @inlinable
  public static var empty: ByteRange { ByteRange(start: 0, count: 0) }
}
