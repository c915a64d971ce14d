import Bytes
import HTTP

/// Reads the field lines of a header or trailer section (RFC 9112 §5).
enum FieldLines {
  /// Appends the lines to a section, up to the empty line or the end of the bytes. A line without its end is left out.
  ///
  /// - Parameter start: where the first field line begins; `0 <= start <= bytes.byteCount`.
  static func read(
    _ bytes: RawSpan, from start: Int, into section: inout FieldSection, _ fields: inout FramingFields,
    noting oddities: inout Oddities
  ) {
    var position = start
    while position < bytes.byteCount, let lineFeed = bytes.firstIndex(of: ASCII.lineFeed, from: position) {
      let end = lineEnd(of: bytes, from: position, to: lineFeed, noting: &oddities)
      if end == position { return }
      if bytes.isBlank(at: position) {
        // RFC 9112 §2.2: no field line is there that it could continue.
        oddities.insert(.blankLineInHead)
        position = lineFeed + 1
        continue
      }
      let isFolded = lineFeed + 1 < bytes.byteCount && bytes.isBlank(at: lineFeed + 1)
      let name = fieldName(of: bytes, from: position, to: end, noting: &oddities)
      var next = lineFeed + 1
      if let name {
        let value = bytes.trimmingBlanks(name.valueStart..<end)
        if isFolded || bytes.extracting(value).containsControl() {
          let textStart = section.text.count
          section.appendText(bytes.extracting(name.start..<name.end))
          appendValue(bytes, value, to: &section, noting: &oddities)
          if isFolded {
            next = appendFolds(
              bytes, from: next, to: &section, valueStart: textStart + name.end - name.start, noting: &oddities)
          }
          section.appendLine(start: textStart, nameCount: name.end - name.start)
        } else {
          section.append(name: bytes.extracting(name.start..<name.end), value: bytes.extracting(value))
        }
        if let line = section.lines.last { fields.add(line, of: section, noting: &oddities) }
      } else {
        oddities.insert(.fieldLineWithoutColon)
        if isFolded { next = passFolds(bytes, from: next, noting: &oddities) }
      }
      position = next
    }
  }

  /// Where a line's text ends: before its CRLF or, odd, its bare LF.
  private static func lineEnd(
    of bytes: RawSpan, from start: Int, to lineFeed: Int, noting oddities: inout Oddities
  ) -> Int {
    if lineFeed > start, bytes.byte(at: lineFeed - 1) == ASCII.carriageReturn { return lineFeed - 1 }
    oddities.insert(.bareLineFeed)
    return lineFeed
  }

  /// Offsets of a field name, and the one after its colon.
  private struct Name {
    let start: Int
    let end: Int
    let valueStart: Int
  }

  /// The name of a field line, or nil when the line has no colon (RFC 9112 §5.1).
  private static func fieldName(
    of bytes: RawSpan, from start: Int, to end: Int, noting oddities: inout Oddities
  ) -> Name? {
    var colon = bytes.plainNameEnd(from: start, to: end)
    while colon < end, ASCII.isTokenCharacter(bytes.byte(at: colon)) { colon += 1 }
    if colon < end, colon > start, bytes.byte(at: colon) == ASCII.colon {
      return Name(start: start, end: colon, valueStart: colon + 1)
    }
    guard let first = bytes.extracting(start..<end).firstIndex(of: ASCII.colon) else { return nil }
    colon = start + first
    var nameEnd = colon
    while nameEnd > start, bytes.isBlank(at: nameEnd - 1) { nameEnd -= 1 }
    if nameEnd < colon { oddities.insert(.blanksBeforeColon) }
    if nameEnd == start { oddities.insert(.fieldNameEmpty) }
    for offset in start..<nameEnd where !ASCII.isTokenCharacter(bytes.byte(at: offset)) {
      oddities.insert(.fieldNameInvalid)
      if bytes.byte(at: offset) == ASCII.carriageReturn { oddities.insert(.bareCarriageReturn) }
    }
    return Name(start: start, end: nameEnd, valueStart: colon + 1)
  }

