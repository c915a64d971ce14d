import Analysis
import Bytes
import HTTP

/// The absolute URL of a request, which HAR calls for and a capture holds in parts.
struct HARURL {
  private(set) var text: [UInt8] = []
  /// Where the query lies in the text of the request's header section; nil without one.
  let query: ByteRange?

  init(_ exchange: borrowing Exchange, of connection: ConnectionContext) {
    let request = exchange.request
    let header = request.message.header
    let target = exchange.version == .http2 ? nil : RequestTarget(http1: request)
    let path = target == nil ? request.path : target?.path
    let scheme = Self.scheme(of: exchange, target?.scheme ?? request.scheme, on: connection)
    query = path.flatMap { path in
      header.bytes(path).firstIndex(of: 0x3F).map { ByteRange(start: path.start + $0 + 1, count: path.count - $0 - 1) }
    }
    text = scheme
    text.append("://")
    if let authority = target?.authority ?? request.authority, !authority.isEmpty {
      text.append(escapingForURL: header.bytes(authority))
    } else {
      text.append(contentsOf: connection.server.description.utf8)
    }
    dropDefaultPort(of: scheme)
    guard let path else { return }
    let bytes = header.bytes(path)
    // Nothing stands for `*` (RFC 9112 §3.3).
    if bytes.equals("*") { return }
    if bytes.isEmpty || bytes.byte(at: 0) != 0x2F { text.append(0x2F) }
    text.append(escapingForURL: bytes)
  }

  /// What a tunnel to a host is asked for with: CONNECT names no scheme.
  private static let tunnel = Array("connect".utf8)

  private static func scheme(
    of exchange: borrowing Exchange, _ range: ByteRange?, on connection: ConnectionContext
  ) -> [UInt8] {
    if range == nil, exchange.request.isCONNECT { return tunnel }
    var scheme = Array((connection.setup.tls == nil ? "http" : "https").utf8)
    // What HTTP/2 sends as `:scheme` may be anything.
    if let range, exchange.request.message.header.bytes(range).isScheme {
      scheme.removeAll()
      scheme.append(lowercased: exchange.request.message.header.bytes(range))
    }
    guard exchange.upgrade == .webSocket else { return scheme }
    return Array((scheme == Array("https".utf8) ? "wss" : "ws").utf8)
  }

  private mutating func dropDefaultPort(of scheme: [UInt8]) {
    let port: String
    switch String(decoding: scheme, as: UTF8.self) {
    case "http", "ws": port = ":80"
    case "https", "wss": port = ":443"
    default: return
    }
    if text.suffix(port.utf8.count).elementsEqual(port.utf8) { text.removeLast(port.utf8.count) }
  }
}

extension RawSpan {
  /// Whether it is a URL's scheme (RFC 3986 §3.1).
  fileprivate var isScheme: Bool {
    guard !isEmpty, (0x61...0x7A).contains(ASCII.lowercased(byte(at: 0))) else { return false }
    for offset in 1..<byteCount {
      switch byte(at: offset) {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, 0x2D, 0x2E: continue
      default: return false
      }
    }
    return true
  }
}

extension Array where Element == UInt8 {
  /// Appends captured text to a URL: what RFC 3986 does not allow there is percent-encoded, and so is `#`, which would begin
  /// a fragment. What is percent-encoded stays so.
  fileprivate mutating func append(escapingForURL text: RawSpan) {
    for offset in 0..<text.byteCount {
      let byte = text.byte(at: offset)
      switch byte {
      case 0x21, 0x24...0x3B, 0x3D, 0x3F...0x5B, 0x5D, 0x5F, 0x61...0x7A, 0x7E: append(byte)
      default:
        append(0x25)
        append(Hexadecimal.uppercaseDigit(byte >> 4))
        append(Hexadecimal.uppercaseDigit(byte & 0xF))
      }
    }
  }
}

extension Hexadecimal {
  /// The digit of a value below 16, as URLs have it (RFC 3986 §2.1).
  fileprivate static func uppercaseDigit(_ value: UInt8) -> UInt8 {
    let digit = digit(value)
    return digit >= 0x61 ? digit - 0x20 : digit
  }
}
