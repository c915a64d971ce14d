import Findings
import HTTP
import Testing

@testable import HTTP1

/// RFC 9112 §9: which response answers which request.
@Suite struct PairingTests {
  @Test("RFC 9112 §9.3.2: pipelined responses come in the order of their requests, each read for its own method")
  func pipelining() {
    let recorder = Conversation(
      .client(
        "GET /1 HTTP/1.1\r\n\r\nHEAD /2 HTTP/1.1\r\n\r\nPOST /3 HTTP/1.1\r\nContent-Length: 2\r\n\r\nabGET /4 HTTP/1.1\r\n\r\n"
      ),
      .server(hello + "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n"), .server(hello), .server(noContent)
    ).readInEveryWay()
    #expect(recorder.exchanges.map(\.path) == ["/1", "/2", "/3", "/4"])
    #expect(recorder.exchanges.map(\.index) == [0, 1, 2, 3])
    #expect(recorder.exchanges.map(\.state) == [.complete, .complete, .complete, .complete])
    #expect(recorder.exchanges.map(\.status) == [200, 200, 200, 204])
    #expect(recorder.exchanges.map { $0.response?.bodyByteCount } == [5, 0, 5, 0])
    #expect(recorder.statistics.requests == 4)
    #expect(recorder.statistics.pipelinedRequests == 3)
    #expect(recorder.statistics.maxPipelineDepth == 4)
  }

  @Test("Head-of-line blocking: from the request's end to the previous response's end")
  func headOfLineBlocking() {
    let recorder = Conversation(
      .client(get), .client(get), .server("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\na"), .server("b"),
      .server(hello),
      .client(get), .server(hello), interval: 100
    ).readInEveryWay()
    // The second request ended at 200, the first response at 400, the second began at 500.
    #expect(recorder.statistics.headOfLineBlockedNanoseconds == 200)
    #expect(recorder.statistics.pipelinedRequests == 1)
    #expect(recorder.statistics.maxPipelineDepth == 2)
  }

  @Test("One request after the other is not pipelining")
  func sequence() {
    let recorder = Conversation(.client(get), .server(hello), .client(get), .server(hello)).readInEveryWay()
    #expect(recorder.statistics.pipelinedRequests == 0)
    #expect(recorder.statistics.maxPipelineDepth == 1)
    #expect(recorder.exchanges.map { $0.request?.start?.nanoseconds } == [10_000_000, 30_000_000])
    #expect(recorder.exchanges.map { $0.response?.end?.nanoseconds } == [20_000_000, 40_000_000])
  }

  @Test("RFC 9112 §9.6: requests that are never answered")
  func neverAnswered() {
    let steps: [Step] = [.client(get), .server(hello), .client(get + "POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nab")]
    for (reason, states) in [
      (EndReason.closed, [ExchangeState.complete, .noResponse, .incomplete]),
      (.captureEnd, [.complete, .noResponse, .incomplete]), (.reset, [.complete, .reset, .reset]),
    ] {
      var conversation = Conversation()
      conversation.steps = steps + [.end(.server, reason), .end(.client, reason)]
      #expect(conversation.readInEveryWay().exchanges.map(\.state) == states)
    }
  }

  @Test("RFC 9112 §8: a connection that is closed inside a message")
  func closedEarly() {
    let head = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"
    for cut in ["HTTP/1.1 200 OK\r\nContent", head, head + "hell"] {
      let recorder = Conversation(
        .client(get), .server(cut), .end(.server, .closed), .end(.client, .closed)
      ).readInEveryWay()
      #expect(recorder.exchanges.map(\.state) == [.incomplete])
      #expect(recorder.codes == ["http1-closed-early"])
    }
    for end in [EndReason.reset, .captureEnd] {
      #expect(Conversation(.client(get), .server(head), .end(.server, end)).readInEveryWay().codes.isEmpty)
    }
    let complete = Conversation(
      .client(get), .server("HTTP/1.1 200 OK\r\n\r\nhell"), .end(.server, .closed), .end(.client, .closed))
    #expect(complete.readInEveryWay().codes.isEmpty)
  }

