import HTTP
import Testing

@testable import HTTP1

/// RFC 9112 §2 to §4: start lines.
@Suite struct StartLineTests {
  private func read(request: String, sourceLocation: SourceLocation = #_sourceLocation) -> Recorder {
    Conversation(
      .client(request), .server(hello), .end(.client, .closed), .end(.server, .closed)
    ).readInEveryWay(sourceLocation: sourceLocation)
  }

  private func read(response: String, sourceLocation: SourceLocation = #_sourceLocation) -> Recorder {
    Conversation(
      .client(get), .server(response), .end(.client, .closed), .end(.server, .closed)
    ).readInEveryWay(sourceLocation: sourceLocation)
  }

  @Test(
    "RFC 9112 §3.2: the four forms of a request target",
    arguments: [
      ("GET /where?q=now HTTP/1.1", "GET", "/where?q=now", "http"),
      (
        "GET http://www.example.org/pub/WWW/TheProject.html HTTP/1.1", "GET",
        "http://www.example.org/pub/WWW/TheProject.html", "http"
      ),
      ("OPTIONS * HTTP/1.1", "OPTIONS", "*", "http"),
      ("QUERY /users HTTP/1.0", "QUERY", "/users", "http"),
      ("get / HTTP/1.1", "get", "/", "http"),
      ("X-!#$%&'*+-.^_`|~1 / HTTP/1.1", "X-!#$%&'*+-.^_`|~1", "/", "http"),
    ] as [(String, String, String, String?)])
  func requestLine(line: String, method: String, path: String, scheme: String?) {
    let recorder = read(request: line + "\r\nHost: www.example.org\r\n\r\n")
    #expect(recorder.exchanges.map(\.state) == [.complete])
    #expect(recorder.exchanges.first?.method == method)
    #expect(recorder.exchanges.first?.path == path)
    #expect(recorder.exchanges.first?.scheme == scheme)
    #expect(recorder.exchanges.first?.authority == "www.example.org")
    #expect(recorder.codes.isEmpty)
  }

  @Test(
    "RFC 9112 §3: request lines that servers accept all the same",
    arguments: [
      ("GET  /a  HTTP/1.1", "/a", HTTPVersion.http11, ["http1-start-line-blanks"]),
      ("GET\t/a HTTP/1.1 ", "/a", .http11, ["http1-start-line-blanks"]),
      ("GET /a b HTTP/1.1", "/a b", .http11, ["http1-target-with-blanks"]),
      ("GET /a http/1.1", "/a", .http11, ["http1-version-malformed"]),
      ("GET /a HTTP/1.", "/a", .http10, ["http1-version-malformed"]),
      ("GET /a HTTP/2.0", "/a", .http11, ["http1-version-malformed"]),
      ("GET /a", "/a", .http10, ["http1-version-missing"]),
      ("OPTIONS", nil, .http10, ["http1-start-line-blanks", "http1-version-missing"]),
      ("OPTIONS HTTP/1.1", nil, .http11, ["http1-start-line-blanks"]),
    ] as [(String, String?, HTTPVersion, [String])])
  func lenientRequestLine(line: String, path: String?, version: HTTPVersion, codes: [String]) {
    let recorder = read(request: line + "\r\nHost: a\r\n\r\n")
    #expect(recorder.exchanges.map(\.state) == [.complete])
    #expect(recorder.exchanges.first?.path == path)
    #expect(recorder.exchanges.first?.version == version)
    #expect(recorder.exchanges.first?.request?.header == ["Host: a"])
    #expect(recorder.codes == codes)
  }

  @Test("RFC 9112 §2.2: empty lines before a message are ignored")
  func leadingEmptyLines() {
    let recorder = Conversation(
      .client("\r\n\r\n" + get + "\r\n\n" + get), .server(hello + "\r\n" + hello)
    ).readInEveryWay()
    #expect(recorder.exchanges.map(\.state) == [.complete, .complete])
    #expect(recorder.exchanges.map { $0.request?.headerWireByteCount } == [get.utf8.count, get.utf8.count])
    #expect(recorder.codes.isEmpty)
  }

  @Test("RFC 9112 §2.2: a bare LF ends a line")
  func bareLineFeed() {
    let recorder = Conversation(
      .client("GET / HTTP/1.1\nHost: a\n\n"), .server("HTTP/1.1 200 OK\nContent-Length: 1\n\nx")
    ).readInEveryWay()
    #expect(recorder.exchanges.map(\.state) == [.complete])
    #expect(recorder.exchanges.first?.request?.header == ["Host: a"])
    #expect(recorder.codes == ["http1-bare-lf", "http1-bare-lf"])
  }

