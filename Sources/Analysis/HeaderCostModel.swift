import Bytes
import HPACK
import HTTP

/// What the header sections of an HTTP/1.x connection would cost under HPACK: both directions encoded in order, each with a
/// dynamic table of 4,096 bytes.
struct HeaderCostModel: Sendable {
  private var requests = HPACKEncoder()
  private var responses = HPACKEncoder()
  private var statusDigits: [UInt8] = [0x30, 0x30, 0x30]

  /// Measures both messages of an exchange. Exchanges of a connection must come in order.
  mutating func measure(_ exchange: inout Exchange) {
    if exchange.hasRequest, let method = exchange.request.method {
      exchange.request.message.hpackByteCount = requestByteCount(exchange.request, method: method)
    }
    if exchange.hasResponse, let status = exchange.response.status {
      exchange.response.message.hpackByteCount = responseByteCount(exchange.response, status: status)
    }
  }

  private mutating func requestByteCount(_ request: borrowing Request, method: ByteRange) -> Int {
    var count = requests.encodedByteCount(name: PseudoField.method.rawSpan, value: request.message.header.bytes(method))
    // The same parts as those whose lengths `HeaderCost.listByteCount` adds up.
    let target = RequestTarget(http1: request)
    if let scheme = target.scheme {
      count += requests.encodedByteCount(
        name: PseudoField.scheme.rawSpan, value: request.message.header.bytes(scheme))
    } else if target.path != nil {
      count += requests.encodedByteCount(name: PseudoField.scheme.rawSpan, value: PseudoField.http.rawSpan)
    }
    if let authority = target.authority {
      count += requests.encodedByteCount(
        name: PseudoField.authority.rawSpan, value: request.message.header.bytes(authority))
    }
    if let path = target.path {
      // RFC 9113 §8.3.1: an empty path is sent as `/`.
      let value = path.isEmpty ? PseudoField.root.rawSpan : request.message.header.bytes(path)
      count += requests.encodedByteCount(name: PseudoField.path.rawSpan, value: value)
    }
    return count + Self.fieldByteCount(request.message.header, &requests)
  }

  private mutating func responseByteCount(_ response: borrowing Response, status: Int) -> Int {
    // A status code is three digits (RFC 9110 §15); `% 10` keeps any other number in range.
    for (index, digit) in [status / 100 % 10, status / 10 % 10, status % 10].enumerated() {
      statusDigits[index] = UInt8(truncatingIfNeeded: 0x30 + digit)
    }
    let digits = statusDigits
    let count = responses.encodedByteCount(name: PseudoField.status.rawSpan, value: digits.rawSpan)
    return count + Self.fieldByteCount(response.message.header, &responses)
  }

  private static func fieldByteCount(_ header: borrowing FieldSection, _ encoder: inout HPACKEncoder) -> Int {
    var count = 0
    for index in header.lines.indices {
      let line = header.lines[index]
      if HeaderCost.isLeftOutInHTTP2(header.name(line)) { continue }
      count += encoder.encodedByteCount(name: header.name(line), value: header.value(line))
    }
    return count
  }
}

/// The pseudo-header fields of RFC 9113 §8.3 as bytes.
private enum PseudoField {
  static let method = Array(":method".utf8)
  static let scheme = Array(":scheme".utf8)
  static let authority = Array(":authority".utf8)
  static let path = Array(":path".utf8)
  static let status = Array(":status".utf8)
  static let http = Array("http".utf8)
  static let root = Array("/".utf8)
}
