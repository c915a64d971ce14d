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

  /// Bytes of the line that ends a header section.
  package static let emptyLineByteCount = 2
}
