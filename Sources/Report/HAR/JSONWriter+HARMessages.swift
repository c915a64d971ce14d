import Analysis
import Bytes
import Findings
import HTTP
import HTTP2

extension JSONWriter {
  // MARK: Request

  mutating func write(
    requestOf exchange: borrowing Exchange, of connection: ConnectionContext, body: HARBody?,
    redacting redaction: Redaction
  ) {
    let url = HARURL(exchange, of: connection)
    let message = exchange.request.message
    let header = message.header
    beginObject()
    if let method = exchange.request.method { member("method", header.bytes(method)) } else { member("method", "") }
    member("url", url.text.rawSpan)
    member("httpVersion", exchange.hasRequest ? exchange.version.name : "")
    key("cookies")
    write(requestCookiesOf: header, redacting: redaction)
    key("headers")
    write(fieldsOf: header, redacting: redaction)
    key("queryString")
    if let query = url.query { write(pairsOf: header.bytes(query)) } else { writeNoElements() }
    if let body, exchange.hasRequest, message.bodyByteCount > 0 { write(postDataOf: message, body: body) }
    writeSizes(of: message, isSeen: exchange.hasRequest)
    endObject()
  }

  /// The content of a request.
  private mutating func write(postDataOf message: borrowing Message, body: HARBody) {
    key("postData")
    beginObject()
    if let type = message.header.first("content-type") {
      member("mimeType", message.header.value(type))
    } else {
      member("mimeType", "")
    }
    write(body, of: message, encodingAs: "_encoding")
    if MediaType(of: message.header).names("application/x-www-form-urlencoded") {
      key("params")
      write(pairsOf: body.bytes.rawSpan)
    }
    endObject()
  }

  /// Names and values of a query or a form, decoded.
  private mutating func write(pairsOf text: RawSpan) {
    var fields = FormFields(text)
    beginArray()
    while fields.next() {
      beginObject()
      member("name", fields.name.rawSpan)
      member("value", fields.value.rawSpan)
      endObject()
    }
    endArray()
  }

  private mutating func write(requestCookiesOf header: borrowing FieldSection, redacting redaction: Redaction) {
    beginArray()
    for line in header.lines where header.name(line).equalsIgnoringCase("cookie") {
      let text = header.value(line)
      var start = 0
      while start < text.byteCount {
        let end = text.firstIndex(of: 0x3B, from: start) ?? text.byteCount
        let pair = CookiePair.split(text, start..<end)
        start = end + 1
        if pair.name.isEmpty, pair.value.isEmpty { continue }
        beginObject()
        writeCookie(pair, of: text, redacting: redaction)
        endObject()
      }
    }
    endArray()
  }

  private mutating func writeCookie(
    _ pair: (name: Range<Int>, value: Range<Int>), of text: RawSpan, redacting redaction: Redaction
  ) {
    member("name", text.extracting(pair.name))
    switch redaction {
    case .none: member("value", text.extracting(pair.value))
    case .secrets: member("value", Redaction.substitute(forByteCount: pair.value.count))
    }
  }

  // MARK: Response

  mutating func write(responseOf exchange: borrowing Exchange, body: HARBody?, redacting redaction: Redaction) {
    let message = exchange.response.message
    let header = message.header
    beginObject()
    member("status", exchange.response.status ?? 0)
    if let reason = exchange.response.reason {
      member("statusText", header.bytes(reason))
    } else {
      member("statusText", "")
    }
    member("httpVersion", exchange.hasResponse ? exchange.version.name : "")
    key("cookies")
    write(responseCookiesOf: header, at: message.end, redacting: redaction)
    key("headers")
    write(fieldsOf: header, redacting: redaction)
    key("content")
    write(contentOf: message, body: exchange.hasResponse ? body : nil)
    if let location = header.first("location") {
      member("redirectURL", header.value(location))
    } else {
      member("redirectURL", "")
    }
    writeSizes(of: message, isSeen: exchange.hasResponse)
    if exchange.hasResponse {
      member("_transferSize", message.headerWireByteCount + message.bodyByteCount + message.missingBodyByteCount)
    }
    if let error = exchange.failure { member("_error", error) }
    endObject()
  }

  private mutating func write(contentOf message: borrowing Message, body: HARBody?) {
    beginObject()
    member("size", message.decodedBodyByteCount ?? message.bodyByteCount)
    if let decoded = message.decodedBodyByteCount { member("compression", decoded - message.bodyByteCount) }
    if let type = message.header.first("content-type") {
      member("mimeType", message.header.value(type))
    } else {
      member("mimeType", "x-unknown")
    }
    if let body { write(body, of: message, encodingAs: "encoding") }
    endObject()
  }

