import HTTP
import Testing

@testable import HTTP1

/// RFC 9112 §6: where messages end.
@Suite struct BodyFramingTests {
  /// Reads a response followed by another one, for two requests; both must be found, the first with so much content.
  private func expectContent(
    _ count: Int, ofResponse response: String, to request: String = get, codes: [String] = [],
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let recorder = Conversation(.client(request), .server(response), .client(get), .server(hello)).readInEveryWay(
      sourceLocation: sourceLocation)
    #expect(recorder.exchanges.map(\.state) == [.complete, .complete], sourceLocation: sourceLocation)
    #expect(recorder.exchanges.first?.response?.bodyByteCount == count, sourceLocation: sourceLocation)
    #expect(recorder.exchanges.last?.response?.bodyByteCount == 5, sourceLocation: sourceLocation)
    #expect(recorder.codes == codes, sourceLocation: sourceLocation)
  }

  /// Reads a request followed by another one; the first must have so much content.
  private func expectContent(
    _ count: Int, ofRequest request: String, codes: [String] = [], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let recorder = Conversation(.client(request), .server(hello), .client(get), .server(hello)).readInEveryWay(
      sourceLocation: sourceLocation)
    #expect(recorder.exchanges.map(\.state) == [.complete, .complete], sourceLocation: sourceLocation)
    #expect(recorder.exchanges.first?.request?.bodyByteCount == count, sourceLocation: sourceLocation)
    #expect(recorder.codes == codes, sourceLocation: sourceLocation)
  }

  @Test(
    "RFC 9112 §6.3, 1: HEAD, 204 and 304 have no content",
    arguments: [
      ("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 70\r\n\r\n"),
      ("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"),
      (get, "HTTP/1.1 204 No Content\r\nContent-Length: 70\r\n\r\n"),
      (get, "HTTP/1.1 304 Not Modified\r\nContent-Length: 70\r\n\r\n"),
    ])
  func noContent(request: String, response: String) {
    expectContent(0, ofResponse: response, to: request)
  }

