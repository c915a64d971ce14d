import Bytes
import Testing

@testable import HTTP

@Suite("What a section of HTTP/2 costs as HTTP/1.1 text")
struct HeaderCostTests {
  private func cost(_ lines: [(String, String)]) -> Int {
    var section = FieldSection()
    for line in lines { section.append(name: Array(line.0.utf8).rawSpan, value: Array(line.1.utf8).rawSpan) }
    return HeaderCost.http1ByteCount(of: section)
  }

  @Test("Requests: a start line, Host from :authority unless it is there, cookie crumbs joined (RFC 9113 §8.2.3)")
  func requests() {
    let pseudo = [(":method", "GET"), (":scheme", "https"), (":authority", "a.example"), (":path", "/x?y")]
    #expect(cost(pseudo) == "GET /x?y HTTP/1.1\r\nHost: a.example\r\n\r\n".utf8.count)
    #expect(
      cost(pseudo + [("host", "b.example.org"), ("cookie", "a=1"), ("accept", "*/*"), ("cookie", "b=2")])
        == "GET /x?y HTTP/1.1\r\nhost: b.example.org\r\ncookie: a=1; b=2\r\naccept: */*\r\n\r\n".utf8.count)
  }

  @Test("CONNECT takes the authority as its target (RFC 9113 §8.5), an extended one becomes an Upgrade")
  func connect() {
    #expect(
      cost([(":method", "CONNECT"), (":authority", "a.example:443")])
        == "CONNECT a.example:443 HTTP/1.1\r\nHost: a.example:443\r\n\r\n".utf8.count)
    #expect(
      cost([(":method", "CONNECT"), (":protocol", "websocket"), (":path", "/c"), (":authority", "a")])
        == "CONNECT /c HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n".utf8.count)
  }

  @Test("Responses have the reason phrase of RFC 9110 §15, if it gives one")
  func responses() {
    #expect(cost([(":status", "404")]) == "HTTP/1.1 404 Not Found\r\n\r\n".utf8.count)
    #expect(cost([(":status", "299"), ("a", "b")]) == "HTTP/1.1 299 \r\na: b\r\n\r\n".utf8.count)
    #expect(cost([(":status", "junk")]) == "HTTP/1.1 299 \r\n\r\n".utf8.count)
  }

  @Test("Trailers are their lines and the empty line")
  func trailers() {
    #expect(cost([("grpc-status", "0")]) == "grpc-status: 0\r\n\r\n".utf8.count)
  }
}
