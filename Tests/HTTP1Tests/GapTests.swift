import Findings
import HTTP
import Testing

@testable import HTTP1

/// Bytes that are missing from the capture.
@Suite struct GapTests {
  @Test("RFC 9112 §6.3, 6: a gap inside content of known length is missing content, and the framing goes on")
  func insideContent() {
    let recorder = Conversation(
      .client(get), .server("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"), .gap(4, .server),
      .server("de" + noContent),
      .client(get), .end(.server, .closed), .end(.client, .closed)
    ).readInEveryWay()
    #expect(recorder.exchanges.first?.state == .incomplete)
    #expect(recorder.exchanges.first?.response?.bodyByteCount == 5)
    #expect(recorder.exchanges.first?.response?.missingBodyByteCount == 4)
    #expect(recorder.exchanges.first?.response?.isComplete == true)
  }

  @Test("RFC 9112 §6.3, 6: a gap of the whole content")
  func wholeContent() {
    let recorder = Conversation(
      .client(get), .server("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"), .client(get), .gap(9, .server),
      .server(noContent)
    ).readInEveryWay()
    #expect(recorder.exchanges.map(\.state) == [.incomplete, .complete])
    #expect(recorder.exchanges.map(\.status) == [200, 204])
    #expect(recorder.exchanges.first?.response?.missingBodyByteCount == 9)
  }

  @Test("A gap beyond the content's end: the next response that is found answers the latest request")
  func beyondContent() {
    let recorder = Conversation(
      .client("GET /1 HTTP/1.1\r\n\r\n"), .server("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"),
      .client("GET /2 HTTP/1.1\r\n\r\n"), .gap(100, .server), .client("GET /3 HTTP/1.1\r\n\r\n"),
      .server("of some content\r\n" + noContent)
    ).readInEveryWay()
    #expect(recorder.exchanges.map(\.path) == ["/1", "/2", "/3"])
    #expect(recorder.exchanges.map(\.state) == [.incomplete, .noResponse, .complete])
    #expect(recorder.exchanges.map(\.status) == [200, nil, 204])
    #expect(recorder.exchanges.first?.response?.missingBodyByteCount == 6)
  }

  @Test("A lost response, of which the gap is known only when the next one comes")
  func lostResponse() {
    let recorder = Conversation(
      .client("GET /1 HTTP/1.1\r\n\r\n"), .client("GET /2 HTTP/1.1\r\n\r\n"), .gap(100, .server), .server(noContent),
      .client("GET /3 HTTP/1.1\r\n\r\n"), .server(hello)
    ).readInEveryWay()
    #expect(recorder.exchanges.map(\.status) == [nil, 204, 200])
    #expect(recorder.exchanges.map(\.state) == [.noResponse, .complete, .complete])
    #expect(recorder.statistics.pipelinedRequests == 0)
  }

  @Test("Responses that waited behind a hole are read late, and still ended before the requests that followed them")
  func responsesReadLate() {
    var recorder = Recorder()
    var connection = HTTP1Connection(isSecure: false)
    for number in 0..<4 {
      let time = Timestamp(nanoseconds: Int64(number) * 1000)
      recorder.give(Array("GET /\(number) HTTP/1.1\r\n\r\n".utf8), from: .client, at: time, to: &connection, cuts: [])
    }
    connection.skip(100, from: .server, at: Timestamp(nanoseconds: 5000), into: &recorder)
    for number in 1..<4 {
      let time = Timestamp(nanoseconds: Int64(number) * 1000 + 500)
      recorder.give(Array(hello.utf8), from: .server, at: time, to: &connection, cuts: [])
    }
    #expect(recorder.exchanges.map(\.status) == [nil, 200, 200, 200])
    #expect(connection.statistics.pipelinedRequests == 0)
    #expect(connection.statistics.maxPipelineDepth == 1)
    #expect(connection.statistics.headOfLineBlockedNanoseconds == 0)
  }

