import Bytes
import HTTP
import Testing

@Suite("RFC 8484 §4.1") struct DNSOverHTTPSTests {
  @Test(
    arguments: [
      ("/dns-query?dns=AAABAAABAAAAAAAAA3d3dwdleGFtcGxlA2NvbQAAAQAB", "accept", "application/dns-message", true),
      ("/dns-query?ct&dns=AAAB", "accept", "application/dns-message, */*", true),
      ("/dns-query", "content-type", "application/dns-message", true),
      ("/dns-query", "content-type", "Application/DNS-Message; x", true),
      ("/dns-query", "accept", "application/dns-message", false), ("/?dns=AAAB", "accept", "text/html", false),
      ("/?xdns=AAAB", "accept", "application/dns-message", false), ("/?", "accept", "application/dns-message", false),
      ("/", "content-type", "application/dns-messages", false), ("/", "content-type", "application/dns-messag", false),
    ])
  func request(path: String, name: String, value: String, isDNS: Bool) {
    var exchange = Exchange()
    exchange.request.path = exchange.request.message.header.appendText([UInt8](path.utf8).rawSpan)
    exchange.request.message.header.append(name: [UInt8](name.utf8).rawSpan, value: [UInt8](value.utf8).rawSpan)
    #expect(exchange.isDNSOverHTTPS == isDNS)
  }

  @Test func response() {
    var exchange = Exchange()
    exchange.response.message.header.append(
      name: [UInt8]("Content-Type".utf8).rawSpan, value: [UInt8]("application/dns-message".utf8).rawSpan)
    #expect(exchange.isDNSOverHTTPS)
  }
}
