import Bytes
import Findings
import HTTP2

/// What the first bytes of one side of a connection look like.
enum Opening: Equatable {
  /// A prefix of something; more bytes decide.
  case undecided
  case http1Request
  case http1Response
  case http2Preface
  /// HTTP/2 frames without the preface.
  case http2Frames
  case tls
  /// Something ahead of the protocol proper.
  case prelude(Prelude.Kind)
  case unknown

  /// The client connection preface (RFC 9113 §3.4).
  private static let preface: StaticString = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"

  /// The longest start line that is waited for. Browsers and servers stop at 8 to 64 KiB.
  static let longestStartLine = 64 * 1024

  /// Classifies the bytes that a side began with.
  ///
  /// - Parameter isFinal: no more bytes will come, so a prefix must do.
  static func of(_ bytes: RawSpan, isFinal: Bool) -> Opening {
    guard bytes.byteCount > 0 else { return isFinal ? .unknown : .undecided }
    if let tls = tls(bytes, isFinal: isFinal) { return tls }
    if let prelude = prelude(bytes, isFinal: isFinal) { return prelude }
    if let preface = http2Preface(bytes, isFinal: isFinal) { return preface }
    let text = http1(bytes, isFinal: isFinal)
    guard text == .unknown else { return text }
    return http2Frames(bytes, isFinal: isFinal)
  }

  /// Whether bytes in the middle of a stream begin an HTTP/1.x message beyond doubt, or the HTTP/2 preface: what is asked of
  /// connections that began as something else (a proxy's greeting, the rest of a body).
  static func resumption(_ bytes: RawSpan) -> Opening {
    let first = bytes.byteCount > 0 ? bytes.byte(at: 0) : 0
    guard first >= 0x41, first <= 0x5A else { return .unknown }  // Methods in use and `HTTP` begin with a capital.
    if bytes.matches(preface) { return .http2Preface }
    if bytes.matches("HTTP/1.") { return isStatusLine(bytes) ? .http1Response : .unknown }
    guard case .complete(let line) = firstLine(bytes), endsInHTTPVersion(bytes.extracting(line)) else {
      return .unknown
    }
    return isMethodAndBlank(bytes) ? .http1Request : .unknown
  }

  // MARK: TLS

  private static func tls(_ bytes: RawSpan, isFinal: Bool) -> Opening? {
    let type = bytes.byte(at: 0)
    if (0x14...0x17).contains(type) {
      // struct { ContentType type; ProtocolVersion version; uint16 length; } (RFC 8446 §5.1)
      if bytes.byteCount >= 2, bytes.byte(at: 1) != 3 { return nil }
      if bytes.byteCount >= 3, bytes.byte(at: 2) > 4 { return nil }
      guard bytes.byteCount >= 5 else { return isFinal ? nil : .undecided }
      let length = bytes.uint16(at: 3)
      return length > 0 && length <= (1 << 14) + 2048 ? .tls : nil
    }
    // An SSL 2.0 ClientHello that offers SSL 3.0 or later (RFC 5246 appendix E.2).
    if type & 0x80 != 0, bytes.byteCount >= 5, bytes.byte(at: 2) == 1, bytes.byte(at: 3) == 3, bytes.byte(at: 4) <= 4 {
      return .tls
    }
    return nil
  }

  /// Who sent bytes that begin a TLS handshake, by their first message; nil when they are no beginning.
  static func tlsStart(_ bytes: RawSpan) -> Side? {
    // An SSL 2.0 ClientHello, or a handshake record: its header, then the message's type.
    if bytes.byteCount > 0, bytes.byte(at: 0) & 0x80 != 0 { return .client }
    guard bytes.byteCount >= 6, bytes.byte(at: 0) == 0x16 else { return nil }
    return bytes.byte(at: 5) == 1 ? .client : bytes.byte(at: 5) == 2 ? .server : nil
  }

  // MARK: Preludes

  private static func prelude(_ bytes: RawSpan, isFinal: Bool) -> Opening? {
    for start in [ProxyHeader.textStart, ProxyHeader.signature] {
      if bytes.matches(start) { return .prelude(.proxyProtocol) }
      if !isFinal, bytes.isPrefix(of: start) { return .undecided }
    }
    switch bytes.byte(at: 0) {
    case 4:
      // CONNECT (1), and a request that is whole, for the client then waits.
      guard bytes.byteCount >= 2 else { return isFinal ? nil : .undecided }
      guard bytes.byte(at: 1) == 1 else { return nil }
      guard let byteCount = SOCKS4Handshake.requestByteCount(bytes) else {
        return isFinal || bytes.byteCount > longestSOCKSRequest ? nil : .undecided
      }
      return byteCount == bytes.byteCount ? .prelude(.socks4) : nil
    case 5:
      // A list of methods, and nothing behind it, for the client then waits.
      guard bytes.byteCount >= 2 else { return isFinal ? nil : .undecided }
      let byteCount = 2 + Int(bytes.byte(at: 1))
      guard byteCount > 2, bytes.byteCount <= byteCount else { return nil }
      return bytes.byteCount == byteCount ? .prelude(.socks5) : isFinal ? nil : .undecided
    default:
      return nil
    }
  }

  /// The longest SOCKS 4A request that is waited for: a user name and a host name of 255 bytes each.
  private static let longestSOCKSRequest = 8 + 256 + 256

  // MARK: HTTP/2

  private static func http2Preface(_ bytes: RawSpan, isFinal: Bool) -> Opening? {
    if bytes.matches(preface) { return .http2Preface }
    guard !isFinal, bytes.byteCount < preface.utf8CodeUnitCount, bytes.isPrefix(of: preface) else { return nil }
    return .undecided
  }

