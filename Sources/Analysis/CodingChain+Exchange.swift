import Bytes
import ContentCoding
import Findings
import HTTP

extension CodingChain {
  /// The codings of the content that a side sends in an exchange.
  init(_ exchange: borrowing Exchange, from side: Side) {
    self.init()
    // What a tunnel carries is no content (RFC 9110 §9.3.6).
    if exchange.version == .http2, exchange.request.isCONNECT { return }
    switch side {
    case .client: add(exchange.request.message, exchange.version)
    case .server:
      add(exchange.response.message, exchange.version)
      if exchange.response.status == 206, count > transferCount { fail(.partialRepresentation) }
    }
  }

  private mutating func add(_ message: borrowing Message, _ version: HTTPVersion) {
    if message.headerWireByteCount == 0, version != .http09 { return fail(.unknownHeader) }
    var hasTransferEncoding = false
    for line in message.header.lines {
      switch line.nameCount {
      case 0 where line.certainty != .certain:
        // It could be any field.
        fail(.unknownHeader)
      case 16 where message.header.name(line).equalsIgnoringCase("content-encoding"):
        if line.certainty != .certain { fail(.unknownHeader) }
        add(contentEncoding: message.header.value(line))
      case 17 where version != .http2:
        if message.header.name(line).equalsIgnoringCase("transfer-encoding") { hasTransferEncoding = true }
      default:
        break
      }
    }
    guard hasTransferEncoding else { return }
    for line in message.header.lines where message.header.name(line).equalsIgnoringCase("transfer-encoding") {
      add(transferEncoding: message.header.value(line))
    }
  }
}
