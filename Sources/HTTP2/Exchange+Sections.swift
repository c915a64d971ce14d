import Bytes
import Findings
import HTTP

extension Exchange {
  /// The message that a side sends: the client the request, the server the response.
  subscript(side: Side) -> Message {
    @inline(__always) _read {
      if side == .client { yield request.message } else { yield response.message }
    }
    @inline(__always) _modify {
      if side == .client { yield &request.message } else { yield &response.message }
    }
  }

  // What is read for each piece is read by itself: the subscript's `_read` would copy the exchange.

  /// Where a message's content goes.
  func content(of side: Side) -> ContentHandle {
    switch side {
    case .client: request.message.content
    case .server: response.message.content
    }
  }

  /// How many bytes of a message's content there are, and how many are missing.
  func contentByteCounts(of side: Side) -> (byteCount: Int, missing: Int) {
    switch side {
    case .client: (request.message.bodyByteCount, request.message.missingBodyByteCount)
    case .server: (response.message.bodyByteCount, response.message.missingBodyByteCount)
    }
  }

  /// Takes the control data out of the request's header section, which was decoded from a block of so many bytes.
  mutating func readRequestHeader(wireByteCount: Int) -> FieldSectionReading {
    let reading = FieldSectionReading(request.message.header, kind: .request)
    request.message.noteHeaderCosts(wireByteCount: wireByteCount)
    request.method = reading.method
    request.scheme = reading.scheme
    request.path = reading.path
    request.authority = reading.authority ?? reading.host
    if let method = reading.method {
      request.isHEAD = request.message.header.bytes(method).equals("HEAD")
      request.isCONNECT = request.message.header.bytes(method).equals("CONNECT")
    }
    return reading
  }

  /// Takes the status out of the response's header section.
  ///
  /// - Parameter requestedProtocol: the `:protocol` value's range among the request's text.
  mutating func readResponseHeader(wireByteCount: Int, requestedProtocol: ByteRange?) -> FieldSectionReading {
    let reading = FieldSectionReading(response.message.header, kind: .response)
    response.message.noteHeaderCosts(wireByteCount: wireByteCount)
    response.status = reading.status
    if request.isCONNECT, let status = reading.status, (200..<300).contains(status) {
      upgrade = granted(requestedProtocol)
    }
    return reading
  }

  /// What a successful response to CONNECT turns the stream into (RFC 9113 §8.5, RFC 8441 §5).
  private func granted(_ requestedProtocol: ByteRange?) -> Upgrade {
    guard let requestedProtocol else { return .connectTunnel }
    let token = request.message.header.bytes(requestedProtocol)
    return token.equalsIgnoringCase("websocket") ? .webSocket : .other(String(decodingUTF8: token))
  }

  /// Moves the header section of an interim response out of the way of the final one.
  mutating func moveInterimResponse(status: Int, at time: Timestamp) {
    var header = FieldSection()
    swap(&header, &response.message.header)
    response.reset()
    if informational.count < HTTP2Limits.keptInformational {
      informational.append(InformationalResponse(status: status, header: header, time: time))
    }
  }

  /// Whether the response has no content whatever its Content-Length says (RFC 9110 §8.6, §9.3.6).
  var responseHasNoContent: Bool {
    request.isHEAD || request.isCONNECT || response.status == 304
  }
}

extension Message {
  /// Notes what the header section costs, now that it is decoded.
  fileprivate mutating func noteHeaderCosts(wireByteCount: Int) {
    headerWireByteCount = wireByteCount
    hpackByteCount = wireByteCount
    headerListByteCount = header.listByteCount
    http1ByteCount = HeaderCost.http1ByteCount(of: header)
  }
}
