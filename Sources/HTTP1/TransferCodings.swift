import Bytes

/// What the Transfer-Encoding fields of a message say together (RFC 9112 §6.1).
struct TransferCodings {
  /// Whether there is such a field.
  private(set) var isPresent = false
  /// Whether chunked is the final coding.
  private(set) var endsInChunked = false
  /// Whether chunked is one of the codings.
  private(set) var containsChunked = false

  /// Takes the value of one more Transfer-Encoding field line in.
  ///
  /// `identity`, a coding of RFC 2616 that does nothing, is passed over.
  mutating func add(_ value: RawSpan, noting oddities: inout Oddities) {
    isPresent = true
    var start = 0
    while start <= value.byteCount {
      let end = value.firstIndex(of: 0x2C, from: start) ?? value.byteCount
      addCoding(value.extracting(value.trimmingBlanks(start..<end)), noting: &oddities)
      start = end + 1
    }
  }

  private mutating func addCoding(_ coding: RawSpan, noting oddities: inout Oddities) {
    if coding.byteCount == 0 { return }
    if coding.equalsIgnoringCase("chunked") {
      if containsChunked { oddities.insert(.transferEncodingRepeatsChunked) }
      containsChunked = true
      endsInChunked = true
    } else if coding.equalsIgnoringCase("identity") {
      oddities.insert(.transferEncodingNotChunked)
    } else {
      endsInChunked = false
    }
  }
}
