import Bytes
import HTTP

/// What two requests for the same thing have in common: method, host and path.
///
/// The host is the authority in lower case without its port; scheme and port are left out, for a server is tried on another port
/// as easily as in another version. The path is that of HTTP/2, query included, however HTTP/1.1 sent it.
package struct RequestName: Hashable, Sendable {
  /// Method, host and path, one behind the other.
  private var text: [UInt8] = []
  private var methodCount = 0
  private var hostCount = 0

  package init(_ request: borrowing Request) {
    let header = request.message.header.text.rawSpan
    let target = RequestTarget(http1: request)
    if let method = request.method { text.append(header.extracting(method).shortened(to: Self.methodByteCount)) }
    methodCount = text.count
    if let authority = target.authority {
      let host = header.extracting(authority).host
      text.append(lowercased: host.shortened(to: ComparisonLimits.nameByteCount))
      if host.byteCount > ComparisonLimits.nameByteCount { text.append(fingerprintOf: host) }
    }
    hostCount = text.count - methodCount
    guard let range = target.path else { return }
    let path = header.extracting(range)
    if path.isEmpty { text.append("/") }
    text.append(path.shortened(to: ComparisonLimits.nameByteCount))
    if path.byteCount > ComparisonLimits.nameByteCount { text.append(fingerprintOf: path) }
  }

  package init(method: String, host: String, path: String) {
    text = Array(method.utf8) + Array(host.utf8) + Array(path.utf8)
    methodCount = method.utf8.count
    hostCount = host.utf8.count
  }

  /// Longer methods than any that is registered are cut.
  private static let methodByteCount = 32

  package var method: RawSpan {
    @_lifetime(borrow self)
    get { text.rawSpan.extracting(0..<methodCount) }
  }

  package var host: RawSpan {
    @_lifetime(borrow self)
    get { text.rawSpan.extracting(methodCount..<methodCount + hostCount) }
  }

  package var path: RawSpan {
    @_lifetime(borrow self)
    get { text.rawSpan.extracting(methodCount + hostCount..<text.count) }
  }

  /// The name without its host.
  var withoutHost: RequestName {
    var name = self
    name.text.removeSubrange(methodCount..<methodCount + hostCount)
    name.hostCount = 0
    return name
  }

  /// The host's bytes, to be looked up.
  var hostBytes: [UInt8] { Array(text[methodCount..<methodCount + hostCount]) }
}

extension RawSpan {
  /// `@`
  private static let at: UInt8 = 0x40

  /// An authority without its port (RFC 3986 §3.2.3) and user information.
  fileprivate var host: RawSpan {
    @_lifetime(copy self)
    get {
      var start = 0
      var end = byteCount
      for offset in 0..<byteCount where byte(at: offset) == Self.at { start = offset + 1 }
      var position = byteCount
      while position > start, ASCII.isDigit(byte(at: position - 1)) { position -= 1 }
      if position > start, byte(at: position - 1) == ASCII.colon { end = position - 1 }
      return extracting(start..<end)
    }
  }

  @_lifetime(copy self)
  fileprivate func shortened(to limit: Int) -> RawSpan {
    byteCount > limit ? extracting(0..<limit) : self
  }
}

extension [UInt8] {
  /// What tells a text of which only the beginning is kept from others.
  fileprivate mutating func append(fingerprintOf bytes: RawSpan) {
    append("…#")
    append(contentsOf: String(bytes.fingerprint, radix: 16).utf8)
  }
}