  @Test("RFC 9110 §10.1.1: an error response before the request's content has ended")
  func earlyResponse() {
    let recorder = Conversation(
      .client("POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\nabcd"),
      .server("HTTP/1.1 413 Large\r\nContent-Length: 0\r\n\r\n"),
      .client("efghij" + get), .server(hello)
    ).readInEveryWay()
    #expect(recorder.exchanges.map(\.status) == [413, 200])
    #expect(recorder.exchanges.map(\.state) == [.complete, .complete])
    #expect(recorder.statistics.pipelinedRequests == 0)
  }

  @Test("RFC 9112 §6.3, 1: a status line in the place of content shows that the unknown request was HEAD")
  func unknownHEAD() {
    for fields in ["Content-Length: 50\r\n", "Transfer-Encoding: chunked\r\n", ""] {
      let recorder = Conversation(
        .server("HTTP/1.1 200 OK\r\n" + fields + "\r\n"), .server(hello + noContent),
        .end(.server, .closed), .end(.client, .closed)
      ).readInEveryWay()
      #expect(recorder.exchanges.map(\.state) == [.noRequest, .noRequest, .noRequest])
      #expect(recorder.exchanges.map(\.status) == [200, 200, 204])
      #expect(recorder.exchanges.map { $0.response?.bodyByteCount } == [0, 5, 0])
      #expect(recorder.exchanges.map { $0.response?.isComplete } == [true, true, true])
    }
  }

  @Test(
    "Content of a response to an unknown request that only resembles a status line",
    arguments: ["HTTP/1.1 is old\n", "HTTP/1.", "h", "HT", "HTTP/1.1 200", "HTTP/2 200 OK\r\n"])
  func unknownRequest(content: String) {
    let head = "HTTP/1.1 200 OK\r\nContent-Length: \(content.utf8.count)\r\n\r\n"
    let whole = Conversation(
      .server(head + content), .server(noContent), .end(.server, .closed), .end(.client, .closed)
    ).readInEveryWay()
    #expect(whole.exchanges.map(\.status) == [200, 204])
    #expect(whole.exchanges.first?.response?.bodyByteCount == content.utf8.count)
    let last = Conversation(.server(head + content), .end(.server, .closed), .end(.client, .closed)).readInEveryWay()
    #expect(last.exchanges.map { $0.response?.bodyByteCount } == [content.utf8.count])
    #expect(last.exchanges.map { $0.response?.isComplete } == [true])
    let untilClose = Conversation(
      .server("HTTP/1.1 200 OK\r\n\r\n" + content), .gap(9, .server), .end(.server, .closed), .end(.client, .closed)
    ).readInEveryWay()
    #expect(untilClose.exchanges.map { $0.response?.bodyByteCount } == [content.utf8.count])
    #expect(untilClose.exchanges.map { $0.response?.missingBodyByteCount } == [9])
  }

  @Test("A capture that begins with a response")
  func beginsWithResponse() {
    let recorder = Conversation(
      .server(hello), .client(get), .server(noContent), interval: 1000
    ).readInEveryWay()
    #expect(recorder.exchanges.map(\.state) == [.noRequest, .complete])
    #expect(recorder.exchanges.map(\.status) == [200, 204])
  }

  @Test("A capture of the server's side alone")
  func responsesOnly() {
    let recorder = Conversation(
      .server(hello), .server("HTTP/1.1 100 Continue\r\n\r\n" + noContent), .server(hello), .end(.server, .closed),
      .end(.client, .captureEnd)
    ).readInEveryWay()
    #expect(recorder.exchanges.map(\.state) == [.noRequest, .noRequest, .noRequest])
    #expect(recorder.exchanges.map(\.status) == [200, 204, 200])
    #expect(recorder.exchanges.map(\.informational) == [[], [100], []])
  }

