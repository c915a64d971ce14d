import Bytes

// The text of JSON strings (RFC 8259 §7): quotation mark, reverse solidus and control characters are escaped, all else stays.
extension Array where Element == UInt8 {
  /// Appends a string of the program's own, which is always UTF-8.
  mutating func append(escaping text: String) {
    for byte in text.utf8 {
      if byte < 0x20 || byte == 0x22 || byte == 0x5C { append(escape: byte) } else { append(byte) }
    }
  }

  /// Appends captured bytes: as UTF-8 when all of them are, else each as the code point of its number (Latin-1).
  mutating func append(escaping text: RawSpan) {
    var copied = 0
    var offset = text.firstIndexToEscape(from: 0, orNonASCII: true)
    if offset < text.byteCount, text.byte(at: offset) >= 0x80 || !text.isASCII(from: offset) {
      guard text.isUTF8 else { return append(escapingLatin1: text) }
      offset = text.firstIndexToEscape(from: offset, orNonASCII: false)
    }
    while offset < text.byteCount {
      append(text.extracting(copied..<offset))
      append(escape: text.byte(at: offset))
      copied = offset + 1
      offset = text.firstIndexToEscape(from: copied, orNonASCII: false)
    }
    append(text.extracting(from: copied))
  }

  private mutating func append(escapingLatin1 text: RawSpan) {
    for offset in 0..<text.byteCount {
      let byte = text.byte(at: offset)
      switch byte {
      case 0x80...:
        append(0xC0 | byte >> 6)
        append(0x80 | byte & 0x3F)
      case 0x22, 0x5C, ..<0x20: append(escape: byte)
      default: append(byte)
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
  /// The offset of the first byte, from an offset on, that a JSON string must escape or (if asked) that is not ASCII;
  /// `byteCount` when there is none.
  fileprivate func firstIndexToEscape(from start: Int, orNonASCII stopsAtNonASCII: Bool) -> Int {
    let highBits: UInt64 = 0x8080_8080_8080_8080
    let ones: UInt64 = 0x0101_0101_0101_0101
    let wanted = stopsAtNonASCII ? highBits : 0
    var offset = start
    while byteCount - offset >= 8 {
      // In each mask the lowest set bit is exact; a borrow can only set bits above it. Hence the wrapping subtractions.
      let word = littleEndianUInt64(at: offset)
      let controls = (word &- 0x2020_2020_2020_2020) & ~word
      let quotes = word ^ 0x2222_2222_2222_2222
      let solidi = word ^ 0x5C5C_5C5C_5C5C_5C5C
      let escapes = controls | (quotes &- ones) & ~quotes | (solidi &- ones) & ~solidi
      let found = escapes & highBits | word & wanted
      if found != 0 { return offset + found.trailingZeroBitCount / 8 }
      offset += 8
    }
    while offset < byteCount {
      let byte = byte(at: offset)
      if byte < 0x20 || byte == 0x22 || byte == 0x5C || (stopsAtNonASCII && byte >= 0x80) { return offset }
      offset += 1
    }
    return byteCount
  }

  /// Whether no byte from an offset on has its high bit set.
  fileprivate func isASCII(from start: Int) -> Bool {
    var offset = start
    while byteCount - offset >= 8 {
      if littleEndianUInt64(at: offset) & 0x8080_8080_8080_8080 != 0 { return false }
      offset += 8
    }
    while offset < byteCount {
      if byte(at: offset) >= 0x80 { return false }
      offset += 1
    }
    return true
  }
}
