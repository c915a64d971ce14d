import Bytes
import HTTP

/// A status line (RFC 9112 §4): `HTTP-version SP status-code SP [ reason-phrase ]`, read with the leniency of browsers.
struct StatusLine {
  let version: HTTPVersion
  /// Nil when it is not three digits.
  let status: Int?
  /// The reason phrase without the blanks around it, as a range of the line given; may be empty.
  let reason: ByteRange
  private(set) var oddities = Oddities()

  /// Nil when the line cannot be a status line: it must begin with `HTTP` or, as SHOUTcast's, with `ICY`.
  ///
  /// - Parameter line: the line without its CRLF or LF.
  init?(_ line: RawSpan) {
    let count = line.byteCount
    var position = 0
    while position < count, !line.isBlank(at: position) { position += 1 }
    let word = line.extracting(0..<position)
    if let versionWord = VersionWord(word) {
      version = versionWord.version
      if !versionWord.isWellFormed { oddities.insert(.versionMalformed) }
    } else if word.equalsIgnoringCase("http") || word.matches("ICY") && position == 3 {
      version = .http10
      oddities.insert(.statusLineMalformed)
    } else {
      return nil
    }

    let blanksStart = position
    while position < count, line.isBlank(at: position) { position += 1 }
    if position - blanksStart != 1 { oddities.insert(.statusLineMalformed) }

    let digitsStart = position
    var value = 0
    while position < count, ASCII.isDigit(line.byte(at: position)) {
      if position - digitsStart < 3 { value = value * 10 + Int(line.byte(at: position) - 0x30) }
      position += 1
    }
    status = position - digitsStart == 3 ? value : nil
    if status == nil || position == count || line.byte(at: position) != ASCII.space {
      oddities.insert(.statusLineMalformed)
    }
    let phrase = line.trimmingBlanks(position..<count)
    reason = ByteRange(start: phrase.lowerBound, count: phrase.count)
  }

  /// Whether the line is so regular that it proves a response among unknown bytes.
  static func isProof(_ line: RawSpan) -> Bool {
    guard line.matches("HTTP/1."), line.byteCount >= 12, ASCII.isDigit(line.byte(at: 7)),
      line.byte(at: 8) == ASCII.space
    else { return false }
    for offset in 9..<12 where !ASCII.isDigit(line.byte(at: offset)) { return false }
    return line.byteCount == 12 || line.isBlank(at: 12) || line.byte(at: 12) == ASCII.carriageReturn
  }

  /// Whether bytes can be the beginning of a status line, as far as they go.
  static func canBegin(with bytes: RawSpan) -> Bool {
    let count = min(bytes.byteCount, 4)
    var isVersion = true
    var isShoutcast = true
    for offset in 0..<count {
      let byte = bytes.byte(at: offset)
      isVersion = isVersion && ASCII.lowercased(byte) == version[offset]
      isShoutcast = isShoutcast && byte == shoutcast[offset]
    }
    return isVersion || isShoutcast
  }

  private static let version: InlineArray<4, UInt8> = [0x68, 0x74, 0x74, 0x70]  // "http"
  private static let shoutcast: InlineArray<4, UInt8> = [0x49, 0x43, 0x59, 0x20]  // "ICY "
}