  @Test("A capture of the client's side alone keeps a bounded number of requests")
  func requestsOnly() {
    var recorder = Recorder()
    var connection = HTTP1Connection(isSecure: false)
    let bytes = Array(get.utf8)
    for index in 0..<HTTP1Limits.pendingExchanges + 5 {
      let time = Timestamp(nanoseconds: Int64(index))
      recorder.give(bytes, from: .client, at: time, to: &connection, cuts: [])
    }
    #expect(recorder.exchanges.count == 5)
    #expect(recorder.exchanges.allSatisfy { $0.state == .noResponse })
    #expect(recorder.codes == ["http1-too-many-pending"])
    #expect(connection.statistics.pipelinedRequests == 0)
    #expect(connection.statistics.maxPipelineDepth == 0)
  }

  @Test("RFC 9110 §15.5.9: an unsolicited 408 has no request, and later requests keep their responses")
  func unsolicitedResponse() {
    let timeout = "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n"
    let recorder = Conversation(
      .client(get), .server(hello), .server(timeout), .client(get), .server(hello), .server(timeout),
      .end(.server, .closed), .end(.client, .closed)
    ).readInEveryWay()
    #expect(recorder.exchanges.map(\.state) == [.complete, .noRequest, .complete, .noRequest])
    #expect(recorder.exchanges.map(\.status) == [200, 408, 200, 408])
  }

  @Test("RFC 9112 §9.2: responses beyond the first have no request, even when the next one follows soon")
  func unsolicitedResponsesOnLoopback() {
    let recorder = Conversation(
      .client(get), .server(hello + hello + hello), .client(get), .server(noContent), .end(.server, .closed),
      .end(.client, .closed), interval: 700_000
    ).readInEveryWay()
    #expect(recorder.exchanges.map(\.state) == [.complete, .noRequest, .noRequest, .complete])
    #expect(recorder.exchanges.map(\.status) == [200, 200, 200, 204])
  }

  @Test("A response that the capture recorded just before its request")
  func reorderedCapture() {
    let recorder = Conversation(
      .client(get), .server(hello), .server(noContent), .client(get), .client(get), .server(hello), interval: 1000
    ).readInEveryWay()
    #expect(recorder.exchanges.map(\.state) == [.complete, .complete, .complete])
    #expect(recorder.exchanges.map(\.status) == [200, 204, 200])
  }

  @Test("Responses that overtake their requests, while bytes of an earlier request are late")
  func lateRequests() {
    let recorder = Conversation(
      .client("POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\nab"), .server(hello), .server(noContent), .server(hello),
      .client("cd" + get + get)
    ).readInEveryWay()
    #expect(recorder.exchanges.map(\.state) == [.complete, .complete, .complete])
    #expect(recorder.exchanges.map(\.status) == [200, 204, 200])
  }

  @Test("RFC 9110 §9.3.2: a response to HEAD while the end of the request's head is late")
  func responseDuringHead() {
    let recorder = Conversation(
      .client("HEAD / HTTP/1.1\r\nHost"), .server("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"),
      .client(": a\r\n\r\n"),
      .client(get), .server(hello)
    ).readInEveryWay()
    #expect(recorder.exchanges.map(\.state) == [.complete, .complete])
    #expect(recorder.exchanges.map { $0.response?.bodyByteCount } == [0, 5])
  }

  @Test("Interim responses have a limit")
  func interimResponses() {
    let recorder = Conversation(
      .client(get), .server(String(repeating: "HTTP/1.1 102 Processing\r\n\r\n", count: 100) + hello)
    ).read()
    #expect(recorder.exchanges.map(\.state) == [.complete])
    #expect(recorder.exchanges.first?.informational.count == HTTP1Limits.informationalResponses)
    #expect(recorder.codes == ["http1-too-many-interim-responses"])
  }

  @Test("The server closes while the client goes on")
  func clientGoesOn() {
    let recorder = Conversation(
      .client(get), .server(hello), .end(.server, .closed), .client(get), .end(.client, .reset)
    ).readInEveryWay()
    #expect(recorder.exchanges.map(\.state) == [.complete, .noResponse])
  }
}
