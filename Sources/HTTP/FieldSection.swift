import Bytes

/// How sure a field line's text is (HTTP/2 of which the beginning or a piece was not captured).
package enum Certainty: UInt8, Sendable, BitwiseCopyable {
  /// Read off the wire.
  case certain
  /// The value stands for an entry of a dynamic table that was inserted before the capture or inside a gap.
  case unknownValue
  /// The name stands for such an entry; the value was read off the wire.
  case unknownName
  /// Name and value stand for such an entry.
  case unknown
}

/// One field line of a section: where its name and value lie in the section's bytes. The value follows the name.
package struct FieldLine: Sendable, BitwiseCopyable {
  /// Offset of the name in the section's bytes.
  package let start: UInt32
  /// Bytes of the name.
  package let nameCount: UInt32
  /// Bytes of the value.
  package let valueCount: UInt32
  /// Whether name and value were really seen.
  package let certainty: Certainty
  /// Whether it is a pseudo-header field (RFC 9113 §8.3): its name begins with a colon.
  package let isPseudo: Bool

  init(start: UInt32, nameCount: UInt32, valueCount: UInt32, certainty: Certainty, isPseudo: Bool) {
    self.start = start
    self.nameCount = nameCount
    self.valueCount = valueCount
    self.certainty = certainty
    self.isPseudo = isPseudo
  }
}

/// A header or trailer section (RFC 9110 §6.3, §6.5): field lines in wire order, all text in one buffer.
///
/// Two arrays, whatever the number of lines; both keep their storage over `removeAll()`, so a reused section allocates
/// nothing. Text that belongs to the message but is no field line (method, request target, reason phrase of HTTP/1) lies
/// in the same buffer. A section holds less than 4 GiB; what does not fit is not appended.
package struct FieldSection: Sendable {
  /// The text of all lines. Whoever appends to it makes a line of that with `appendLine`, or removes it again.
  package var text: [UInt8] = []
  /// The lines in wire order.
  package private(set) var lines: [FieldLine] = []

  /// The most bytes of text that a section holds; offsets are 32 bits wide.
  package static let largestByteCount = Int(UInt32.max)

  package init() {}

  /// Whether there is no line.
  package var isEmpty: Bool { lines.isEmpty }

  /// The sum of the lengths of all names and values: RFC 7541's uncompressed size without its 32 a line.
  package private(set) var listByteCount = 0

  /// A bit for each length that a name has: most fields that are looked for are not there, and of no such length.
  private var nameCounts: UInt64 = 0

  /// Removes all lines and text, and keeps the storage.
  package mutating func removeAll() {
    if text.isEmpty, lines.isEmpty { return }
    text.removeAll(keepingCapacity: true)
    lines.removeAll(keepingCapacity: true)
    listByteCount = 0
    nameCounts = 0
  }

  /// Appends a line.
  package mutating func append(name: RawSpan, value: RawSpan, certainty: Certainty = .certain) {
    let start = text.count
    guard start + name.byteCount + value.byteCount <= Self.largestByteCount else { return }
    text.append(name, value)
    appendLine(start: start, nameCount: name.byteCount, certainty: certainty)
  }

  /// Appends a line whose text lies in one piece: `nameCount` bytes of name, the rest value.
  package mutating func append(joined line: RawSpan, nameCount: Int, certainty: Certainty = .certain) {
    let start = text.count
    guard start + line.byteCount <= Self.largestByteCount else { return }
    text.append(line)
    appendLine(start: start, nameCount: nameCount, certainty: certainty)
  }

  /// Makes a line of the text that was appended since an offset: `nameCount` bytes of name, the rest value.
  ///
  /// - Parameter start: `text.count` before the name was appended with `appendText`; `0 <= start <= text.count - nameCount`.
  package mutating func appendLine(start: Int, nameCount: Int, certainty: Certainty = .certain) {
    let count = text.count - start
    guard start >= 0, nameCount >= 0, nameCount <= count, text.count <= Self.largestByteCount else { return }
    listByteCount += count
    nameCounts |= Self.bit(ofNameCount: nameCount)
    // All three are at most `largestByteCount` by the guard.
    lines.append(
      FieldLine(
        start: UInt32(truncatingIfNeeded: start), nameCount: UInt32(truncatingIfNeeded: nameCount),
        valueCount: UInt32(truncatingIfNeeded: count - nameCount), certainty: certainty,
        isPseudo: nameCount > 0 && text[start] == ASCII.colon))
  }

  /// Appends text that is no line (yet), and says where it lies; the empty range when it does not fit.
  @discardableResult
  package mutating func appendText(_ bytes: RawSpan) -> ByteRange {
    guard text.count + bytes.byteCount <= Self.largestByteCount else { return .empty }
    let range = ByteRange(start: text.count, count: bytes.byteCount)
    text.append(bytes)
    return range
  }

  /// Appends text that is no line (yet).
  package mutating func appendText(_ literal: StaticString) -> ByteRange {
    let range = ByteRange(start: text.count, count: literal.utf8CodeUnitCount)
    guard range.end <= Self.largestByteCount else { return .empty }
    text.append(literal)
    return range
  }

  /// Appends one byte of text that is no line (yet).
  package mutating func appendText(_ byte: UInt8) {
    guard text.count < Self.largestByteCount else { return }
    text.append(byte)
  }

  /// Where a line's name lies in `text`.
  package func nameRange(_ line: FieldLine) -> ByteRange {
    ByteRange(start: Int(line.start), count: Int(line.nameCount))
  }

  /// Where a line's value lies in `text`.
  package func valueRange(_ line: FieldLine) -> ByteRange {
    ByteRange(start: Int(line.start) + Int(line.nameCount), count: Int(line.valueCount))
  }

  /// A line's name as sent.
  @_lifetime(borrow self)
  package func name(_ line: FieldLine) -> RawSpan {
    text.rawSpan.extracting(nameRange(line))
  }

  /// A line's value, without the blanks around it.
  @_lifetime(borrow self)
  package func value(_ line: FieldLine) -> RawSpan {
    text.rawSpan.extracting(valueRange(line))
  }

  /// The text of a range that this section gave out.
  @_lifetime(borrow self)
  package func bytes(_ range: ByteRange) -> RawSpan {
    text.rawSpan.extracting(range)
  }

  /// The first line with a name (a literal in lower case), whatever the case it was sent in.
  package func first(_ lowercasedName: StaticString) -> FieldLine? {
    guard nameCounts & Self.bit(ofNameCount: lowercasedName.utf8CodeUnitCount) != 0 else { return nil }
    let count = UInt32(truncatingIfNeeded: lowercasedName.utf8CodeUnitCount)
    for line in lines where line.nameCount == count {
      if name(line).equalsIgnoringCase(lowercasedName) { return line }
    }
    return nil
  }

  /// Lengths that are 64 apart share a bit.
  private static func bit(ofNameCount count: Int) -> UInt64 {
    1 &<< UInt64(truncatingIfNeeded: count)
  }
}