  @Test("RFC 1945 §4.1: a simple request, answered by content alone")
  func simpleRequest() {
    let recorder = Conversation(
      .client("GET /path\r\n"), .server("<html>HTTP/1.1 200 OK\r\n\r\n"), .server("</html>"), .end(.server, .closed),
      .end(.client, .closed)
    ).readInEveryWay()
    #expect(recorder.exchanges.map(\.state) == [.complete])
    #expect(recorder.exchanges.first?.version == .http09)
    #expect(recorder.exchanges.first?.path == "/path")
    #expect(recorder.exchanges.first?.status == nil)
    #expect(recorder.exchanges.first?.response?.bodyByteCount == 32)
    #expect(recorder.exchanges.first?.request?.headerWireByteCount == 11)
  }

  @Test("RFC 1945 §4.1: a simple request, answered by a full response")
  func simpleRequestWithFullResponse() {
    let recorder = Conversation(
      .client("GET /path\r\n"), .server("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nhi"), .end(.server, .closed),
      .end(.client, .closed)
    ).readInEveryWay()
    #expect(recorder.exchanges.map(\.state) == [.complete])
    #expect(recorder.exchanges.first?.version == .http09)
    #expect(recorder.exchanges.first?.status == 200)
    #expect(recorder.exchanges.first?.response?.bodyByteCount == 2)
  }

  @Test(
    "RFC 9112 §4: status lines",
    arguments: [
      ("HTTP/1.1 200 OK", 200, "OK", []),
      ("HTTP/1.1 200 ", 200, "", []),
      ("HTTP/1.0 404 Not  Found", 404, "Not  Found", []),
      ("HTTP/1.1 599 \u{e9}t\u{e9}", 599, "\u{e9}t\u{e9}", []),
      ("HTTP/1.1 200", 200, "", ["http1-status-line-malformed"]),
      ("HTTP/1.1  200  OK ", 200, "OK", ["http1-status-line-malformed"]),
      ("HTTP/1.1 2040 ok", nil, "ok", ["http1-status-line-malformed"]),
      ("HTTP/1.1 OK", nil, "OK", ["http1-status-line-malformed"]),
      ("HTTP/1.1 200OK", 200, "OK", ["http1-status-line-malformed"]),
      ("HTTP/1.01 200 ok", 200, "ok", ["http1-version-malformed"]),
      ("http/1.1 200 ok", 200, "ok", ["http1-version-malformed"]),
      ("HTTP 200 OK", 200, "OK", ["http1-status-line-malformed"]),
      ("ICY 200 OK", 200, "OK", ["http1-status-line-malformed"]),
    ] as [(String, Int?, String, [String])])
  func statusLine(line: String, status: Int?, reason: String, codes: [String]) {
    let recorder = read(response: line + "\r\nContent-Length: 2\r\n\r\nhi")
    #expect(recorder.exchanges.map(\.state) == [.complete])
    #expect(recorder.exchanges.first?.status == status)
    #expect(recorder.exchanges.first?.reason == reason)
    #expect(recorder.exchanges.first?.response?.bodyByteCount == 2)
    #expect(recorder.codes == codes)
  }

  @Test("Bytes that are no HTTP are passed over up to the next message, and reported once")
  func garbage() {
    let recorder = Conversation(
      .client("\u{1}\u{2}\n:\r\n" + get), .server("SSH-2.0-x\r\nHTTP/1.1 what\r\n" + hello),
      .end(.client, .closed), .end(.server, .closed)
    ).readInEveryWay()
    #expect(recorder.exchanges.map(\.state) == [.complete])
    #expect(recorder.codes == ["http1-not-http", "http1-not-http"])
  }

  @Test("An answer that is no HTTP leaves the request without response")
  func answerIsNoHTTP() {
    let recorder = read(response: "<html>\r\n</html>\r\n")
    #expect(recorder.exchanges.map(\.state) == [.noResponse])
    #expect(recorder.codes == ["http1-not-http"])
  }

  @Test("RFC 9112 §3: truncated heads show what is known of them")
  func truncated() {
    let recorder = Conversation(
      .client(get), .server("HTTP/1.1 200 OK\r\nServer: x\r\nDate: to"), .client("POST /a HTTP/1.1\r\nHost: b\r\nUser"),
      .end(.client, .captureEnd), .end(.server, .captureEnd)
    ).readInEveryWay()
    #expect(recorder.exchanges.map(\.state) == [.incomplete, .incomplete])
    #expect(recorder.exchanges.first?.status == 200)
    #expect(recorder.exchanges.first?.response?.header == ["Server: x"])
    #expect(recorder.exchanges.last?.method == "POST")
    #expect(recorder.exchanges.last?.path == "/a")
    #expect(recorder.exchanges.last?.request?.header == ["Host: b"])
  }

  @Test(
    "RFC 9112 §3: a truncated request line",
    arguments: [("GE", nil, nil), ("GET /a", "GET", nil), ("GET /a H", "GET", "/a")]
      as [(String, String?, String?)])
  func truncatedRequestLine(text: String, method: String?, path: String?) {
    let recorder = Conversation(.client(text), .end(.client, .captureEnd), .end(.server, .captureEnd)).readInEveryWay()
    #expect(recorder.exchanges.map(\.state) == [.incomplete])
    #expect(recorder.exchanges.first?.method == method)
    #expect(recorder.exchanges.first?.path == path)
  }
}
