import Bytes

/// What a header section amounts to in the other version's form, so that both can be laid side by side.
package enum HeaderCost {
  /// Whether HTTP/2 would not send a field of HTTP/1.x: connection-specific (RFC 9113 §8.2.2), or Host, which `:authority`
  /// replaces.
  package static func isLeftOutInHTTP2(_ name: RawSpan) -> Bool {
    switch name.byteCount {
    case 4: name.equalsIgnoringCase("host")
    case 7: name.equalsIgnoringCase("upgrade")
    case 10: name.equalsIgnoringCase("connection") || name.equalsIgnoringCase("keep-alive")
    case 14: name.equalsIgnoringCase("http2-settings")  // RFC 7540 §3.2.1: connection-specific
    case 16: name.equalsIgnoringCase("proxy-connection")
    case 17: name.equalsIgnoringCase("transfer-encoding")
    default: false
    }
  }

  /// Bytes of an HTTP/1.1 request line: method, target, `HTTP/1.1`, two blanks and CRLF.
  package static func requestLineByteCount(method: Int, target: Int) -> Int {
    method + 1 + target + 1 + 8 + 2
  }

  /// Bytes of an HTTP/1.1 status line with a reason phrase of a length: `HTTP/1.1 200 OK` and CRLF.
  package static func statusLineByteCount(reason: Int) -> Int {
    8 + 1 + 3 + 1 + reason + 2
  }

  /// Bytes of a field line as text: `name: value` and CRLF.
  package static func fieldLineByteCount(name: Int, value: Int) -> Int {
    name + 2 + value + 2
  }

  /// What a section of HTTP/2 costs as HTTP/1.1 text.
  ///
  /// Pseudo-header fields become the start line and Host (unless a Host field is there), cookie crumbs are joined by `; `
  /// (RFC 9113 §8.2.3), `:protocol` becomes Upgrade and `Connection: upgrade`. A status has its standard reason phrase. A
  /// section without pseudo-header fields (trailers) is its lines and the empty line.
  package static func http1ByteCount(of section: borrowing FieldSection) -> Int {
    var count = emptyLineByteCount
    var start = StartLine()
    var hasHost = false
    var hasCookie = false
    for line in section.lines {
      let name = section.name(line)
      if line.isPseudo {
        start.note(line, name: name, value: section.value(line))
      } else if line.nameCount == 6, name.equalsIgnoringCase("cookie") {
        count += hasCookie ? 2 + Int(line.valueCount) : fieldLineByteCount(name: 6, value: Int(line.valueCount))
        hasCookie = true
      } else {
        if line.nameCount == 4, name.equalsIgnoringCase("host") { hasHost = true }
        count += fieldLineByteCount(name: Int(line.nameCount), value: Int(line.valueCount))
      }
    }
    return count + start.byteCount(withHost: !hasHost)
  }

  /// The pseudo-header fields of a section, by the bytes of their values.
  private struct StartLine {
    var method: Int?
    var path: Int?
    var authority: Int?
    var upgrade: Int?
    var reason: Int?

    mutating func note(_ line: FieldLine, name: RawSpan, value: RawSpan) {
      switch line.nameCount {
      case 5 where name.matches(":path"): path = value.byteCount
      case 7 where name.matches(":method"): method = value.byteCount
      case 7 where name.matches(":status"): reason = HeaderCost.reasonByteCount(ofStatus: value)
      case 9 where name.matches(":protocol"): upgrade = value.byteCount
      case 10 where name.matches(":authority"): authority = value.byteCount
      default: break
      }
    }

    func byteCount(withHost: Bool) -> Int {
      if let reason { return statusLineByteCount(reason: reason) }
      guard let method else { return 0 }
      var count = requestLineByteCount(method: method, target: path ?? authority ?? 0)
      if withHost, let authority { count += fieldLineByteCount(name: 4, value: authority) }
      if let upgrade {
        count += fieldLineByteCount(name: 7, value: upgrade) + fieldLineByteCount(name: 10, value: 7)
      }
      return count
    }
  }

  /// Bytes of the reason phrase that RFC 9110 §15 gives a status of three digits; 0 for one that it does not name.
  private static func reasonByteCount(ofStatus value: RawSpan) -> Int {
    guard value.byteCount == 3 else { return 0 }
    let digits = (value.byte(at: 0) & 0xF, value.byte(at: 1) & 0xF, value.byte(at: 2) & 0xF)
    let phrase: StaticString =
      switch Int(digits.0) * 100 + Int(digits.1) * 10 + Int(digits.2) {
      case 100: "Continue"
      case 101: "Switching Protocols"
      case 103: "Early Hints"
      case 200: "OK"
      case 201: "Created"
      case 202: "Accepted"
      case 203: "Non-Authoritative Information"
      case 204: "No Content"
      case 205: "Reset Content"
      case 206: "Partial Content"
      case 300: "Multiple Choices"
      case 301: "Moved Permanently"
      case 302: "Found"
      case 303: "See Other"
      case 304: "Not Modified"
      case 307: "Temporary Redirect"
      case 308: "Permanent Redirect"
      case 400: "Bad Request"
      case 401: "Unauthorized"
      case 403: "Forbidden"
      case 404: "Not Found"
      case 405: "Method Not Allowed"
      case 406: "Not Acceptable"
      case 407: "Proxy Authentication Required"
      case 408: "Request Timeout"
      case 409: "Conflict"
      case 410: "Gone"
      case 411: "Length Required"
      case 412: "Precondition Failed"
      case 413: "Content Too Large"
      case 414: "URI Too Long"
      case 415: "Unsupported Media Type"
      case 416: "Range Not Satisfiable"
      case 417: "Expectation Failed"
      case 421: "Misdirected Request"
      case 422: "Unprocessable Content"
      case 426: "Upgrade Required"
      case 429: "Too Many Requests"
      case 500: "Internal Server Error"
      case 501: "Not Implemented"
      case 502: "Bad Gateway"
      case 503: "Service Unavailable"
      case 504: "Gateway Timeout"
      case 505: "HTTP Version Not Supported"
      default: ""
      }
    return phrase.utf8CodeUnitCount
  }

  /// Bytes of the line that ends a header section.
  package static let emptyLineByteCount = 2
}
