// The only integer loads of the program. Each checks its bounds; an offset outside the span is a programmer's error and
// stops the program, so every caller proves the length first or reads through `ByteReader`, which answers nil instead.

extension RawSpan {
  /// The byte at an offset. `0 <= offset < byteCount`.
  @inlinable
  public func byte(at offset: Int) -> UInt8 {
    // `unsafeLoadUnaligned` checks the bounds; any bit pattern is a valid integer.
    unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt8.self)
  }

  /// Two bytes in network order. `0 <= offset <= byteCount - 2`.
  @inlinable
  public func uint16(at offset: Int) -> UInt16 {
    UInt16(bigEndian: unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt16.self))
  }

  /// Three bytes in network order. `0 <= offset <= byteCount - 3`.
  @inlinable
  public func uint24(at offset: Int) -> UInt32 {
    UInt32(byte(at: offset)) << 16 | UInt32(uint16(at: offset + 1))
  }

  /// Four bytes in network order. `0 <= offset <= byteCount - 4`.
  @inlinable
  public func uint32(at offset: Int) -> UInt32 {
    UInt32(bigEndian: unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }

  /// Eight bytes in network order. `0 <= offset <= byteCount - 8`.
  @inlinable
  public func uint64(at offset: Int) -> UInt64 {
    UInt64(bigEndian: unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  /// The last eight bytes, or all of fewer, some of these twice: spans of the same byte count have the same ones only when
  /// the last eight bytes are the same.
  @inlinable
  public var lastOctets: UInt64 {
    @inline(__always)
    get {
      switch byteCount {
      case 8...: uint64(at: byteCount - 8)
      case 4...: UInt64(uint32(at: 0)) << 32 | UInt64(uint32(at: byteCount - 4))
      case 2...: UInt64(uint16(at: 0)) << 32 | UInt64(uint16(at: byteCount - 2))
      case 1: UInt64(byte(at: 0))
      default: 0
      }
    }
  }

  /// Two bytes, least significant first. `0 <= offset <= byteCount - 2`.
  @inlinable
  public func littleEndianUInt16(at offset: Int) -> UInt16 {
    UInt16(littleEndian: unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt16.self))
  }

  /// Four bytes, least significant first. `0 <= offset <= byteCount - 4`.
  @inlinable
  public func littleEndianUInt32(at offset: Int) -> UInt32 {
    UInt32(littleEndian: unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }

  /// Eight bytes, least significant first. `0 <= offset <= byteCount - 8`.
  @inlinable
  public func littleEndianUInt64(at offset: Int) -> UInt64 {
    UInt64(littleEndian: unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }
}

extension RawSpan {
  /// The bytes of a range that the caller knows to lie inside. `range.end <= byteCount`.
  @inlinable
  @_lifetime(copy self)
  public func extracting(_ range: ByteRange) -> RawSpan {
    extracting(range.start..<range.end)
  }

  /// The bytes from an offset on. `0 <= offset <= byteCount`.
  @inlinable
  @_lifetime(copy self)
  public func extracting(from offset: Int) -> RawSpan {
    extracting(offset..<byteCount)
  }
}
