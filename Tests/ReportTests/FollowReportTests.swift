import Analysis
import Bytes
import Findings
import HTTP
import Testing

@testable import Report
@testable import WebSocket

@Suite("Follow")
struct FollowReportTests {
  @Test("An exchange reads like HTTP")
  func plain() throws {
    let text = try followed { report in
      var exchange = Sample.exchange()
      exchange.response.version = .http11
      exchange.response.message.bodyByteCount = 8
      send("{\r\n\t1}\n", of: exchange, to: report)
      report.receive(exchange, of: context)
    }
    #expect(
      text == """
        Connection 0 · 10.0.0.4:51544 → 192.168.1.1:80

        Exchange 0 · HTTP/1.1
        [07:12:03.412 · request]
        > GET /api/cart HTTP/1.1
        > Host: shop.example.com
        > Accept: */*
        >
        [07:12:03.443 · response · 8 bytes of content, 1,234 decoded]
        < HTTP/1.1 200 OK
        < Content-Type: application/json
        <
        < {
        < \t1}

        """)
  }

  @Test("What a body holds neither steers a terminal nor passes for a line of the transcript's own")
  func harmless() throws {
    let text = try followed { report in
      let exchange = Sample.exchange()
      send("\u{1B}[2J\u{9B}1m\r[07:12 · request]\n> GET / HTTP/1.1\r\n\u{202E}x\u{7F}\n\nend", of: exchange, to: report)
      report.receive(exchange, of: context)
    }
    let body = text.split(separator: "\n", omittingEmptySubsequences: false).suffix(6)
    #expect(
      Array(body) == [
        #"< \x1b[2J\x9b1m\x0d[07:12 · request]"#, "< > GET / HTTP/1.1", #"< \u{202e}x\x7f"#, "<", "< end", "",
      ])
  }

  @Test("A header steers no terminal")
  func harmlessHeader() throws {
    let text = try followed { report in
      var exchange = Sample.exchange(path: "/\u{1B}]0;x\u{07}")
      exchange.response.message.header.append("X-\u{1B}", "\u{202E}a\u{0}")
      report.receive(exchange, of: context)
    }
    #expect(text.contains(#"> GET /\x1b]0;x\x07 HTTP/1.1"#) && text.contains(#"< X-\x1b: \u{202e}a\x00"#))
    #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || !PrintableText.mustBeEscaped($0) })
  }

  @Test("Credentials are not shown when they are to be hidden")
  func redacted() throws {
    func feed(_ report: FollowReport) {
      var exchange = Sample.exchange()
      exchange.request.message.header.append("Authorization", "Bearer abc")
      report.receive(exchange, of: context)
    }
    #expect(try followed(redaction: .secrets, feed).contains("\n> Authorization: [redacted 10 bytes]\n"))
    #expect(try followed(redaction: .none, feed).contains("\n> Authorization: Bearer abc\n"))
  }

  @Test("Binary content is dumped, the first of it or all; gaps keep their place", arguments: [false, true])
  func binary(isDetailed: Bool) throws {
    let text = try followed(options: TextOptions(detail: isDetailed ? .verbose : .normal)) { report in
      let exchange = Sample.exchange()
      #expect(report.wants(contentOf: exchange, from: .server, of: context))
      let origin = ContentOrigin(exchange: 0, from: .server)
      report.receive([UInt8](repeating: 0, count: 20).rawSpan, of: origin, of: context)
      report.skip(1460, of: origin, of: context)
      report.receive([UInt8](repeating: 0x41, count: 2000).rawSpan, of: origin, of: context)
      report.receive(exchange, of: context)
    }
    let lines = text.split(separator: "\n")
    let start = try #require(lines.firstIndex { $0.hasPrefix("< 00000000") })
    #expect(
      lines[start...].prefix(4) == [
        "< 00000000  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00 |................|",
        "< 00000010  00 00 00 00                                      |....|",
        "[1,460 bytes missing from the capture]",
        "< 000005c8  41 41 41 41 41 41 41 41  41 41 41 41 41 41 41 41 |AAAAAAAAAAAAAAAA|",
      ])
    #expect(lines.allSatisfy { String($0).displayWidth <= 80 })
    #expect(lines.count { $0.hasPrefix("< 0000") } == (isDetailed ? 2 + 125 : 2 + 15))
    #expect(lines.contains("[1,764 more bytes: -v shows them]") != isDetailed)
  }

  @Test("Text between gaps, and a gap at the end")
  func textGaps() throws {
    let text = try followed { report in
      let exchange = Sample.exchange()
      let origin = ContentOrigin(exchange: 0, from: .server)
      _ = report.wants(contentOf: exchange, from: .server, of: context)
      report.skip(1, of: origin, of: context)
      report.receive("ab€".rawSpan.extracting(0..<4), of: origin, of: context)
      report.skip(2000, of: origin, of: context)
      report.receive("cd\n".rawSpan, of: origin, of: context)
      report.skip(3, of: origin, of: context)
      report.receive(exchange, of: context)
    }
    #expect(
      text.split(separator: "\n").suffix(5) == [
        "[1 byte missing from the capture]", #"< ab\xe2\x82"#, "[2,000 bytes missing from the capture]", "< cd",
        "[3 bytes missing from the capture]",
      ])
  }

  @Test("Exchanges that end in any order stand in the order of their requests")
  func order() throws {
    let streams: [UInt32] = [5, 3, 1, 9, 7]
    let text = try followed { report in
      for stream in streams {
        let exchange = Sample.exchange(stream: stream)
        send("body of \(stream)", of: exchange, to: report)
        report.receive(exchange, of: context)
      }
      report.receive(Sample.connection(context, carried: .http2))
    }
    let headings = text.split(separator: "\n").filter { $0.hasPrefix("Exchange") || $0.hasPrefix("< body") }
    #expect(
      headings == (0..<5).flatMap { ["Exchange \($0) · stream \(2 * $0 + 1) · HTTP/2", "< body of \(2 * $0 + 1)"] })
  }

  @Test("An exchange that never ends holds the others only until the connection does")
  func neverEnds() throws {
    let text = try followed { report in
      for stream: UInt32 in [7, 5, 3] { report.receive(Sample.exchange(stream: stream), of: context) }
      report.receive(Sample.connection(context, carried: .http2))
    }
    #expect(
      text.split(separator: "\n").filter { $0.hasPrefix("Exchange") }.map { $0.prefix(10) }
        == ["Exchange 1", "Exchange 2", "Exchange 3"])
  }

  @Test("Raw: content alone, of one side or both")
  func raw() throws {
    func feed(_ report: FollowReport) {
      var exchange = Sample.exchange(method: "POST")
      send("question", from: .client, of: exchange, to: report)
      send("answer\0", of: exchange, to: report)
      report.receive(exchange, of: context)
      exchange.index = 1
      send("more", of: exchange, to: report)
      report.receive(exchange, of: context)
    }
    #expect(try followed(as: .raw, feed) == "questionanswer\0more")
    #expect(try followed(Selection(connection: 0, side: .server), as: .raw, feed) == "answer\0more")
    #expect(try followed(Selection(connection: 0, exchange: 0, side: .client), as: .raw, feed) == "question")
    #expect(try followed(Selection(connection: 1), as: .raw, feed) == "")
  }

  @Test("Raw: what is missing is said, and where")
  func rawGaps() throws {
    let file = TemporaryFile()
    defer { file.remove() }
    let report = FollowReport(Selection(connection: 0), as: .raw, to: try OutputFile(creating: file.path))
    var exchange = Sample.exchange(method: "POST")
    let (request, response) = (ContentOrigin(exchange: 0, from: .client), ContentOrigin(exchange: 0, from: .server))
    #expect(report.wants(contentOf: exchange, from: .client, of: context))
    report.skip(1, of: request, of: context)
    report.receive("question".rawSpan, of: request, of: context)
    #expect(report.wants(contentOf: exchange, from: .server, of: context))
    report.receive([UInt8](repeating: 0x61, count: 1448).rawSpan, of: response, of: context)
    report.skip(4344, of: response, of: context)
    exchange.response.message.isComplete = false
    report.receive(exchange, of: context)
    var message = WebSocketMessage(exchange: 0, stream: nil, from: .client)
    message.begin(.text, isCompressed: false, at: Sample.start)
    report.receive(message, of: context)
    #expect(
      report.omissions == [
        "1 byte is missing in the request of exchange 0, at its beginning.",
        "4,344 bytes are missing in the response of exchange 0, behind its byte 1,448.",
        "the end of the response of exchange 0 is missing.",
        "bytes are missing in a message of the client on the WebSocket of exchange 0.",
      ])
    for _ in 0...ReportLimits.namedGaps { report.receive(message, of: context) }
    #expect(report.omissions.count == ReportLimits.namedGaps + 1)
  }

  @Test("Messages of a WebSocket follow its exchange, whichever is reported first", arguments: [nil, 1] as [UInt32?])
  func webSocket(stream: UInt32?) throws {
    let text = try followed { report in
      var exchange = stream.map { Sample.exchange(stream: $0) } ?? Sample.exchange()
      exchange.upgrade = .webSocket
      if stream == nil { report.receive(exchange, of: context) }
      var message = WebSocketMessage(exchange: 0, stream: stream, from: .client)
      message.begin(.text, isCompressed: false, at: Sample.start)
      report.receive("Hello\u{1B}".rawSpan, of: message, of: context)
      message.payloadByteCount = 6
      message.isComplete = true
      report.receive(message, of: context)
      var close = Sample.message
      (close.exchange, close.stream) = (0, stream)
      report.receive(close, of: context)
      if stream != nil { report.receive(exchange, of: context) }
    }
    #expect(
      text.split(separator: "\n").suffix(5) == [
        "[here a WebSocket begins]", "[07:12:03.412 · client · text · 6 bytes]", #"> Hello\x1b"#,
        "[07:12:04.112 · client · close · 1001]", "> bye",
      ])
  }

  @Test("Colour tells the sides apart, and changes no character")
  func color() throws {
    func feed(_ report: FollowReport) {
      let exchange = Sample.exchange()
      send("a\n\nb", of: exchange, to: report)
      report.receive(exchange, of: context)
    }
    let colored = try followed(options: TextOptions(isColored: true), feed)
    #expect(colored.contains("\u{1B}[36m> Accept: */*\u{1B}[0m\n") && colored.contains("\u{1B}[32m< a\u{1B}[0m\n"))
    let plain = colored.replacing(/\u{1B}\[\d*m/, with: "")
    #expect(try plain == followed(options: TextOptions(), feed))
  }

  @Test("What is not there is said, with what is")
  func problems() throws {
    func problem(_ selection: Selection, _ feed: (FollowReport) -> Void) throws -> String? {
      let file = TemporaryFile()
      defer { file.remove() }
      let report = FollowReport(selection, as: .transcript, to: try OutputFile(creating: file.path))
      feed(report)
      try report.finish()
      return report.problem
    }
    func two(_ report: FollowReport) {
      for stream: UInt32 in [1, 3] { report.receive(Sample.exchange(stream: stream), of: context) }
      report.receive(Sample.connection(context, carried: .http2, exchanges: 2))
    }
    #expect(try problem(Selection(connection: 0), two) == nil)
    #expect(
      try problem(Selection(connection: 4), two) == "there is no connection 4: the capture has connection 0 alone.")
    #expect(try problem(Selection(connection: 4)) { _ in } == "there is no connection 4: the capture has none.")
    #expect(try problem(Selection(connection: 0, stream: 5), two) == "connection 0 has no stream 5: it has 1, 3.")
    #expect(try problem(Selection(connection: 0, exchange: 2), two) == "connection 0 has no exchange 2: it has 0 to 1.")
    #expect(
      try problem(Selection(connection: 0)) {
        var connection = Sample.connection(context, carried: .tls, exchanges: 0)
        connection.tls = Sample.tls(.noKeys)
        $0.receive(connection)
      } == "connection 0 is TLS and not decrypted. No key log was given.")
    #expect(
      try problem(Selection(connection: 0)) {
        $0.receive(Sample.connection(context, carried: .unknown, exchanges: 0))
      } == "connection 0 is not HTTP.")
    #expect(
      try problem(Selection(connection: 0)) {
        var inner = Sample.connection(Sample.context(id: 1), exchanges: 1)
        inner.inside = 0
        $0.receive(inner)
        $0.receive(Sample.connection(context, carried: .unknown, exchanges: 0))
      } == "connection 0 is a tunnel: choose what it carries with --connection 1.")
  }

  private let context = Sample.context(id: 0)

  private func followed(
    _ selection: Selection = Selection(connection: 0), as form: FollowReport.Form = .transcript,
    options: TextOptions = TextOptions(), redaction: Redaction = .none, _ feed: (FollowReport) throws -> Void
  ) throws -> String {
    let file = TemporaryFile()
    defer { file.remove() }
    let report = FollowReport(
      selection, as: form, to: try OutputFile(creating: file.path), options: options, redaction: redaction)
    try feed(report)
    try report.finish()
    return file.text
  }

  /// Sends a body piece by piece, as a dissector does.
  private func send(_ body: String, from side: Side = .server, of exchange: Exchange, to report: FollowReport) {
    guard report.wants(contentOf: exchange, from: side, of: context) else { return }
    let origin = ContentOrigin(exchange: exchange.index, stream: exchange.stream, from: side)
    for byte in body.utf8 { report.receive([byte].rawSpan, of: origin, of: context) }
  }
}
