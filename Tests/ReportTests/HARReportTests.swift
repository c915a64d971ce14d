@testable import Analysis
import Bytes
import Findings
import Foundation
import HTTP
import Packet
import Testing
@testable import WebSocket

@testable import Report

@Suite("HAR report")
struct HARReportTests {
  @Test("A log without entries")
  func empty() throws {
    let log = try log { _ in }
    #expect(log["version"] as? String == "1.2")
    #expect(log["creator"] as? [String: String] == ["name": "wireprism", "version": "1.2.3"])
    #expect((log["pages"] as? [Any])?.isEmpty == true && (log["entries"] as? [Any])?.isEmpty == true)
  }

  @Test("An exchange of HTTP/1.1")
  func exchange() throws {
    let text = try text { $0.receive(Sample.exchange(path: "/a%20b?x=1+2&y"), of: Sample.context(id: 3)) }
    #expect(
      text
        == #"{"log":{"version":"1.2","creator":{"name":"wireprism","version":"1.2.3"},"pages":[],"entries":["#
        + #"{"startedDateTime":"2026-11-24T07:12:03.412250Z","time":33.5,"request":{"method":"GET","#
        + #""url":"http://shop.example.com/a%20b?x=1+2&y","httpVersion":"HTTP/1.1","cookies":[],"#
        + #""headers":[{"name":"Host","value":"shop.example.com"},{"name":"Accept","value":"*/*"}],"#
        + #""queryString":[{"name":"x","value":"1 2"},{"name":"y","value":""}],"headersSize":90,"bodySize":0},"#
        + #""response":{"status":200,"statusText":"OK","httpVersion":"HTTP/1.1","cookies":[],"#
        + #""headers":[{"name":"Content-Type","value":"application/json"}],"#
        + #""content":{"size":1234,"compression":0,"mimeType":"application/json"},"redirectURL":"","#
        + #""headersSize":60,"bodySize":1234,"_transferSize":1294},"cache":{},"timings":{"blocked":-1,"dns":-1,"#
        + #""connect":-1,"ssl":-1,"send":0,"wait":31,"receive":2.5},"serverIPAddress":"192.168.1.1","#
        + #""connection":"3","_wireprism":{"index":0,"stream":null,"client":"10.0.0.4:51544","#
        + #""server":"192.168.1.1:80","state":"complete","pushed":false,"reset_code":null,"reset_by":null,"#
        + #""upgrade":null,"informational":[],"request":{"http1_bytes":90,"hpack_bytes":40,"missing_bytes":0,"#
        + #""trailers":[]},"response":{"http1_bytes":60,"hpack_bytes":30,"missing_bytes":0,"trailers":[]}}}]}}"# + "\n")
  }

  @Test("What was not captured, and a push that was reset")
  func incomplete() throws {
    var unanswered = Sample.exchange()
    unanswered.hasResponse = false
    unanswered.response.reset()
    unanswered.state = .noResponse
    var pushed = Sample.exchange(stream: 2)
    pushed.isPushed = true
    pushed.state = .reset
    pushed.resetCode = 8
    pushed.resetBy = .client
    let entries = try entries {
      $0.receive(unanswered, of: Sample.context(id: 0))
      $0.receive(pushed, of: Sample.context(id: 1))
    }
    let response = try #require(entries[0]["response"] as? [String: Any])
    #expect(response["status"] as? Int == 0 && response["_error"] as? String == "no response")
    #expect(response["headersSize"] as? Int == -1 && response["bodySize"] as? Int == -1)
    #expect(response["httpVersion"] as? String == "" && response["_transferSize"] == nil)
    #expect((entries[1]["response"] as? [String: Any])?["_error"] as? String == "reset: CANCEL")
    let details = try #require(entries[1]["_wireprism"] as? [String: Any])
    #expect(details["pushed"] as? Bool == true && details["reset_by"] as? String == "client")
  }

  // MARK: Secrets

