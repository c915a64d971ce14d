import Bytes
import HTTP

/// How bytes are written into a JSON string: so that whoever reads it gets back every one of them.
enum BodyText {
  /// Each scalar of the string stands for its bytes in UTF-8.
  case utf8
  /// Each scalar of the string stands for the byte of its number.
  case latin1
  case base64

  /// - Parameter header: where Content-Type names the charset.
  init(of body: RawSpan, header: borrowing FieldSection) {
    switch DeclaredType(of: header)?.charset ?? .utf8 {
    case .utf8: self = body.isUTF8 ? .utf8 : .base64
    case .windows1252: self = body.isASCII ? .utf8 : body.hasC1Controls ? .base64 : .latin1
    case .utf16LittleEndian, .utf16BigEndian, .unknown: self = body.isASCII ? .utf8 : .base64
    }
  }
}

extension RawSpan {
  /// Whether there are bytes that Latin-1 gives to control characters, and windows-1252, which is often meant, to others.
  fileprivate var hasC1Controls: Bool {
    for offset in 0..<byteCount where byte(at: offset) & 0xE0 == 0x80 { return true }
    return false
  }

  fileprivate var isASCII: Bool {
    for offset in 0..<byteCount where byte(at: offset) >= 0x80 { return false }
    return true
  }

  /// How many bytes stand before the last character, if that is UTF-8 and not whole; else all.
  var byteCountOfWholeCharacters: Int {
    for length in 1...3 where length <= byteCount {
      let byte = byte(at: byteCount - length)
      if byte & 0xC0 == 0x80 { continue }
      let expected = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
      return expected > length ? byteCount - length : byteCount
    }
    return byteCount
  }
}
