import Bytes

// The vectors of the presentation language: a length of one, two or three bytes, and so many bytes (RFC 8446 §3.4).
// All ranges are of the whole message, also those that a reader of a part finds.

extension ByteReader {
  /// A reader of one part of a message. `range.end <= bytes.byteCount`.
  @_lifetime(copy bytes)
  init(_ range: ByteRange, of bytes: RawSpan) {
    self.init(bytes.extracting(0..<range.end))
    _ = skip(range.start)
  }

  /// Whether nothing is left.
  var isAtEnd: Bool { remainingCount == 0 }

  /// `opaque <0..2^8-1>`; what does not fit consumes nothing.
  @_lifetime(self: copy self)
  mutating func readVector8() -> ByteRange? {
    var ahead = self
    guard let count = ahead.readUInt8(), let range = ahead.readRange(Int(count)) else { return nil }
    self = ahead
    return range
  }

  /// `opaque <0..2^16-1>`; what does not fit consumes nothing.
  @_lifetime(self: copy self)
  mutating func readVector16() -> ByteRange? {
    var ahead = self
    guard let count = ahead.readUInt16(), let range = ahead.readRange(Int(count)) else { return nil }
    self = ahead
    return range
  }

  /// `opaque <0..2^24-1>`; what does not fit consumes nothing.
  @_lifetime(self: copy self)
  mutating func readVector24() -> ByteRange? {
    var ahead = self
    guard let count = ahead.readUInt24(), let range = ahead.readRange(Int(count)) else { return nil }
    self = ahead
    return range
  }

  /// All that is left as numbers of two bytes; nil when one byte is over.
  @_lifetime(self: copy self)
  mutating func readUInt16s() -> [UInt16]? {
    var values: [UInt16] = []
    values.reserveCapacity(remainingCount / 2)
    while let value = readUInt16() { values.append(value) }
    return isAtEnd ? values : nil
  }
}
