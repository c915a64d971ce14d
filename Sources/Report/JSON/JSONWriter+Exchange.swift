import Analysis
import Bytes
import Findings
import HTTP
import HTTP2

extension JSONWriter {
  /// `"record": "exchange"`: one request with its response.
  mutating func write(
    _ exchange: borrowing Exchange, _ facts: borrowing ContentFacts, of connection: ConnectionContext,
    redacting redaction: Redaction
  ) {
    beginObject()
    member("record", "exchange")
    member("connection", connection.id)
    member("index", exchange.index)
    member("stream", exchange.stream.map(Int.init))
    member("protocol", exchange.version.name)
    member("pushed", exchange.isPushed)
    member("state", exchange.state.name)
    key("request")
    write(exchange.request, isSeen: exchange.hasRequest, redacting: redaction)
    key("response")
    if exchange.hasResponse { write(exchange.response, redacting: redaction) } else { null() }
    key("informational")
    write(exchange.informational, redacting: redaction)
    let request = exchange.hasRequest ? (exchange.request.message.start, exchange.request.message.end) : (nil, nil)
    let response = exchange.hasResponse ? (exchange.response.message.start, exchange.response.message.end) : (nil, nil)
    member("request_start_ms", milliseconds: request.0?.nanoseconds(since: connection.start))
    member("request_end_ms", milliseconds: request.1?.nanoseconds(since: connection.start))
    member("response_start_ms", milliseconds: response.0?.nanoseconds(since: connection.start))
    member("response_end_ms", milliseconds: response.1?.nanoseconds(since: connection.start))
    key("phases_ms")
    if let phases = facts.phases { write(phases) } else { null() }
    member("reset_code", exchange.resetCode.map { ErrorCode(rawValue: $0).name })
    member("reset_by", exchange.resetBy?.name)
    member("upgrade", exchange.upgrade?.name)
    writeMembers(of: facts, in: exchange)
    endObject()
  }

  private mutating func write(_ request: borrowing Request, isSeen: Bool, redacting redaction: Redaction) {
    beginObject()
    write(request.method, as: "method", of: request.message.header)
    write(request.scheme, as: "scheme", of: request.message.header)
    write(request.authority, as: "authority", of: request.message.header)
    write(request.path, as: "path", of: request.message.header)
    writeMembers(of: request.message, isSeen: isSeen, redacting: redaction)
    endObject()
  }

  private mutating func write(_ response: borrowing Response, redacting redaction: Redaction) {
    beginObject()
    member("status", response.status)
    write(response.reason, as: "reason", of: response.message.header)
    writeMembers(of: response.message, isSeen: true, redacting: redaction)
    endObject()
  }

  /// Text of a header section; `null` for none.
  mutating func write(_ range: ByteRange?, as name: StaticString, of header: borrowing FieldSection) {
    if let range { member(name, header.bytes(range)) } else { nullMember(name) }
  }

  /// What a request and a response have in common. Of a message that was not captured nothing is known: `null`.
  private mutating func writeMembers(of message: borrowing Message, isSeen: Bool, redacting redaction: Redaction) {
    key("headers")
    write(message.header, redacting: redaction)
    key("trailers")
    write(message.trailers, redacting: redaction)
    member("header_wire_bytes", isSeen ? message.headerWireByteCount : nil)
    member("header_list_bytes", isSeen ? message.headerListByteCount : nil)
    member("http1_bytes", isSeen ? message.http1ByteCount : nil)
    member("hpack_bytes", isSeen ? message.hpackByteCount : nil)
    member("body_bytes", isSeen ? message.bodyByteCount : nil)
    member("decoded_body_bytes", isSeen ? message.decodedBodyByteCount : nil)
    if let reason = message.notDecodedBecause { member("not_decoded_because", reason.description) }
    if let digest = message.contentSHA256 { member("content_sha256", Hexadecimal.encode(digest.rawSpan)) }
    writeCombinedValue(of: "content-type", as: "content_type", in: message.header)
    writeCombinedValue(of: "content-encoding", as: "content_encoding", in: message.header)
  }

  /// The field lines but for the pseudo-header fields.
  private mutating func write(_ section: borrowing FieldSection, redacting redaction: Redaction) {
    beginArray()
    for line in section.lines where !line.isPseudo {
      beginObject()
      // Of what was not captured, the text is empty.
      member("name", section.name(line))
      write(valueOf: line, in: section, redacting: redaction)
      switch line.certainty {
      case .certain: break
      case .unknownName, .unknownValue, .unknown: member("certainty", "unknown")
      }
      endObject()
    }
    endArray()
  }

  private mutating func write(_ responses: borrowing [InformationalResponse], redacting redaction: Redaction) {
    beginArray()
    for index in responses.indices {
      beginObject()
      member("status", responses[index].status)
      key("headers")
      write(responses[index].header, redacting: redaction)
      endObject()
    }
    endArray()
  }

  /// A field's value, of several lines joined by a comma (RFC 9110 §5.2); `null` when absent or not sure.
  private mutating func writeCombinedValue(
    of field: StaticString, as name: StaticString, in header: borrowing FieldSection
  ) {
    key(name)
    guard header.isCertain(field) else { return null() }
    var isFirst = true
    for line in header.lines where header.name(line).equalsIgnoringCase(field) {
      if isFirst { beginString() } else { appendToString(", ") }
      isFirst = false
      appendToString(header.value(line))
    }
    if isFirst { null() } else { endString() }
  }
}

extension FieldSection {
  /// Whether the values of all lines with a name (in lower case) were read off the wire. A line whose name is unknown counts
  /// for no field.
  fileprivate func isCertain(_ field: StaticString) -> Bool {
    !lines.contains { name($0).equalsIgnoringCase(field) && $0.certainty != .certain }
  }
}
