import Bytes
import Findings

/// The first line of a message of either side.
enum StartLine {
  /// Whether a line can begin a message of a side.
  static func isPossible(_ line: RawSpan, from side: Side) -> Bool {
    switch side {
    case .client: RequestLine(line) != nil
    case .server: StatusLine(line) != nil
    }
  }

  /// Whether bytes without a line end can grow into the first line of a message of a side.
  static func canBegin(with bytes: RawSpan, from side: Side) -> Bool {
    guard bytes.byteCount > 0 else { return true }
    switch side {
    case .client: return ASCII.isTokenCharacter(bytes.byte(at: 0))
    case .server: return StatusLine.canBegin(with: bytes)
    }
  }

  /// Whether a line proves that a message of a side begins there, whatever was before it.
  static func isProven(_ line: RawSpan, from side: Side) -> Bool {
    let text = line.withoutReturn
    switch side {
    case .client: return mayBeRequest(text) && (RequestLine(text)?.isProof ?? false)
    case .server: return StatusLine.isProof(text)
    }
  }

  /// Whether bytes without a line end can grow into a line that is proven.
  static func mayBeProven(_ bytes: RawSpan, from side: Side) -> Bool {
    guard bytes.byteCount <= HTTP1Limits.searchedLineByteCount else { return false }
    switch side {
    case .client: return mayBeRequest(bytes)
    case .server: return bytes.byteCount >= 7 ? bytes.matches("HTTP/1.") : StatusLine.canBegin(with: bytes)
    }
  }

  /// Whether the beginning of a line looks like a method, as far as it goes.
  private static func mayBeRequest(_ bytes: RawSpan) -> Bool {
    var position = 0
    while position < bytes.byteCount, ASCII.isTokenCharacter(bytes.byte(at: position)) {
      position += 1
      if position > HTTP1Limits.searchedMethodByteCount { return false }
    }
    return position == bytes.byteCount || position > 0 && bytes.byte(at: position) == ASCII.space
  }
}

extension RawSpan {
  /// A line without the CR of its CRLF.
  var withoutReturn: RawSpan {
    @_lifetime(copy self)
    get {
      byteCount > 0 && byte(at: byteCount - 1) == ASCII.carriageReturn ? extracting(0..<byteCount - 1) : self
    }
  }

  /// The first line without its end or, when that is missing, the line's complete words.
  var firstLineSoFar: RawSpan {
    @_lifetime(copy self)
    get {
      if let lineFeed = firstIndex(of: ASCII.lineFeed) { return extracting(0..<lineFeed).withoutReturn }
      var end = byteCount
      while end > 0, !isBlank(at: end - 1) { end -= 1 }
      while end > 0, isBlank(at: end - 1) { end -= 1 }
      return extracting(0..<end)
    }
  }

  /// Where the second line begins.
  var secondLineStart: Int {
    firstIndex(of: ASCII.lineFeed).map { $0 + 1 } ?? byteCount
  }

  /// The offset after the empty line that ends a section, or nil when it is not there.
  ///
  /// - Parameter lineStart: where the section's first line begins; `0 <= lineStart <= byteCount`.
  func sectionEnd(from lineStart: Int) -> Int? {
    var lineStart = lineStart
    while lineStart < byteCount {
      switch byte(at: lineStart) {
      case ASCII.lineFeed:
        return lineStart + 1
      case ASCII.carriageReturn where lineStart + 1 < byteCount && byte(at: lineStart + 1) == ASCII.lineFeed:
        return lineStart + 2
      default:
        guard let lineFeed = firstIndex(of: ASCII.lineFeed, from: lineStart) else { return nil }
        lineStart = lineFeed + 1
      }
    }
    return nil
  }
}
