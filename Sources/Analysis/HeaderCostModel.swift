import Bytes
import Findings
import HPACK
import HTTP

/// What the header sections of an HTTP/1.x connection would cost under HPACK: both directions encoded in order, each with a
/// dynamic table of 4,096 bytes.
struct HeaderCostModel: Sendable {
  private var requests = HPACKEncoder()
  private var responses = HPACKEncoder()
  /// What the first sections would take with a table of another size, and what their fields cost.
  private var watches = BySide(both: FieldWatch(knowsChoices: false))
  private var statusDigits: [UInt8] = [0x30, 0x30, 0x30]

  /// Measures both messages of an exchange. Exchanges of a connection must come in order.
  mutating func measure(_ exchange: inout Exchange) {
    if exchange.hasRequest, let method = exchange.request.method {
      exchange.request.message.hpackByteCount = requestByteCount(exchange.request, method: method)
      watches.client.endSection(wireByteCount: exchange.request.message.headerWireByteCount)
    }
    if exchange.hasResponse, let status = exchange.response.status {
      exchange.response.message.hpackByteCount = responseByteCount(exchange.response, status: status)
      watches.server.endSection(wireByteCount: exchange.response.message.headerWireByteCount)
    }
  }

  /// What the first sections of each side held.
  var watched: BySide<FieldWatchSummary> {
    BySide(client: watches.client.concluded, server: watches.server.concluded)
  }

  private mutating func requestByteCount(_ request: borrowing Request, method: ByteRange) -> Int {
    let header = request.message.header.text.rawSpan
    requests.beginSection()
    var count = Self.startLineByteCount(
      PseudoField.method.rawSpan, header.extracting(method), &requests, &watches.client)
    // The same parts as those whose lengths `HeaderCost.listByteCount` adds up.
    let target = RequestTarget(http1: request)
    if let scheme = target.scheme {
      count += Self.startLineByteCount(
        PseudoField.scheme.rawSpan, header.extracting(scheme), &requests, &watches.client)
    } else if target.path != nil {
      count += requests.encodedByteCount(name: PseudoField.scheme.rawSpan, value: PseudoField.http.rawSpan)
      watches.client.noteText(
        name: PseudoField.scheme.rawSpan, value: PseudoField.http.rawSpan, wireByteCount: 0)
    }
    if let authority = target.authority {
      Self.noteLine(PseudoField.authority.rawSpan, header.extracting(authority), &watches.client)
      count += requests.encodedByteCount(
        name: PseudoField.authority.rawSpan, value: header.extracting(authority))
    }
    if let path = target.path {
      // RFC 9113 §8.3.1: an empty path is sent as `/`.
      let value = path.isEmpty ? PseudoField.root.rawSpan : header.extracting(path)
      count += Self.startLineByteCount(PseudoField.path.rawSpan, value, &requests, &watches.client)
    }
    return count + Self.fieldByteCount(request.message.header, &requests, &watches.client)
  }

  private mutating func responseByteCount(_ response: borrowing Response, status: Int) -> Int {
    // A status code is three digits (RFC 9110 §15); `% 10` keeps any other number in range.
    for (index, digit) in [status / 100 % 10, status / 10 % 10, status % 10].enumerated() {
      statusDigits[index] = UInt8(truncatingIfNeeded: 0x30 + digit)
    }
    let digits = statusDigits
    responses.beginSection()
    let count = Self.startLineByteCount(
      PseudoField.status.rawSpan, digits.rawSpan, &responses, &watches.server)
    return count + Self.fieldByteCount(response.message.header, &responses, &watches.server)
  }

  private static func fieldByteCount(
    _ header: borrowing FieldSection, _ encoder: inout HPACKEncoder, _ watch: inout FieldWatch
  ) -> Int {
    var count = 0
    // Asked once: to lend a watch that is being changed copies it.
    let isWatched = watch.isWatching
    for index in header.lines.indices {
      let line = header.lines[index]
      if HeaderCost.isLeftOutInHTTP2(header.name(line)) { continue }
      if isWatched {
        noteLine(header.name(line), header.value(line), &watch)
      }
      count += encoder.encodedByteCount(name: header.name(line), value: header.value(line))
    }
    return count
  }

  /// A field line: as text with a colon, a space and CRLF.
  private static func noteLine(_ name: RawSpan, _ value: RawSpan, _ watch: inout FieldWatch) {
    watch.noteText(name: name, value: value, wireByteCount: name.byteCount + value.byteCount + 4)
  }

  /// A part of the start line: as text with a space.
  private static func startLineByteCount(
    _ name: RawSpan, _ value: RawSpan, _ encoder: inout HPACKEncoder, _ watch: inout FieldWatch
  ) -> Int {
    watch.noteText(name: name, value: value, wireByteCount: value.byteCount + 1)
    return encoder.encodedByteCount(name: name, value: value)
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
