extension RawSpan {
  /// Whether the byte at an offset is a space or a tab (`OWS` of RFC 9110 §5.6.3). `0 <= offset < byteCount`.
  @inlinable
  public func isBlank(at offset: Int) -> Bool {
    let byte = byte(at: offset)
    return byte == ASCII.space || byte == ASCII.tab
  }

  /// A range of these bytes without the blanks at both ends.
  @inlinable
  public func trimmingBlanks(_ range: Range<Int>) -> Range<Int> {
    var start = range.lowerBound
    var end = range.upperBound
    while start < end, isBlank(at: start) { start += 1 }
    while end > start, isBlank(at: end - 1) { end -= 1 }
    return start..<end
  }
}