  private mutating func write(
    responseCookiesOf header: borrowing FieldSection, at time: Timestamp?, redacting redaction: Redaction
  ) {
    beginArray()
    for line in header.lines where header.name(line).equalsIgnoringCase("set-cookie") {
      let text = header.value(line)
      let cookie = SetCookie(text)
      beginObject()
      writeCookie((cookie.name, cookie.value), of: text, redacting: redaction)
      if let path = cookie.path { member("path", text.extracting(path)) }
      if let domain = cookie.domain { member("domain", text.extracting(domain)) }
      if let end = time.flatMap({ cookie.end(from: $0) }) {
        key("expires")
        self.time(end, decimals: 3)
      } else if let expires = cookie.expires, cookie.maxAge == nil {
        member("expires", expires.text)
      }
      member("httpOnly", cookie.isHTTPOnly)
      member("secure", cookie.isSecure)
      if let sameSite = cookie.sameSite { member("sameSite", text.extracting(sameSite)) }
      endObject()
    }
    endArray()
  }

  // MARK: Both

  /// The field lines in wire order, pseudo-header fields among them.
  mutating func write(fieldsOf section: borrowing FieldSection, redacting redaction: Redaction) {
    beginArray()
    for line in section.lines {
      beginObject()
      member("name", section.name(line))
      write(valueOf: line, in: section, redacting: redaction)
      switch line.certainty {
      case .certain: break
      // Of what was not captured, the text is empty.
      case .unknownName, .unknownValue, .unknown: member("comment", "not captured")
      }
      endObject()
    }
    endArray()
  }

  private mutating func writeSizes(of message: borrowing Message, isSeen: Bool) {
    member("headersSize", isSeen && message.headerWireByteCount > 0 ? message.headerWireByteCount : -1)
    let isKnown = isSeen && !message.mayMissContent
    member("bodySize", isKnown ? message.bodyByteCount + message.missingBodyByteCount : -1)
  }

  /// What was kept of a content, and what became of the rest.
  private mutating func write(_ body: HARBody, of message: borrowing Message, encodingAs encoding: StaticString) {
    let comment = body.comment(on: message)
    if !body.isCoded {
      let text = body.bytes.rawSpan
      // A character that the end cuts in two would make the rest no text.
      let characters = text.extracting(0..<(comment == nil ? text.byteCount : text.byteCountOfWholeCharacters))
      switch BodyText(of: characters, header: message.header) {
      case .utf8: member("text", characters)
      case .latin1:
        key("text")
        string(latin1: text)
      case .base64:
        key("text")
        string(base64: text)
        member(encoding, "base64")
      }
    }
    if let comment { member("comment", comment) }
  }

  private mutating func writeNoElements() {
    beginArray()
    endArray()
  }
}

extension HARBody {
  /// Whether nothing of it can be shown, for it is still coded.
  fileprivate var isCoded: Bool {
    switch cut {
    case .coded: true
    case .limit, .memory, .gap, nil: false
    }
  }

  /// A sentence for a person, when not all of the content is there.
  fileprivate func comment(on message: borrowing Message) -> String? {
    let shown = "Only the first \(bytes.count) bytes"
    switch cut {
    case .limit: return "\(shown): the rest is beyond the limit for a body."
    case .memory:
      return "\(shown): when the rest came, bodies of other exchanges took all memory that there is for them."
    case .gap: return "\(shown): what follows is missing from the capture."
    case .coded: return "Left out: \(message.notDecodedBecause?.description ?? "it is still coded.")"
    case nil: break
    }
    if let reason = message.notDecodedBecause { return "\(shown): \(reason)" }
    if message.mayMissContent { return "Bytes of it may be missing from the capture." }
    return message.isComplete ? nil : "\(shown): its end was not captured."
  }
}

extension SetCookie {
  /// When it ends that counts from a moment on; nil without Max-Age, and beyond what 64 bits of nanoseconds reach.
  fileprivate func end(from time: Timestamp) -> Timestamp? {
    guard let maxAge else { return nil }
    let (nanoseconds, overflow) = max(0, maxAge).multipliedReportingOverflow(by: 1_000_000_000)
    let (end, isLater) = time.nanoseconds.addingReportingOverflow(nanoseconds)
    return overflow || isLater ? nil : Timestamp(nanoseconds: end)
  }
}

extension Exchange {
  /// Why it is not whole, in a few words; nil when it is.
  fileprivate var failure: String? {
    switch state {
    case .complete: nil
    case .reset: resetCode.map { "reset: \(ErrorCode(rawValue: $0).name)" } ?? "reset"
    case .incomplete: "incomplete"
    case .noResponse: "no response"
    case .noRequest: "request not captured"
    }
  }
}
