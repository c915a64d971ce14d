import Analysis
import Bytes
import HTTP
import Packet
import Testing

@testable import Report

@Suite("HAR URLs")
struct HARURLTests {
  @Test(
    "HTTP/1.1: the target's form, Host, and the connection's scheme",
    arguments: [
      ("http", "/a?b=c", "example.com", "http://example.com/a?b=c"),
      ("https", "/", "example.com:443", "https://example.com/"),
      ("http", "/", "example.com:8080", "http://example.com:8080/"),
      ("http", "/", "example.com:80", "http://example.com/"),
      ("https", "/", "[2001:db8::1]:443", "https://[2001:db8::1]/"),
      ("http", "http://other.example:80/x", "example.com", "http://other.example/x"),
      ("http", "HTTPS://other.example?y", "example.com", "https://other.example/?y"),
      ("http", "*", "example.com", "http://example.com"),
      ("http", "", "example.com", "http://example.com/"),
      ("http", "a", "example.com", "http://example.com/a"),
      ("http", "/", "", "http://192.168.1.1/"),
    ])
  func http1(scheme: String, target: String, host: String, url: String) {
    #expect(text(of: exchange(scheme: scheme, target: target, host: host)) == url)
  }

  @Test("What a URL may not hold is percent-encoded, and a fragment cannot begin")
  func escaping() {
    let exchange = exchange(scheme: "http", target: "/a b\"<>\\^`{|}#é\u{1}%20?q=[1]", host: "ex ample")
    #expect(
      text(of: exchange)
        == "http://ex%20ample/a%20b%22%3C%3E%5C%5E%60%7B%7C%7D%23%C3%A9%01%20?q=[1]")
  }

  @Test("A tunnel, and a WebSocket")
  func others() {
    var tunnel = exchange(scheme: nil, target: "example.com:443", host: "example.com:443")
    tunnel.request.isCONNECT = true
    #expect(text(of: tunnel) == "connect://example.com:443")
    var socket = exchange(scheme: "https", target: "/chat", host: "example.com:443")
    socket.upgrade = .webSocket
    #expect(text(of: socket) == "wss://example.com/chat")
    socket = exchange(scheme: "http", target: "/chat", host: "example.com:80")
    socket.upgrade = .webSocket
    #expect(text(of: socket) == "ws://example.com/chat")
  }

  @Test("HTTP/2: the pseudo-header fields")
  func http2() {
    var exchange = exchange(scheme: "https", target: "/a//b?c?d", host: "example.com")
    exchange.version = .http2
    #expect(text(of: exchange) == "https://example.com/a//b?c?d")
    let query = HARURL(exchange, of: Sample.context(id: 0)).query
    #expect(query.map { String(decodingUTF8: exchange.request.message.header.bytes($0)) } == "c?d")
  }

  @Test("A scheme that is none is the connection's", arguments: ["", " ", "1x", "ht tp", "javascript:", "h\u{0}", "é"])
  func noScheme(scheme: String) {
    var exchange = exchange(scheme: scheme, target: "/", host: "example.com")
    exchange.version = .http2
    #expect(text(of: exchange) == "http://example.com/")
    exchange.upgrade = .webSocket
    #expect(text(of: exchange) == "ws://example.com/")
  }

  @Test("Of a request that was not captured, the server's address")
  func noRequest() {
    #expect(text(of: Exchange(), port: 8080) == "http://192.168.1.1:8080")
    #expect(text(of: Exchange()) == "http://192.168.1.1")
  }

  private func text(of exchange: Exchange, port: UInt16 = 80) -> String {
    String(decoding: HARURL(exchange, of: Sample.context(id: 0, serverPort: port)).text, as: UTF8.self)
  }

  private func exchange(scheme: String?, target: String, host: String) -> Exchange {
    var exchange = Exchange()
    exchange.hasRequest = true
    exchange.request.scheme = scheme.map { exchange.request.message.header.appendText($0.rawSpan) }
    exchange.request.path = exchange.request.message.header.appendText(target.rawSpan)
    exchange.request.authority = exchange.request.message.header.appendText(host.rawSpan)
    return exchange
  }
}
