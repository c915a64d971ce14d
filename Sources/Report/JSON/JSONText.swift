import Bytes

// The text of JSON strings (RFC 8259 §7): quotation mark, reverse solidus and control characters are escaped, all else stays.
extension Array where Element == UInt8 {
  /// Appends text: as UTF-8 when all of it is, else each byte as the code point of its number (Latin-1).
  mutating func append(escaping text: RawSpan) {
    if append(plain: text) { return }
    if text.isUTF8 { append(escapingUTF8: text) } else { append(escapingLatin1: text) }
  }

  /// Appends text in which nothing is to be escaped and all is ASCII, as nearly all text is; false, and nothing is appended,
  /// when it is not so.
  private mutating func append(plain text: RawSpan) -> Bool {
    let length = text.byteCount
    let start = count
    append(upTo: length) { fresh in
      var offset = 0
      while offset < length {
        if length >= 8 {
          // The last eight may overlap those before.
          offset = Swift.min(offset, length - 8)
          let octets = text.littleEndianUInt64(at: offset)
          guard (octets.marksToEscape | octets) & UInt64.highBits == 0 else { return 0 }
          fresh.storeBytes(of: octets.littleEndian, toByteOffset: offset, as: UInt64.self)
          offset += 8
        } else {
          let byte = text.byte(at: offset)
          guard !byte.mustBeEscaped, byte < 0x80 else { return 0 }
          fresh.storeBytes(of: byte, toByteOffset: offset, as: UInt8.self)
          offset += 1
        }
      }
      return length
    }
    return count == start + length
  }

  private mutating func append(escapingUTF8 text: RawSpan) {
    var copied = 0
    while true {
      let offset = text.firstIndexToEscape(from: copied)
      append(text.extracting(copied..<offset))
      guard offset < text.byteCount else { return }
      append(escape: text.byte(at: offset))
      copied = offset + 1
    }
  }

  /// Appends text, each byte as the code point of its number.
  mutating func append(escapingLatin1 text: RawSpan) {
    for offset in 0..<text.byteCount {
      let byte = text.byte(at: offset)
      if byte >= 0x80 {
        append(0xC0 | byte >> 6)
        append(0x80 | byte & 0x3F)
      } else if byte.mustBeEscaped {
        append(escape: byte)
      } else {
        append(byte)
      }
    }
  }

  private mutating func append(escape byte: UInt8) {
    append(0x5C)
    switch byte {
    case 0x08: append(0x62)
    case 0x09: append(0x74)
    case 0x0A: append(0x6E)
    case 0x0C: append(0x66)
    case 0x0D: append(0x72)
    case 0x22, 0x5C: append(byte)
    default:
      append("u00")
      append(Hexadecimal.digit(byte >> 4))
      append(Hexadecimal.digit(byte & 0xF))
    }
  }
}

extension RawSpan {
  /// The offset of the first byte, from an offset on, that a JSON string must escape; `byteCount` when there is none.
  fileprivate func firstIndexToEscape(from start: Int) -> Int {
    var offset = start
    while byteCount - offset >= 8 {
      let marks = littleEndianUInt64(at: offset).marksToEscape
      if marks != 0 { return offset + marks.trailingZeroBitCount / 8 }
      offset += 8
    }
    while offset < byteCount, !byte(at: offset).mustBeEscaped { offset += 1 }
    return offset
  }
}

extension UInt8 {
  fileprivate var mustBeEscaped: Bool { self < 0x20 || self == 0x22 || self == 0x5C }
}

extension UInt64 {
  fileprivate static let highBits: UInt64 = 0x8080_8080_8080_8080

  /// The high bits of those of its eight bytes that must be escaped. Only the lowest is exact: bits above it can be set by a
  /// borrow from the byte below, which is why the subtractions wrap.
  fileprivate var marksToEscape: UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let controls = (self &- ones &* 0x20) & ~self
    let quotes = self ^ ones &* 0x22
    let solidi = self ^ ones &* 0x5C
    return (controls | (quotes &- ones) & ~quotes | (solidi &- ones) & ~solidi) & Self.highBits
  }
}
