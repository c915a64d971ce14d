import Glibc

extension Array where Element == UInt8 {
  /// The elements as a borrowed raw span.
  @inlinable
  public var rawSpan: RawSpan {
    @_lifetime(borrow self)
    get {
      // `Span.bytes` is unsafe for types with padding; a byte has none.
      unsafe span.bytes
    }
  }

  /// Appends the bytes of a span.
  @inlinable
  public mutating func append(_ bytes: RawSpan) {
    // The buffer lives inside the closure only.
    unsafe bytes.withUnsafeBytes { unsafe append(contentsOf: $0) }
  }

  /// Appends the ASCII bytes of a literal.
  @inlinable
  public mutating func append(_ literal: StaticString) {
    unsafe append(contentsOf: UnsafeBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
  }

  /// Copies a range of the bytes to the front; what was there is overwritten. `range.end <= count`.
  @inlinable
  public mutating func moveToFront(_ range: ByteRange) {
    precondition(range.end <= count)
    // `memmove` allows the overlap; the range was checked.
    unsafe withUnsafeMutableBytes { buffer in
      guard let base = buffer.baseAddress else { return }
      unsafe memmove(base, base + range.start, range.count)
    }
  }

  /// A copy of the bytes of a span.
  @inlinable
  public init(_ bytes: RawSpan) {
    self = unsafe bytes.withUnsafeBytes { unsafe [UInt8]($0) }
  }
}

extension String {
  /// The text of bytes in UTF-8; bytes that are not UTF-8 become U+FFFD.
  public init(decodingUTF8 bytes: RawSpan) {
    self = unsafe bytes.withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
  }
}