  private static func http2Frames(_ bytes: RawSpan, isFinal: Bool) -> Opening {
    switch FrameChain.verdict(bytes, from: nil, isEnd: isFinal) {
    case .yes: .http2Frames
    case .needMore: isFinal ? .unknown : .undecided
    case .no: .unknown
    }
  }

  // MARK: HTTP/1.x

  private static func http1(_ bytes: RawSpan, isFinal: Bool) -> Opening {
    let start = startAfterEmptyLines(bytes)
    guard start < bytes.byteCount else { return isFinal ? .unknown : .undecided }
    let text = bytes.extracting(from: start)
    if text.matches("HTTP/") || text.matches("ICY ") { return .http1Response }
    if !isFinal, text.isPrefix(of: "HTTP/") || text.isPrefix(of: "ICY ") { return .undecided }
    return requestLine(text, isFinal: isFinal)
  }

  private static func requestLine(_ text: RawSpan, isFinal: Bool) -> Opening {
    let methodCount = tokenCount(text)
    guard methodCount > 0, methodCount <= 32 else { return .unknown }
    guard methodCount < text.byteCount else { return isFinal ? .unknown : .undecided }
    guard text.byte(at: methodCount) == ASCII.space || text.byte(at: methodCount) == ASCII.tab else { return .unknown }
    let isKnown = isKnownMethod(text.extracting(ByteRange(start: 0, count: methodCount)))
    switch firstLine(text) {
    case .complete(let range):
      let line = text.extracting(range)
      if endsInHTTPVersion(line) { return .http1Request }
      return isKnown && !namesAnotherProtocol(line) ? .http1Request : .unknown
    case .incomplete:
      guard !isFinal, text.byteCount < longestStartLine else { return isKnown ? .http1Request : .unknown }
      return .undecided
    case .binary:
      return .unknown
    }
  }

  /// The first line of some bytes.
  private enum FirstLine {
    /// Without its line end.
    case complete(ByteRange)
    case incomplete
    /// It holds bytes that no start line has.
    case binary
  }

  private static func firstLine(_ bytes: RawSpan) -> FirstLine {
    let end = bytes.firstIndex(of: ASCII.lineFeed) ?? bytes.byteCount
    for index in 0..<min(end, 256) where bytes.byte(at: index) == 0 { return .binary }
    guard end < bytes.byteCount else { return .incomplete }
    let hasReturn = end > 0 && bytes.byte(at: end - 1) == ASCII.carriageReturn
    return .complete(ByteRange(start: 0, count: hasReturn ? end - 1 : end))
  }

  /// Empty lines before a request are ignored (RFC 9112 §2.2).
  private static func startAfterEmptyLines(_ bytes: RawSpan) -> Int {
    var start = 0
    while start < min(bytes.byteCount, 16),
      bytes.byte(at: start) == ASCII.carriageReturn || bytes.byte(at: start) == ASCII.lineFeed
    {
      start += 1
    }
    return start
  }

  /// Bytes of the token in front.
  private static func tokenCount(_ text: RawSpan) -> Int {
    var count = 0
    while count < min(text.byteCount, 33), ASCII.isTokenCharacter(text.byte(at: count)) { count += 1 }
    return count
  }

  private static func isMethodAndBlank(_ text: RawSpan) -> Bool {
    let count = tokenCount(text)
    return count > 0 && count <= 32 && count < text.byteCount && text.byte(at: count) == ASCII.space
  }

  /// `HTTP/1.x NNN`.
  private static func isStatusLine(_ text: RawSpan) -> Bool {
    guard text.byteCount >= 12, ASCII.isDigit(text.byte(at: 7)), text.byte(at: 8) == ASCII.space else { return false }
    return (9...11).allSatisfy { ASCII.isDigit(text.byte(at: $0)) }
  }

  /// Whether a line ends in a blank and `HTTP/d.d`.
  private static func endsInHTTPVersion(_ line: RawSpan) -> Bool {
    var end = line.byteCount
    while end > 0, line.byte(at: end - 1) == ASCII.space { end -= 1 }
    guard end >= 9 else { return false }
    let version = end - 8
    return line.matches("HTTP/", at: version) && ASCII.isDigit(line.byte(at: version + 5))
      && line.byte(at: version - 1) <= ASCII.space
  }

  /// Whether a line ends in the name of a protocol that looks like HTTP: RTSP and SIP.
  private static func namesAnotherProtocol(_ line: RawSpan) -> Bool {
    line.byteCount >= 8
      && (line.matches("RTSP/", at: line.byteCount - 8) || line.matches("SIP/", at: line.byteCount - 7))
  }

  /// The methods that RFC 9110 and the registry's common extensions define.
  private static func isKnownMethod(_ token: RawSpan) -> Bool {
    switch token.byteCount {
    case 3: token.matches("GET") || token.matches("PUT")
    case 4:
      token.matches("HEAD") || token.matches("POST") || token.matches("COPY") || token.matches("MOVE")
        || token.matches("LOCK")
    case 5: token.matches("PATCH") || token.matches("TRACE") || token.matches("MKCOL") || token.matches("QUERY")
    case 6: token.matches("DELETE") || token.matches("SEARCH") || token.matches("REPORT") || token.matches("UNLOCK")
    case 7: token.matches("CONNECT") || token.matches("OPTIONS")
    case 8: token.matches("PROPFIND")
    case 9: token.matches("PROPPATCH")
    default: false
    }
  }
}

extension RawSpan {
  /// Whether all bytes are the beginning of a literal.
  fileprivate func isPrefix(of literal: StaticString) -> Bool {
    guard byteCount <= literal.utf8CodeUnitCount else { return false }
    for index in 0..<byteCount where byte(at: index) != literal.byte(at: index) { return false }
    return true
  }
}
