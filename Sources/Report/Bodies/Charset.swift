import Bytes

/// How bytes stand for characters.
package enum Charset: Sendable, Equatable {
  case utf8
  case utf16LittleEndian
  case utf16BigEndian
  /// What is sent as ISO-8859-1 is read so too (WHATWG Encoding §4.2).
  case windows1252
  /// One that is not known here: what is not ASCII has no meaning.
  case unknown(String)

  /// A charset by the label in a media type (WHATWG Encoding §4.2).
  package init(label: String) {
    self =
      switch label {
      case "utf-8", "utf8", "unicode-1-1-utf-8": .utf8
      case "utf-16", "utf-16le", "ucs-2", "unicode", "csunicode", "iso-10646-ucs-2": .utf16LittleEndian
      case "utf-16be": .utf16BigEndian
      case "iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "l1", "us-ascii", "ascii", "windows-1252", "cp1252",
        "x-cp1252", "ansi_x3.4-1968":
        .windows1252
      default: .unknown(label)
      }
  }

  /// What a byte order mark at the beginning says, and how long it is (WHATWG Encoding §6); nil without one.
  package static func byteOrderMark(of bytes: RawSpan) -> (charset: Charset, byteCount: Int)? {
    if bytes.byteCount >= 3, bytes.byte(at: 0) == 0xEF, bytes.byte(at: 1) == 0xBB, bytes.byte(at: 2) == 0xBF {
      return (.utf8, 3)
    }
    guard bytes.byteCount >= 2 else { return nil }
    return switch (bytes.byte(at: 0), bytes.byte(at: 1)) {
    case (0xFE, 0xFF): (.utf16BigEndian, 2)
    case (0xFF, 0xFE): (.utf16LittleEndian, 2)
    default: nil
    }
  }

  /// What the bytes 0x80 to 0x9F mean in windows-1252.
  static let windows1252Controls: [UInt16] = [
    0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D, 0x017D,
    0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,
    0x017E, 0x0178,
  ]
}
