/// Reads a borrowed span front to back and answers nil where the bytes end: for formats that are not in the hot path.
///
/// A read that does not fit consumes nothing.
@frozen
public struct ByteReader: ~Escapable {
  /// All bytes, also those already read.
  public let bytes: RawSpan
  /// Offset of the next byte; `0 <= offset <= bytes.byteCount`.
  public private(set) var offset: Int

  /// A reader at the front of the bytes.
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan) {
    self.bytes = bytes
    self.offset = 0
  }

  /// How many bytes are left.
  public var remainingCount: Int { bytes.byteCount - offset }

  /// The bytes not read yet.
  public var remaining: RawSpan {
    @_lifetime(copy self)
    get { bytes.extracting(from: offset) }
  }

  /// The next byte.
  @_lifetime(self: copy self)
  public mutating func readUInt8() -> UInt8? {
    guard let start = take(1) else { return nil }
    return bytes.byte(at: start)
  }

  /// The next two bytes in network order.
  @_lifetime(self: copy self)
  public mutating func readUInt16() -> UInt16? {
    guard let start = take(2) else { return nil }
    return bytes.uint16(at: start)
  }

  /// The next three bytes in network order.
  @_lifetime(self: copy self)
  public mutating func readUInt24() -> UInt32? {
    guard let start = take(3) else { return nil }
    return bytes.uint24(at: start)
  }

  /// The next four bytes in network order.
  @_lifetime(self: copy self)
  public mutating func readUInt32() -> UInt32? {
    guard let start = take(4) else { return nil }
    return bytes.uint32(at: start)
  }

  /// The next eight bytes in network order.
  @_lifetime(self: copy self)
  public mutating func readUInt64() -> UInt64? {
    guard let start = take(8) else { return nil }
    return bytes.uint64(at: start)
  }

  /// The next `count` bytes as a range of `bytes`.
  @_lifetime(self: copy self)
  public mutating func readRange(_ count: Int) -> ByteRange? {
    guard let start = take(count) else { return nil }
    return ByteRange(start: start, count: count)
  }

  /// Passes over `count` bytes; false when there are fewer.
  @_lifetime(self: copy self)
  public mutating func skip(_ count: Int) -> Bool {
    take(count) != nil
  }

  /// The offset before `count` bytes that are there, which are now read.
  @_lifetime(self: copy self)
  private mutating func take(_ count: Int) -> Int? {
    guard count >= 0, count <= remainingCount else { return nil }
    defer { offset += count }
    return offset
  }
}
