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
    let added = bytes.byteCount
    // All empty arrays share a count, to which other threads' would be written, too.
    guard added > 0 else { return }
    append(addingCapacity: added) { output in
      // Both buffers live inside the closures only; the output has room for `added` bytes more.
      unsafe output.withUnsafeMutableBufferPointer { buffer, count in
        unsafe bytes.withUnsafeBytes { source in
          guard let base = buffer.baseAddress, let from = source.baseAddress else { return }
          unsafe memcpy(base + count, from, added)
          count += added
        }
      }
    }
  }

  /// Appends the bytes of a span, then those of another.
  @inlinable
  public mutating func append(_ first: RawSpan, _ second: RawSpan) {
    let added = first.byteCount + second.byteCount
    guard added > 0 else { return }
    append(addingCapacity: added) { output in
      // All buffers live inside the closures only; the output has room for `added` bytes more.
      unsafe output.withUnsafeMutableBufferPointer { buffer, count in
        guard let base = buffer.baseAddress else { return }
        unsafe first.withUnsafeBytes { source in
          if let from = source.baseAddress { unsafe memcpy(base + count, from, source.count) }
        }
        unsafe second.withUnsafeBytes { source in
          if let from = source.baseAddress { unsafe memcpy(base + count + first.byteCount, from, source.count) }
        }
        count += added
      }
    }
  }

  /// Appends the ASCII bytes of a literal.
  @inlinable
  public mutating func append(_ literal: StaticString) {
    unsafe append(contentsOf: UnsafeBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
  }

  /// Appends the bytes of a span, ASCII letters in lower case.
  @inlinable
  public mutating func append(lowercased bytes: RawSpan) {
    let count = bytes.byteCount
    guard count > 0 else { return }
    append(upTo: count) { fresh in
      var offset = 0
      while offset < count {
        if count >= 8 {
          // The last eight may overlap those before.
          offset = Swift.min(offset, count - 8)
          let octets = ASCII.lowercased(bytes.uint64(at: offset)).bigEndian
          fresh.storeBytes(of: octets, toByteOffset: offset, as: UInt64.self)
          offset += 8
        } else {
          fresh.storeBytes(of: ASCII.lowercased(bytes.byte(at: offset)), toByteOffset: offset, as: UInt8.self)
          offset += 1
        }
      }
      return count
    }
  }

  /// Appends what a closure writes into fresh memory of `limit` bytes: as many of them as it returns, at most `limit`.
  ///
  /// The closure must have written each byte that it counts; what it throws appends nothing.
  @inlinable
  @inline(__always)
  public mutating func append<Failure: Error>(
    upTo limit: Int, filledBy fill: (inout MutableRawSpan) throws(Failure) -> Int
  ) throws(Failure) {
    // Not 0: all empty arrays share a count, to which other threads' would be written, too.
    try append(addingCapacity: Swift.max(limit, 1)) { output throws(Failure) in
      // The span covers the free capacity, lives inside the closure only, and is checked at each store.
      try unsafe output.withUnsafeMutableBufferPointer { buffer, count throws(Failure) in
        let free = unsafe UnsafeMutableRawBufferPointer(
          rebasing: UnsafeMutableRawBufferPointer(buffer)[count..<count + limit])
        var span = unsafe MutableRawSpan(_unsafeBytes: free)
        count += Swift.min(Swift.max(0, try fill(&span)), limit)
      }
    }
  }

  /// A copy of the bytes of a span.
  @inlinable
  public init(_ bytes: RawSpan) {
    self = unsafe bytes.withUnsafeBytes { unsafe [UInt8]($0) }
  }
}

extension String {
  /// The text as borrowed bytes of UTF-8.
  public var rawSpan: RawSpan {
    @_lifetime(borrow self)
    get {
      // `Span.bytes` is unsafe for types with padding; a byte has none.
      unsafe utf8Span.span.bytes
    }
  }

  /// The text of bytes in UTF-8; bytes that are not UTF-8 become U+FFFD.
  public init(decodingUTF8 bytes: RawSpan) {
    self = unsafe bytes.withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
  }
}