  @Test("Secrets are redacted, with cookies and trailers; with secrets they are shown")
  func redaction() throws {
    var exchange = Sample.exchange()
    exchange.request.message.header.append("authorization", "Bearer HUSH1")
    exchange.request.message.header.append("Cookie", "a=HUSH2; b=HUSH3;; HUSH4")
    exchange.response.message.header.append("Set-Cookie", "c=HUSH5; Path=/; Max-Age=60; Secure; HttpOnly; SameSite=Lax")
    exchange.response.message.trailers.append("x-auth-token", "HUSH6")
    var hints = FieldSection()
    hints.append("set-cookie", "d=HUSH7")
    exchange.informational = [InformationalResponse(status: 103, header: hints, time: Sample.start)]
    let hidden = try text { $0.receive(exchange, of: Sample.context(id: 0)) }
    #expect(!hidden.contains("HUSH"))
    #expect(hidden.contains(#"{"name":"authorization","value":"[redacted 12 bytes]"}"#))
    #expect(hidden.contains(#""cookies":[{"name":"a","value":"[redacted 5 bytes]"},{"name":"b","#))
    var options = HAROptions()
    options.redaction = .none
    let shown = try text(options) { $0.receive(exchange, of: Sample.context(id: 0)) }
    for number in 1...7 { #expect(shown.contains("HUSH\(number)")) }
    #expect(
      shown.contains(
        #""cookies":[{"name":"a","value":"HUSH2"},{"name":"b","value":"HUSH3"},{"name":"","value":"HUSH4"}]"#))
    #expect(
      shown.contains(
        #""cookies":[{"name":"c","value":"HUSH5","path":"/","expires":"2026-11-24T07:13:03.445Z","httpOnly":true,"#
          + #""secure":true,"sameSite":"Lax"}]"#))
  }

  // MARK: Bodies

  @Test("A body as text, as text of its charset, and as base64")
  func bodies() throws {
    #expect(try content(["{\"ü\":", "1}"]) == ["text": "{\"ü\":1}"])
    #expect(try content([""]) == ["text": ""])
    let latin1: [UInt8] = [0x63, 0xE9]
    #expect(try content([latin1]) == ["text": "Y+k=", "encoding": "base64"])
    #expect(try content([latin1], type: "text/html; Charset=\"ISO-8859-1\"") == ["text": "cé"])
    #expect(try content(["cé"], type: "text/html;charset=latin1") == ["text": "cÃ©"])
    #expect(
      try content([[0x80]], type: "text/html;charset=latin1") == ["text": "gA==", "encoding": "base64"])
    #expect(try content(["a\u{0}b"], type: "text/html; charset=utf-16") == ["text": "a\u{0}b"])
    #expect(try content([[0xFE, 0xFF]], type: "text/html; charset=utf-16") == ["text": "/v8=", "encoding": "base64"])
  }

  @Test("Without --bodies none is kept, and no content is asked for")
  func noBodies() throws {
    let content = try content(["abc"], options: HAROptions())
    #expect(content.isEmpty)
    #expect(!HARReport(to: .standardOutput, version: "").wantsContents)
  }

  @Test("Beyond the limit a body ends between two characters, and both the entry and the person are told")
  func limit() throws {
    var options = HAROptions()
    options.bodyByteLimit = 5
    var omissions: [String] = []
    let content = try content(["ab", "cdéf"], options: options) { omissions = $0.omissions }
    #expect(content == ["text": "abcd", "comment": "Only the first 5 bytes: the rest is beyond the limit for a body."])
    #expect(omissions == ["Of 1 body only the first 5 bytes are written: see --body-limit."])
  }

  @Test("Bodies under way at once share a limit, and give back what they took")
  func memory() {
    var bodies = HARBodies(limit: 100, totalLimit: 10)
    func key(_ index: Int) -> HARBodies.Key { HARBodies.Key(connection: index, exchange: 0, isClients: false) }
    bodies.receive("1234567".rawSpan, of: key(0))
    bodies.receive("1234567".rawSpan, of: key(1))
    bodies.receive("8".rawSpan, of: key(1))
    #expect(bodies.take(key(1)).bytes == Array("123".utf8))
    bodies.receive("89".rawSpan, of: key(0))
    #expect(bodies.take(key(0)).bytes == Array("123456789".utf8))
    bodies.receive("1234567890".rawSpan, of: key(2))
    #expect(bodies.take(key(2)).cut == nil)
    #expect(bodies.take(key(2)).bytes.isEmpty)
    #expect(bodies.omissions == ["1 body is cut short: those under way at once had more than 10 bytes together."])
  }

  @Test("A gap ends a body, and what is coded is left out")
  func gaps() throws {
    let gap = try entry { report in
      report.receive("ab".rawSpan, of: Self.origin, of: Sample.context(id: 0))
      report.skip(10, of: Self.origin, of: Sample.context(id: 0))
      report.receive("cd".rawSpan, of: Self.origin, of: Sample.context(id: 0))
      report.receive(Sample.exchange(), of: Sample.context(id: 0))
    }
    #expect(
      Self.text(of: gap)
        == ["text": "ab", "comment": "Only the first 2 bytes: what follows is missing from the capture."])
    let coded = try entry { report in
      var origin = Self.origin
      origin.isCoded = true
      var exchange = Sample.exchange()
      exchange.response.message.notDecodedBecause = "Nobody knows how."
      report.receive("ab".rawSpan, of: origin, of: Sample.context(id: 0))
      report.receive(exchange, of: Sample.context(id: 0))
    }
    #expect(Self.text(of: coded) == ["comment": "Left out: Nobody knows how."])
  }

  @Test("A form's fields beside its text; other contents of requests as text or base64")
  func postData() throws {
    func postData(_ type: String, _ body: [UInt8]) throws -> NSDictionary? {
      let entry = try entry { report in
        var exchange = Sample.exchange(method: "POST")
        exchange.request.message.header.append("Content-Type", type)
        exchange.request.message.bodyByteCount = body.count
        report.receive(
          body.rawSpan, of: ContentOrigin(exchange: 0, from: .client), of: Sample.context(id: 0))
        report.receive(exchange, of: Sample.context(id: 0))
      }
      return (entry["request"] as? [String: Any])?["postData"] as? NSDictionary
    }
    let type = "application/x-www-form-urlencoded; charset=utf-8"
    #expect(
      try postData(type, Array("a=1+2&b=%C3%A9".utf8)) == [
        "mimeType": type, "text": "a=1+2&b=%C3%A9",
        "params": [["name": "a", "value": "1 2"], ["name": "b", "value": "é"]],
      ])
    #expect(
      try postData("image/png", [0x89, 0x50]) == ["mimeType": "image/png", "text": "iVA=", "_encoding": "base64"])
  }

  // MARK: WebSockets

  @Test("Over HTTP/1.1 the entry waits for its messages; the connection's end writes it")
  func webSocket() throws {
    let entries = try entries(Self.withBodies) { report in
      var exchange = Sample.exchange(index: 2, status: 101)
      exchange.upgrade = .webSocket
      report.receive(exchange, of: Sample.context(id: 5))
      Self.feed(report, of: Sample.context(id: 5))
      report.receive(Sample.exchange(), of: Sample.context(id: 6))
      report.receive(Sample.connection(Sample.context(id: 5)))
    }
    #expect(entries.map { $0["connection"] as? String } == ["6", "5"])
    try check(entries[1])
  }

  @Test("Over HTTP/2 the messages come first")
  func webSocketOverHTTP2() throws {
    let entries = try entries(Self.withBodies) { report in
      Self.feed(report, of: Sample.context(id: 5))
      var exchange = Sample.exchange(stream: 5)
      exchange.index = 2
      exchange.upgrade = .webSocket
      report.receive(exchange, of: Sample.context(id: 5))
      report.receive(Sample.connection(Sample.context(id: 5)))
    }
    #expect(entries.count == 1)
    try check(entries[0])
  }

  @Test("A WebSocket without messages, and one whose connection's record never comes")
  func quietWebSockets() throws {
    let entries = try entries { report in
      var exchange = Sample.exchange(stream: 5)
      exchange.upgrade = .webSocket
      report.receive(exchange, of: Sample.context(id: 1))
      exchange.version = .http11
      report.receive(exchange, of: Sample.context(id: 2))
    }
    #expect(entries.map { $0["connection"] as? String } == ["1", "2"])
    #expect((entries[1]["_webSocketMessages"] as? [Any])?.isEmpty == true)
  }

  @Test("Many messages of many WebSockets at once go through a file, each to its own entry")
  func manyMessages() throws {
    let sockets = 50
    let rounds = 700
    let entries = try entries(Self.withBodies) { report in
      var exchange = Sample.exchange(status: 101)
      exchange.upgrade = .webSocket
      for id in 0..<sockets { report.receive(exchange, of: Sample.context(id: id)) }
      for round in 0..<rounds {
        for id in 0..<sockets {
          var message = WebSocketMessage(exchange: 0, stream: nil, from: .client)
          message.begin(.text, isCompressed: false, at: Sample.start)
          report.receive(
            "\(id) \(round) \(String(repeating: "x", count: 400))".rawSpan, of: message, of: Sample.context(id: id))
          report.receive(message, of: Sample.context(id: id))
        }
      }
      for id in 0..<sockets { report.receive(Sample.connection(Sample.context(id: id))) }
    }
    #expect(entries.count == sockets)
    for (id, entry) in entries.enumerated() {
      let messages = try #require(entry["_webSocketMessages"] as? [[String: Any]])
      try #require(messages.count == rounds)
      for (round, message) in messages.enumerated() {
        #expect((message["data"] as? String)?.hasPrefix("\(id) \(round) x") == true)
      }
    }
  }

  private static func feed(_ report: HARReport, of connection: ConnectionContext) {
    var text = WebSocketMessage(exchange: 2, stream: nil, from: .server)
    text.begin(.text, isCompressed: true, at: Sample.after(1))
    text.payloadByteCount = 6
    text.wireByteCount = 9
    text.isComplete = true
    report.receive("h\u{E9}".rawSpan, of: text, of: connection)
    report.receive(Sample.message, of: connection)
    report.receive("llo".rawSpan, of: text, of: connection)
    report.receive(text, of: connection)
    var binary = WebSocketMessage(exchange: 2, stream: nil, from: .client)
    binary.begin(nil, isCompressed: false, at: Sample.after(1.5))
    report.receive([0xFF, 0x00].rawSpan, of: binary, of: connection)
    report.receive(binary, of: connection)
  }

  private func check(_ entry: [String: Any]) throws {
    #expect(entry["_resourceType"] as? String == "websocket")
    #expect((entry["_wireprism"] as? [String: Any])?["index"] as? Int == 2)
    let messages = try #require(entry["_webSocketMessages"] as? [NSDictionary])
    #expect(
      messages == [
        [
          "type": "send", "time": 1_795_504_324.1125, "opcode": 8, "data": "A+lieWU=",
          "_wireprism": ["state": "complete", "bytes": 5, "wire_bytes": 11, "compressed": false],
        ],
        [
          "type": "receive", "time": 1_795_504_323.413, "opcode": 1, "data": "héllo",
          "_wireprism": ["state": "complete", "bytes": 6, "wire_bytes": 9, "compressed": true],
        ],
        [
          "type": "send", "time": 1_795_504_323.4135, "opcode": 0, "data": "/wA=",
          "_wireprism": ["state": "incomplete", "bytes": 0, "wire_bytes": 0, "compressed": false],
        ],
      ])
  }

  // MARK: Reading back

  private static let origin = ContentOrigin(exchange: 0, from: .server)

  private static var withBodies: HAROptions {
    var options = HAROptions()
    options.bodyByteLimit = 1 << 20
    return options
  }

  private func text(_ options: HAROptions = HAROptions(), _ feed: (HARReport) -> Void) throws -> String {
    let file = TemporaryFile()
    defer { file.remove() }
    let report = HARReport(to: try OutputFile(creating: file.path), version: "1.2.3", options: options)
    report.receive(CaptureRecord(files: [], format: "pcap", linkTypes: []))
    feed(report)
    report.receive(Sample.summary)
    try report.finish()
    return file.text
  }

  private func log(_ options: HAROptions = HAROptions(), _ feed: (HARReport) -> Void) throws -> [String: Any] {
    let object = try JSONSerialization.jsonObject(with: Data(try text(options, feed).utf8)) as? [String: Any]
    return try #require(object?["log"] as? [String: Any])
  }

  private func entries(_ options: HAROptions = HAROptions(), _ feed: (HARReport) -> Void) throws -> [[String: Any]] {
    try #require(try log(options, feed)["entries"] as? [[String: Any]])
  }

  private func entry(_ feed: (HARReport) -> Void) throws -> [String: Any] {
    let entries = try entries(Self.withBodies, feed)
    try #require(entries.count == 1)
    return entries[0]
  }

  /// What the entry of an exchange says of the content of its response.
  private func content(
    _ pieces: [[UInt8]], type: String? = nil, options: HAROptions = withBodies,
    then look: (HARReport) -> Void = { _ in }
  ) throws -> [String: String] {
    let entries = try entries(options) { report in
      var exchange = Sample.exchange()
      exchange.response.message.header.removeAll()
      exchange.response.reason = nil
      if let type { exchange.response.message.header.append("content-type", type) }
      for piece in pieces where report.wantsContents {
        report.receive(piece.rawSpan, of: Self.origin, of: Sample.context(id: 0))
      }
      report.receive(exchange, of: Sample.context(id: 0))
      look(report)
    }
    return Self.text(of: entries[0])
  }

  private func content(
    _ pieces: [String], type: String? = nil, options: HAROptions = withBodies, then look: (HARReport) -> Void = { _ in }
  ) throws -> [String: String] {
    try content(pieces.map { Array($0.utf8) }, type: type, options: options, then: look)
  }

  private static func text(of entry: [String: Any]) -> [String: String] {
    let content = (entry["response"] as? [String: Any])?["content"] as? [String: Any] ?? [:]
    return content.compactMapValues { $0 as? String }.filter { $0.key != "mimeType" }
  }
}
