import Glibc

extension RawSpan {
  /// The offset of the first occurrence of a byte at or after an offset, or nil. `0 <= offset <= byteCount`.
  @inlinable
  public func firstIndex(of byte: UInt8, from offset: Int = 0) -> Int? {
    guard offset < byteCount else { return nil }
    // The pointer lives inside the closure only, and `memchr` stays within the count it is given.
    return unsafe withUnsafeBytes { buffer -> Int? in
      guard let base = buffer.baseAddress,
        let found = unsafe memchr(base + offset, Int32(byte), buffer.count - offset)
      else { return nil }
      return unsafe UnsafeRawPointer(found) - base
    }
  }

  /// Whether both hold the same bytes.
  @inlinable
  public func equals(_ other: RawSpan) -> Bool {
    guard byteCount == other.byteCount else { return false }
    return unsafe withUnsafeBytes { mine in
      unsafe other.withUnsafeBytes { theirs in
        guard let left = mine.baseAddress, let right = theirs.baseAddress else { return true }
        return unsafe memcmp(left, right, mine.count) == 0
      }
    }
  }

  /// Whether the bytes are those of another span without capital letters, whatever the case of their own ASCII letters.
  @inlinable
  public func equals(lowercased other: RawSpan) -> Bool {
    guard byteCount == other.byteCount, ASCII.lowercased(lastOctets) == other.lastOctets else { return false }
    var offset = 0
    while offset + 8 < byteCount {
      if ASCII.lowercased(uint64(at: offset)) != other.uint64(at: offset) { return false }
      offset += 8
    }
    return true
  }

  /// Whether the bytes at an offset are those of a literal; false when the span ends before it does.
  @inlinable
  public func matches(_ literal: StaticString, at offset: Int = 0) -> Bool {
    let count = literal.utf8CodeUnitCount
    guard offset >= 0, count <= byteCount - offset else { return false }
    return unsafe withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress else { return count == 0 }
      return unsafe memcmp(base + offset, literal.utf8Start, count) == 0
    }
  }

  /// Whether the whole span is a literal.
  @inlinable
  public func equals(_ literal: StaticString) -> Bool {
    byteCount == literal.utf8CodeUnitCount && matches(literal)
  }

  /// Whether the whole span is a literal of lower-case letters, whatever the case of its own ASCII letters.
  @inlinable
  public func equalsIgnoringCase(_ lowercased: StaticString) -> Bool {
    byteCount == lowercased.utf8CodeUnitCount && equals(lowercased: lowercased.rawSpan)
  }
}

extension StaticString {
  /// The bytes of a literal.
  @inlinable
  public var rawSpan: RawSpan {
    @_lifetime(immortal)
    get {
      // A literal is in memory as long as the program runs.
      unsafe _overrideLifetime(RawSpan(_unsafeStart: utf8Start, byteCount: utf8CodeUnitCount), borrowing: ())
    }
  }

  /// The byte of a literal at an offset. `0 <= offset < utf8CodeUnitCount`; outside it is 0.
  @inlinable
  public func byte(at offset: Int) -> UInt8 {
    guard offset >= 0, offset < utf8CodeUnitCount else { return 0 }
    return unsafe utf8Start[offset]
  }
}