  @Test("RFC 9112 §6.3, 1: interim responses have no content and go before the final one")
  func interimResponses() {
    let recorder = Conversation(
      .client("POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n"),
      .server("HTTP/1.1 100 Continue\r\n\r\n"), .client("abc"),
      .server("HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + hello)
    ).readInEveryWay()
    #expect(recorder.exchanges.map(\.state) == [.complete])
    #expect(recorder.exchanges.first?.informational == [100, 102, 103])
    #expect(recorder.exchanges.first?.request?.bodyByteCount == 3)
    #expect(recorder.exchanges.first?.response?.bodyByteCount == 5)
  }

  @Test("RFC 9112 §6.3, 3: Transfer-Encoding overrides Content-Length")
  func transferEncodingWithContentLength() {
    let code = ["http1-transfer-encoding-with-content-length"]
    expectContent(
      3, ofRequest: "POST / HTTP/1.1\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
      codes: code)
    expectContent(
      3, ofResponse: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 6\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
      codes: code)
  }

  @Test(
    "RFC 9112 §6.3, 4: chunked as the final coding",
    arguments: [
      "Transfer-Encoding: chunked", "transfer-encoding:\tCHUNKED \t", "Transfer-Encoding: gzip, chunked",
      "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked", "Transfer-Encoding: , chunked ,",
    ])
  func chunkedIsFinal(field: String) {
    expectContent(3, ofResponse: "HTTP/1.1 200 OK\r\n\(field)\r\n\r\n3\r\nabc\r\n0\r\n\r\n")
    expectContent(3, ofRequest: "POST / HTTP/1.1\r\n\(field)\r\n\r\n3\r\nabc\r\n0\r\n\r\n")
  }

  @Test("RFC 9112 §6.3, 4: identity, of RFC 2616, changes nothing")
  func identity() {
    expectContent(
      3, ofResponse: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, identity\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
      codes: ["http1-transfer-encoding-not-chunked"])
  }

  @Test("RFC 9112 §6.3, 4: a response whose final coding is not chunked ends with the connection")
  func responseNotChunked() {
    let recorder = Conversation(
      .client(get), .server("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: xchunked\r\n\r\nabcdef"),
      .end(.server, .closed), .end(.client, .closed)
    ).readInEveryWay()
    #expect(recorder.exchanges.map(\.state) == [.complete])
    #expect(recorder.exchanges.first?.response?.bodyByteCount == 6)
    #expect(recorder.codes.contains("http1-transfer-encoding-not-chunked"))
  }

  @Test("RFC 9112 §6.3, 4: a request whose codings are unknown ends as if they were absent")
  func requestNotChunked() {
    expectContent(
      0, ofRequest: "POST / HTTP/1.1\r\nTransfer-Encoding: xchunked\r\n\r\n",
      codes: ["http1-transfer-encoding-not-chunked"])
    expectContent(
      3, ofRequest: "POST / HTTP/1.1\r\nTransfer-Encoding: chunked, x\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
      codes: ["http1-transfer-encoding-not-chunked"])
  }

  @Test("RFC 9112 §6.1: Transfer-Encoding in HTTP/1.0 is obeyed")
  func transferEncodingInHTTP10() {
    expectContent(
      3, ofResponse: "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
      codes: ["http1-transfer-encoding-in-http10"])
  }

  @Test("RFC 9112 §6.3, 5: equal Content-Length values are one, of different ones the first counts")
  func severalContentLengths() {
    expectContent(
      3, ofResponse: "HTTP/1.1 200 OK\r\nContent-Length: 3, 3\r\nContent-Length: 3\r\n\r\nabc",
      codes: ["http1-content-length-repeated"])
    expectContent(
      3, ofRequest: "POST / HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
      codes: ["http1-content-lengths-differ"])
  }

  @Test("RFC 9112 §6.3, 5: an invalid Content-Length", arguments: ["-1", "abc", "+3", "", "3 3", "0x3"])
  func invalidContentLength(value: String) {
    expectContent(
      0, ofRequest: "POST / HTTP/1.1\r\nContent-Length: \(value)\r\n\r\n", codes: ["http1-content-length-invalid"])
    let recorder = Conversation(
      .client(get), .server("HTTP/1.1 200 OK\r\nContent-Length: \(value)\r\n\r\nabcdef"), .end(.server, .closed)
    ).readInEveryWay()
    #expect(recorder.exchanges.map(\.state) == [.complete])
    #expect(recorder.exchanges.first?.response?.bodyByteCount == 6)
  }

  @Test("RFC 9112 §6.3, 6: Content-Length, also one beyond 63 bits")
  func contentLength() {
    expectContent(5, ofResponse: hello)
    let recorder = Conversation(
      .client("POST / HTTP/1.1\r\nContent-Length: 18446744073709551615\r\n\r\n" + get), .server(hello),
      .end(.client, .closed), .end(.server, .closed)
    ).readInEveryWay()
    #expect(recorder.exchanges.map(\.state) == [.incomplete])
    #expect(recorder.exchanges.first?.request?.bodyByteCount == get.utf8.count)
    #expect(recorder.codes == ["http1-content-length-too-large", "http1-closed-early"])
  }

  @Test("RFC 9112 §6.3, 7: a request without both has no content")
  func requestWithoutLength() {
    expectContent(0, ofRequest: "POST / HTTP/1.1\r\nHost: a\r\n\r\n")
  }

  @Test("RFC 9112 §6.3, 8: a response without both ends with the connection")
  func responseUntilClose() {
    let steps: [Step] = [.client(get), .server("HTTP/1.1 200 OK\r\n\r\nabc"), .server("def")]
    for (reason, state) in [(EndReason.closed, ExchangeState.complete), (.reset, .reset), (.captureEnd, .incomplete)] {
      var conversation = Conversation()
      conversation.steps = steps + [.end(.server, reason), .end(.client, reason)]
      let recorder = conversation.readInEveryWay()
      #expect(recorder.exchanges.map(\.state) == [state])
      #expect(recorder.exchanges.first?.response?.bodyByteCount == 6)
    }
  }

  @Test("RFC 9112 §8: content that is cut off is incomplete")
  func cutOff() {
    for response in [
      "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
    ] {
      let recorder = Conversation(.client(get), .server(response), .end(.server, .closed), .end(.client, .closed))
        .readInEveryWay()
      #expect(recorder.exchanges.map(\.state) == [.incomplete])
      #expect(recorder.exchanges.first?.response?.bodyByteCount == 3)
      #expect(recorder.exchanges.first?.response?.isComplete == false)
    }
  }
}
