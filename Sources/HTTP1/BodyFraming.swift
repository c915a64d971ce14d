import HTTP

/// How the end of a message's content is found (RFC 9112 §6.3).
enum BodyFraming: Equatable {
  /// No content.
  case none
  /// So many bytes.
  case length(Int)
  /// Chunks, then a trailer section.
  case chunked
  /// Everything up to the close of the connection.
  case untilClose
  /// The connection becomes a tunnel, there is no content.
  case tunnel
}

extension BodyFraming {
  /// The framing of a request's content.
  init(request fields: FramingFields, version: HTTPVersion, noting oddities: inout Oddities) {
    if fields.transferCodings.isPresent {
      // RFC 9112 §6.3, 3 and 4
      Self.note(fields, version, &oddities)
      if fields.transferCodings.containsChunked {
        if !fields.transferCodings.endsInChunked { oddities.insert(.transferEncodingNotChunked) }
        self = .chunked
        return
      }
      // A server answers 400 and closes, or ignores the codings: what follows is read as if they were absent.
      oddities.insert(.transferEncodingNotChunked)
    }
    switch fields.contentLength {
    case .valid(let count): self = .length(count)  // RFC 9112 §6.3, 5 and 6
    case .absent, .invalid: self = .none  // RFC 9112 §6.3, 5 and 7
    }
  }

  /// The framing of a response's content.
  ///
  /// - Parameter request: of the request that it answers, as far as it is known.
  init(
    response fields: FramingFields, version: HTTPVersion, status: Int?, toHEAD isHEAD: Bool, toCONNECT isCONNECT: Bool,
    noting oddities: inout Oddities
  ) {
    // RFC 9112 §6.3, 1
    if isHEAD || status == 204 || status == 304 {
      self = .none
      return
    }
    if let status {
      if status >= 100, status < 200 {
        self = .none
        return
      }
      // RFC 9112 §6.3, 2
      if isCONNECT, status >= 200, status < 300 {
        self = .tunnel
        return
      }
    }
    // RFC 9112 §6.3, 3 and 4
    if fields.transferCodings.isPresent {
      Self.note(fields, version, &oddities)
      if !fields.transferCodings.endsInChunked { oddities.insert(.transferEncodingNotChunked) }
      self = fields.transferCodings.endsInChunked ? .chunked : .untilClose
      return
    }
    switch fields.contentLength {
    case .valid(let count): self = .length(count)  // RFC 9112 §6.3, 5 and 6
    case .absent, .invalid: self = .untilClose  // RFC 9112 §6.3, 5 and 8
    }
  }

  /// Notes what must not stand beside Transfer-Encoding (RFC 9112 §6.1).
  private static func note(_ fields: FramingFields, _ version: HTTPVersion, _ oddities: inout Oddities) {
    if fields.contentLength != .absent { oddities.insert(.transferEncodingWithContentLength) }
    if version != .http11 { oddities.insert(.transferEncodingInHTTP10) }
  }
}
