import Bytes
import HTTP

extension Upgrade {
  /// What a 101 switches to: the first token of its Upgrade field, else of the request's (RFC 9110 §7.8).
  init(answer: FieldLine?, of exchange: borrowing Exchange) {
    if let answer {
      self.init(token: exchange.response.message.header.value(answer))
    } else if let asked = exchange.request.message.header.first("upgrade") {
      self.init(token: exchange.request.message.header.value(asked))
    } else {
      self = .other("")
    }
  }

  private init(token list: RawSpan) {
    let end = list.firstIndex(of: 0x2C) ?? list.byteCount
    let token = list.extracting(list.trimmingBlanks(0..<end))
    if token.equalsIgnoringCase("websocket") {
      self = .webSocket
    } else if token.equalsIgnoringCase("h2c") {
      self = .h2c
    } else {
      self = .other(String(decodingUTF8: token))
    }
  }
}
