import HTTP

/// A field line in a table: where its text lies, the value right after the name.
struct TableEntry: Sendable, BitwiseCopyable {
  /// Offset of the name in the table's text.
  let start: Int
  let nameCount: Int
  let valueCount: Int
  /// Of the dynamic table only: `certain`, or `unknownName` when the name was taken from an entry nobody saw.
  let certainty: Certainty

  /// What each entry counts on top of its text (RFC 7541 §4.1).
  static let overheadByteCount = 32

  /// Bytes of name and value.
  var textCount: Int { nameCount + valueCount }

  /// Its size (RFC 7541 §4.1).
  var byteCount: Int { textCount + Self.overheadByteCount }
}
