import Bytes

/// The static table (RFC 7541 Appendix A): indexes 1 to 61.
struct StaticTable: FieldTable, Sendable {
  /// The one table.
  static let shared = StaticTable()

  /// How many entries it has; the dynamic table's indexes follow (RFC 7541 §2.3.3).
  static let count = 61

  var count: Int { Self.count }

  private var text: [UInt8] = []
  /// Index 0 holds an empty entry, so that the table's indexes need no shift.
  private var entries = [TableEntry(start: 0, nameCount: 0, valueCount: 0, certainty: .certain)]

  private init() {
    for (name, value) in Self.lines {
      let start = text.count
      text.append(name)
      text.append(value)
      entries.append(
        TableEntry(
          start: start, nameCount: name.utf8CodeUnitCount, valueCount: value.utf8CodeUnitCount, certainty: .certain))
    }
  }

  subscript(index: Int) -> TableEntry { entries[index] }

  @_lifetime(borrow self)
  func line(_ entry: TableEntry) -> RawSpan {
    text.rawSpan.extracting(ByteRange(start: entry.start, count: entry.textCount))
  }

  private static let lines: [(name: StaticString, value: StaticString)] = [
    (":authority", ""),
    (":method", "GET"),
    (":method", "POST"),
    (":path", "/"),
    (":path", "/index.html"),
    (":scheme", "http"),
    (":scheme", "https"),
    (":status", "200"),
    (":status", "204"),
    (":status", "206"),
    (":status", "304"),
    (":status", "400"),
    (":status", "404"),
    (":status", "500"),
    ("accept-charset", ""),
    ("accept-encoding", "gzip, deflate"),
    ("accept-language", ""),
    ("accept-ranges", ""),
    ("accept", ""),
    ("access-control-allow-origin", ""),
    ("age", ""),
    ("allow", ""),
    ("authorization", ""),
    ("cache-control", ""),
    ("content-disposition", ""),
    ("content-encoding", ""),
    ("content-language", ""),
    ("content-length", ""),
    ("content-location", ""),
    ("content-range", ""),
    ("content-type", ""),
    ("cookie", ""),
    ("date", ""),
    ("etag", ""),
    ("expect", ""),
    ("expires", ""),
    ("from", ""),
    ("host", ""),
    ("if-match", ""),
    ("if-modified-since", ""),
    ("if-none-match", ""),
    ("if-range", ""),
    ("if-unmodified-since", ""),
    ("last-modified", ""),
    ("link", ""),
    ("location", ""),
    ("max-forwards", ""),
    ("proxy-authenticate", ""),
    ("proxy-authorization", ""),
    ("range", ""),
    ("referer", ""),
    ("refresh", ""),
    ("retry-after", ""),
    ("server", ""),
    ("set-cookie", ""),
    ("strict-transport-security", ""),
    ("transfer-encoding", ""),
    ("user-agent", ""),
    ("vary", ""),
    ("via", ""),
    ("www-authenticate", ""),
  ]
}
