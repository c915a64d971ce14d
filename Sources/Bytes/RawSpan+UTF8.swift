extension RawSpan {
  /// Whether the bytes are well-formed UTF-8 (RFC 3629 §3: no surrogates, no overlong forms).
  public var isUTF8: Bool {
    // Any bit pattern is a valid byte, and the buffer does not leave the closure.
    unsafe withUnsafeBytes { buffer in
      let bytes = unsafe Span<UInt8>(_unsafeElements: buffer.bindMemory(to: UInt8.self))
      return (try? UTF8Span(validating: bytes)) != nil
    }
  }
}