  /// Appends a piece of a value: as it is, but bare CRs become spaces (RFC 9112 §2.2).
  private static func appendValue(
    _ bytes: RawSpan, _ range: Range<Int>, to section: inout FieldSection, noting oddities: inout Oddities
  ) {
    let value = bytes.extracting(range)
    guard value.containsControl() else {
      section.appendText(value)
      return
    }
    var start = 0
    var end = value.byteCount
    while start < end, value.isBlankOrReturn(at: start) { start += 1 }
    while end > start, value.isBlankOrReturn(at: end - 1) { end -= 1 }
    for offset in 0..<value.byteCount {
      let byte = value.byte(at: offset)
      if byte == ASCII.carriageReturn {
        oddities.insert(.bareCarriageReturn)
      } else if byte < ASCII.space && byte != ASCII.tab || byte == 0x7F {
        oddities.insert(.fieldValueControl)
      }
      if offset >= start, offset < end { section.appendText(byte == ASCII.carriageReturn ? ASCII.space : byte) }
    }
  }

  /// Appends the folded lines that continue a value, each after one space (RFC 9112 §5.2), and returns where they end.
  private static func appendFolds(
    _ bytes: RawSpan, from start: Int, to section: inout FieldSection, valueStart: Int, noting oddities: inout Oddities
  ) -> Int {
    var position = start
    while position < bytes.byteCount, bytes.isBlank(at: position),
      let lineFeed = bytes.firstIndex(of: ASCII.lineFeed, from: position)
    {
      oddities.insert(.obsoleteFolding)
      let end = lineEnd(of: bytes, from: position, to: lineFeed, noting: &oddities)
      let piece = bytes.trimmingBlanks(position..<end)
      if !piece.isEmpty {
        if section.text.count > valueStart { section.appendText(ASCII.space) }
        appendValue(bytes, piece, to: &section, noting: &oddities)
      }
      position = lineFeed + 1
    }
    return position
  }

  /// Passes over folded lines, and returns where they end.
  private static func passFolds(_ bytes: RawSpan, from start: Int, noting oddities: inout Oddities) -> Int {
    var position = start
    while position < bytes.byteCount, bytes.isBlank(at: position),
      let lineFeed = bytes.firstIndex(of: ASCII.lineFeed, from: position)
    {
      oddities.insert(.obsoleteFolding)
      position = lineFeed + 1
    }
    return position
  }
}

extension RawSpan {
  /// The offset of the first byte that is no letter, digit or hyphen, as far as eight bytes can be looked at a time; at
  /// most `end`.
  fileprivate func plainNameEnd(from start: Int, to end: Int) -> Int {
    var offset = start
    while offset + 8 <= end {
      let others = ASCII.neitherAlphanumericNorHyphen(uint64(at: offset))
      if others != 0 { return offset + others.leadingZeroBitCount / 8 }
      offset += 8
    }
    return offset
  }

  /// Whether a control character (also CR, HT and DEL) is among the bytes, eight at a time.
  fileprivate func containsControl() -> Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highs: UInt64 = 0x8080_8080_8080_8080
    var offset = 0
    while offset < byteCount, byteCount >= 8 {
      // The last eight may overlap those before.
      let word = uint64(at: min(offset, byteCount - 8))
      let delete = word ^ (ones &* 0x7F)
      // A byte's high bit stays set where it borrows: it was below 0x20, or equal to 0x7F. Wrapping is meant; a borrow
      // from a neighbour can only give a false alarm, which the careful path sorts out.
      if ((word &- ones &* 0x20) & ~word | (delete &- ones) & ~delete) & highs != 0 { return true }
      offset += 8
    }
    while offset < byteCount {
      let byte = byte(at: offset)
      if byte < 0x20 || byte == 0x7F { return true }
      offset += 1
    }
    return false
  }

  /// Whether the byte at an offset is a blank or a CR.
  fileprivate func isBlankOrReturn(at offset: Int) -> Bool {
    isBlank(at: offset) || byte(at: offset) == ASCII.carriageReturn
  }
}
