import Findings
import HTTP
import Testing

@testable import HTTP1

/// What a receiver is given of contents.
@Suite struct ContentTests {
  @Test("Content of every framing is handed on, without chunks and trailers")
  func framings() {
    let recorder = Conversation(
      .client("POST /1 HTTP/1.1\r\nContent-Length: 6\r\n\r\nupload"),
      .server("HTTP/1.1 100 Continue\r\n\r\n"),
      .server("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nT: 1\r\n\r\n"),
      .client(get), .server(noContent),
      .client(get), .server("HTTP/1.1 200 OK\r\n\r\nto the end"), .end(.server, .closed), .end(.client, .closed)
    ).readInEveryWay()
    #expect(recorder.contents == ["upload", "abcde", "to the end"])
    #expect(recorder.exchanges.map(\.state) == [.complete, .complete, .complete])
  }

  @Test("Content that stood for a status line, and content of HTTP/0.9")
  func held() {
    let unknown = Conversation(
      .server("HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\nHTTP/1.1 400"), .server(noContent), .end(.server, .closed)
    ).readInEveryWay()
    #expect(unknown.contents == ["HTTP/1.1 400"])
    let simple = Conversation(
      .client("GET /\r\n"), .server("<html>\r\n"), .server("</html>"), .end(.server, .closed), .end(.client, .closed)
    ).readInEveryWay()
    #expect(simple.contents == ["<html>\r\n</html>"])
  }

  @Test("Gaps are told where they are")
  func gaps() {
    let recorder = Conversation(
      .client(get), .server("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"), .gap(4, .server), .server("de"),
      .client(get), .server("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"), .gap(100, .server), .server(noContent),
      .end(.server, .closed), .end(.client, .closed)
    ).readInEveryWay()
    #expect(recorder.contents == ["abc[4]de", "[9]"])
  }
}
