import Bytes
import Findings
import HTTP

extension HTTP2Stream {
  /// Takes the control data out of the request's header section, which was decoded from a block of so many bytes.
  mutating func readRequestHeader(wireByteCount: Int) -> FieldSectionReading {
    let reading = FieldSectionReading(exchange.request.message.header, kind: .request)
    exchange.request.message.noteHeaderCosts(wireByteCount: wireByteCount)
    exchange.request.method = reading.method
    exchange.request.scheme = reading.scheme
    exchange.request.path = reading.path
    exchange.request.authority = reading.authority ?? reading.host
    if let method = reading.method {
      exchange.request.isHEAD = exchange.request.message.header.bytes(method).equals("HEAD")
      exchange.request.isCONNECT = exchange.request.message.header.bytes(method).equals("CONNECT")
    }
    requestedProtocol = reading.protocolName
    declaredContentLength.client = reading.contentLength
    return reading
  }

  /// Takes the status out of the response's header section.
  mutating func readResponseHeader(wireByteCount: Int) -> FieldSectionReading {
    let reading = FieldSectionReading(exchange.response.message.header, kind: .response)
    exchange.response.message.noteHeaderCosts(wireByteCount: wireByteCount)
    exchange.response.status = reading.status
    declaredContentLength.server = reading.contentLength
    if let status = reading.status, (200..<300).contains(status), let granted = grantedUpgrade {
      exchange.upgrade = granted
    }
    return reading
  }

  /// Moves the header section of an interim response out of the way of the final one.
  mutating func moveInterimResponse(status: Int, at time: Timestamp) {
    var header = FieldSection()
    swap(&header, &exchange.response.message.header)
    exchange.response.reset()
    declaredContentLength.server = nil
    if exchange.informational.count < HTTP2Limits.keptInformational {
      exchange.informational.append(InformationalResponse(status: status, header: header, time: time))
    }
  }

  /// What a successful response turns the stream into (RFC 9113 §8.5, RFC 8441 §5).
  private var grantedUpgrade: Upgrade? {
    guard exchange.request.isCONNECT else { return nil }
    guard let name = requestedProtocol else { return .connectTunnel }
    let token = exchange.request.message.header.bytes(name)
    return token.equalsIgnoringCase("websocket") ? .webSocket : .other(String(decodingUTF8: token))
  }

  /// The Content-Length that the content of a side's message must have (RFC 9113 §8.1.1); nil when any will do.
  func requiredContentByteCount(of side: Side) -> Int? {
    guard let declared = declaredContentLength[side] else { return nil }
    guard side == .server else { return declared }
    // RFC 9110 §8.6: such a response tells the length of content that it does not have.
    let hasNone = exchange.request.isHEAD || exchange.response.status == 304 || exchange.request.isCONNECT
    return hasNone ? nil : declared
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
