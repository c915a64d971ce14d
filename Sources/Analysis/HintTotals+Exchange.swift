import Bytes
import HTTP
import Metrics

extension HintTotals {
  /// Of an exchange's responses, interim ones included.
  init(of exchange: borrowing Exchange) {
    self.init()
    for index in exchange.informational.indices where exchange.informational[index].status == 103 {
      earlyHints += 1
      preloadLinks += exchange.informational[index].header.preloadLinkCount
    }
    if exchange.hasResponse { preloadLinks += exchange.response.message.header.preloadLinkCount }
  }
}

extension FieldSection {
  /// Links with the relation `preload` (RFC 8288 §3.3).
  fileprivate var preloadLinkCount: Int {
    var count = 0
    for line in lines where line.nameCount == 4 && name(line).equalsIgnoringCase("link") {
      count += Self.preloadCount(in: String(decodingUTF8: value(line)).lowercased())
    }
    return count
  }

  private static func preloadCount(in value: String) -> Int {
    var count = 0
    for parameter in value.split(whereSeparator: { $0 == ";" || $0 == "," }) {
      let text = parameter.filter { $0 != " " && $0 != "\t" && $0 != "\"" }
      if text == "rel=preload" { count += 1 }
    }
    return count
  }
}
