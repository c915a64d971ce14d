import Bytes
import HTTP

/// A field line in a table: where its text lies, the value right after the name.
struct TableEntry: Sendable, BitwiseCopyable {
  /// Offset of the name in the table's text.
  let start: Int
  let nameCount: Int
  let valueCount: Int
  /// Of the dynamic table only: `certain`, or `unknownName` when the name was taken from an entry nobody saw.
  let certainty: Certainty
  /// Of the dynamic table only: whether an index named it since it was inserted.
  var isReferenced = false
  /// Of the dynamic table only: what it took to insert it, in bytes of the field block.
  var wireByteCount: UInt32 = 0
  /// Of the dynamic table only: the place of the line among those that are watched.
  var watchPlace = FieldWatch.none

  /// What each entry counts on top of its text (RFC 7541 §4.1).
  static let overheadByteCount = 32

  /// Bytes of name and value.
  var textCount: Int { nameCount + valueCount }

  /// Its size (RFC 7541 §4.1).
  var byteCount: Int { textCount + Self.overheadByteCount }
}

/// What the static and the dynamic table have in common: entries with indexes from 1 (RFC 7541 §2.3).
protocol FieldTable {
  /// How many entries there are.
  var count: Int { get }

  /// An entry. `1 <= index <= count`.
  subscript(index: Int) -> TableEntry { get }

  /// An entry's name and value, joined.
  @_lifetime(borrow self)
  func line(_ entry: TableEntry) -> RawSpan
}

extension FieldTable {
  /// An entry's name.
  @_lifetime(borrow self)
  func name(_ entry: TableEntry) -> RawSpan {
    line(entry).extracting(0..<entry.nameCount)
  }

  /// Appends an entry to a section as its next line.
  func appendLine(_ entry: TableEntry, to section: inout FieldSection) {
    section.append(joined: line(entry), nameCount: entry.nameCount, certainty: entry.certainty)
  }

  /// Appends an entry's name to a text.
  func appendName(_ entry: TableEntry, to text: inout [UInt8]) {
    text.append(name(entry))
  }
}
