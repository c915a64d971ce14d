import Bytes
import HTTP

/// A request line (RFC 9112 §3): `method SP request-target SP HTTP-version`, read with the leniency of servers.
struct RequestLine {
  /// A token. Ranges are of the line given.
  let method: ByteRange
  /// Everything between method and version, without the blanks around it; may be empty.
  let target: ByteRange
  /// Nil when the line has none: a simple request of HTTP/0.9, or one that lacks it by mistake.
  let version: HTTPVersion?
  private(set) var oddities = Oddities()

  /// Nil when the line cannot be a request line: it must begin with a token and a blank, and without a version the
  /// method must be a well-known one.
  ///
  /// - Parameter line: the line without its CRLF or LF.
  init?(_ line: RawSpan) {
    var end = line.byteCount
    while end > 0, line.isBlank(at: end - 1) || line.byte(at: end - 1) == ASCII.carriageReturn { end -= 1 }
    if end < line.byteCount { oddities.insert(.startLineBlanks) }

    var methodEnd = 0
    while methodEnd < end, ASCII.isTokenCharacter(line.byte(at: methodEnd)) { methodEnd += 1 }
    guard methodEnd > 0, methodEnd == end || line.isBlank(at: methodEnd) else { return nil }
    method = ByteRange(start: 0, count: methodEnd)

    var targetStart = methodEnd
    while targetStart < end, line.isBlank(at: targetStart) { targetStart += 1 }
    var wordStart = end
    while wordStart > targetStart, !line.isBlank(at: wordStart - 1) { wordStart -= 1 }

    var targetEnd = end
    if let word = VersionWord(line.extracting(wordStart..<end)) {
      version = word.version
      if !word.isWellFormed { oddities.insert(.versionMalformed) }
      targetEnd = wordStart
      while targetEnd > targetStart, line.isBlank(at: targetEnd - 1) { targetEnd -= 1 }
      if wordStart - targetEnd != 1 || line.byte(at: targetEnd) != ASCII.space { oddities.insert(.startLineBlanks) }
    } else {
      guard Self.isWellKnown(line.extracting(method)) else { return nil }
      version = nil
      oddities.insert(.versionMissing)
    }
    target = ByteRange(start: targetStart, count: targetEnd - targetStart)
    if targetStart - methodEnd != 1 || line.byte(at: methodEnd) != ASCII.space { oddities.insert(.startLineBlanks) }
    let targetBytes = line.extracting(target)
    if targetBytes.firstIndex(of: ASCII.space) != nil || targetBytes.firstIndex(of: ASCII.tab) != nil {
      oddities.insert(.targetWithBlanks)
    }
  }

  /// Whether the line follows the grammar to the letter: enough to find a request among unknown bytes.
  var isProof: Bool {
    oddities.isEmpty && !target.isEmpty && method.count <= HTTP1Limits.searchedMethodByteCount
  }

  /// The methods that RFC 9110 §9.3 and RFC 5789 define.
  private static func isWellKnown(_ method: RawSpan) -> Bool {
    switch method.byteCount {
    case 3: method.matches("GET") || method.matches("PUT")
    case 4: method.matches("HEAD") || method.matches("POST")
    case 5: method.matches("TRACE") || method.matches("PATCH")
    case 6: method.matches("DELETE")
    case 7: method.matches("OPTIONS") || method.matches("CONNECT")
    default: false
    }
  }
}