  @Test("Requests of one packet were pipelined: after a gap the oldest is answered first")
  func lostResponsesOfPipeline() {
    let recorder = Conversation(
      .client("GET /1 HTTP/1.1\r\n\r\n"), .client("GET /2 HTTP/1.1\r\n\r\nGET /3 HTTP/1.1\r\n\r\n"), .gap(100, .server),
      .server(noContent), .server(hello)
    ).read()
    #expect(recorder.exchanges.map(\.status) == [nil, 204, 200])
  }

  @Test("A gap inside a chunk's data is missing content")
  func insideChunk() {
    let recorder = Conversation(
      .client(get), .server("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nabc"), .gap(6, .server),
      .server("\r\n1\r\nx\r\n0\r\n\r\n"), .client(get), .server(hello)
    ).readInEveryWay()
    #expect(recorder.exchanges.map(\.state) == [.incomplete, .complete])
    #expect(recorder.exchanges.first?.response?.bodyByteCount == 4)
    #expect(recorder.exchanges.first?.response?.missingBodyByteCount == 6)
  }

  @Test("A gap beyond a chunk loses the rest of the content")
  func beyondChunk() {
    let recorder = Conversation(
      .client(get), .server("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nabc"), .gap(20, .server),
      .server("\r\n0\r\n\r\n"), .client(get), .server(hello)
    ).readInEveryWay()
    #expect(recorder.exchanges.map(\.state) == [.incomplete, .complete])
    #expect(recorder.exchanges.map(\.status) == [200, 200])
    #expect(recorder.exchanges.first?.response?.isComplete == false)
    #expect(recorder.codes.isEmpty)
  }

  @Test("A gap inside content that ends with the connection")
  func insideContentUntilClose() {
    let recorder = Conversation(
      .client(get), .server("HTTP/1.1 200 OK\r\n\r\nabc"), .gap(20, .server), .server("def"), .end(.server, .closed)
    ).readInEveryWay()
    #expect(recorder.exchanges.map(\.state) == [.incomplete])
    #expect(recorder.exchanges.first?.response?.bodyByteCount == 6)
    #expect(recorder.exchanges.first?.response?.missingBodyByteCount == 20)
  }

  @Test("A gap inside a head: what is known of it, then the next message")
  func insideHead() {
    let recorder = Conversation(
      .client("GET /1 HTTP/1.1\r\nHost: a\r\nUser"), .gap(20, .client), .client("nt: x\r\n\r\n" + get),
      .server(hello + noContent),
      .end(.client, .closed), .end(.server, .closed)
    ).readInEveryWay()
    #expect(recorder.exchanges.map(\.state) == [.incomplete, .complete])
    #expect(recorder.exchanges.map(\.path) == ["/1", "/"])
    #expect(recorder.exchanges.map(\.status) == [200, 204])
    #expect(recorder.exchanges.first?.request?.header == ["Host: a"])
  }

  @Test("A lost request: its response has none, the next request gets its own")
  func lostRequest() {
    let recorder = Conversation(
      .client(get), .server(hello), .server(noContent), .gap(40, .client), .client(get), .server(hello), interval: 1000
    ).readInEveryWay()
    #expect(recorder.exchanges.map(\.state) == [.complete, .noRequest, .complete])
    #expect(recorder.exchanges.map(\.status) == [200, 204, 200])
  }

  @Test("A message that begins right after a gap, in the middle of a line of the lost one")
  func afterGap() {
    let recorder = Conversation(
      .client(get), .gap(10, .server), .server(hello), .gap(10, .client), .client(get), .server(hello)
    ).readInEveryWay()
    #expect(recorder.exchanges.map(\.state) == [.complete, .complete])
  }

  @Test("A response that is found after a gap ends a request of HTTP/0.9")
  func simpleRequest() {
    let recorder = Conversation(
      .client("GET /\n"), .gap(10, .server), .server("\u{1}\nHTTP/1.1 200 \n"), .client("more\n"),
      .end(.client, .closed), .end(.server, .closed)
    ).readInEveryWay()
    #expect(recorder.exchanges.first?.version == .http09)
    #expect(recorder.exchanges.first?.request?.headerWireByteCount == 6)
  }
}
