import Bytes
import Findings
import HTTP
import HTTP2
import Packet
import TLS
import Testing

@testable import Analysis
@testable import Report

@Suite("Text report")
struct TextReportTests {
  @Test("The whole summary, at the width of a terminal", arguments: [80, 120])
  func golden(width: Int) throws {
    let text = try written(TextOptions(width: width)) { shop($0) }
    try Golden.expect(text, matches: "shop-\(width).txt")
    for line in text.split(separator: "\n") {
      #expect(String(line).displayWidth <= width && !line.hasSuffix(" "), "\(line)")
    }
  }

  @Test("Colour changes no character")
  func color() throws {
    let colored = try written(TextOptions(isColored: true)) { shop($0) }
    try Golden.expect(colored, matches: "shop-color.txt")
    #expect(try withoutColor(colored) == written(TextOptions()) { shop($0) })
  }

  @Test("Quiet: the findings and one line")
  func quiet() throws {
    try Golden.expect(try written(TextOptions(detail: .quiet)) { shop($0) }, matches: "shop-quiet.txt")
  }

  @Test("A capture in which nothing was found")
  func empty() throws {
    let text = try written(TextOptions()) {
      $0.receive(CaptureRecord(files: ["empty.pcap"], format: "pcap", linkTypes: []))
      $0.receive(SummaryRecord())
    }
    #expect(
      text == """
        empty.pcap · 0 B · 0 packets
          0 connections

        """)
  }

  @Test("Connections, exchanges and kinds of finding are bounded, and the rest is counted")
  func bounded() throws {
    func feed(_ report: TextReport) {
      for id in 0..<ReportLimits.shownConnections + 5 {
        let context = Sample.context(id: id)
        for index in 0..<ReportLimits.shownExchanges + 3 {
          report.receive(Sample.exchange(index: index), of: context)
        }
        report.receive(Sample.connection(context, exchanges: ReportLimits.shownExchanges + 3))
      }
      for kind in 0..<ReportLimits.shownFindingKinds + 2 {
        report.receive(Finding(.note, code: "kind-\(kind)", message: "Odd."), of: nil, at: nil)
      }
      report.receive(Sample.summary)
    }
    let text = try written(TextOptions(), feed)
    #expect(text.contains("… 5 more connections with exchanges (-v shows more)"))
    #expect(text.split(separator: "\n").count { $0.contains("… 3 more exchanges") } == ReportLimits.shownConnections)
    #expect(text.contains("… 2 findings of more kinds"))
    let verbose = try written(TextOptions(detail: .verbose), feed)
    #expect(!verbose.contains("more exchanges"))
    #expect(!verbose.contains("more connections"))
  }

  @Test("TLS connections without HTTP are grouped by why, and bounded")
  func sealed() throws {
    func feed(_ report: TextReport) {
      var summary = SummaryRecord()
      for id in 0..<12 {
        let reason: UndecryptedReason? = id == 10 ? .unsupportedSuite : id == 11 ? nil : .noKeys
        var connection = Sample.connection(Sample.context(id: id, serverPort: 443), carried: .tls, exchanges: 0)
        connection.tls = Sample.tls(reason, serverName: "host-\(id).example")
        report.receive(connection)
        summary.tls.add(Sample.tls(reason))
        summary.connectionsByProtocol[Int(ConnectionProtocol.tls.rawValue)] += 1
      }
      report.receive(summary)
    }
    let text = try written(TextOptions(width: 120), feed)
    #expect(text.contains("  12 connections: 10 TLS without a key, 1 TLS not decrypted, 1 TLS without content\n"))
    #expect(
      text.contains(
        "  keys: none given · 10 connections without: host-0.example, host-1.example, host-2.example, …\n"))
    #expect(text.contains("  10 connections: no secrets are there: give a key log with -k"))
    #expect(text.contains("    … 5 more (-v shows more)"))
    #expect(text.contains("  1 connection: the cipher suite is not supported\n"))
    #expect(text.contains("  1 connection: decrypted, and there is no HTTP in it\n"))
    #expect(text.contains("ALPN offered: h2, http/1.1 ·"))
    let verbose = try written(TextOptions(detail: .verbose), feed)
    #expect(!verbose.contains("more (-v"))
    #expect(verbose.contains("key exchange x25519") && verbose.contains("13 records"))
  }

  @Test("What could steer a terminal never reaches it")
  func hostile() throws {
    let attack = "\u{1B}]0;owned\u{7}\u{1B}[2J\r\n\u{9B}31m\u{202E}gpj\u{2066}\u{2028}\u{2029}\u{7F}\u{85}\u{0}\u{FEFF}"
    func feed(_ report: TextReport) {
      report.receive(CaptureRecord(files: [attack], format: "pcap", linkTypes: []))
      let context = Sample.context(id: 0)
      var exchange = Sample.exchange(method: attack, host: attack, path: "/" + attack)
      exchange.upgrade = .other(attack)
      report.receive(exchange, of: context)
      exchange = Sample.exchange(index: 1, host: "b")
      exchange.request.path = exchange.request.message.header.appendText([0x2F, 0x9B, 0x33, 0x31, 0x6D, 0xFF].rawSpan)
      report.receive(exchange, of: context)
      report.receive(Sample.connection(context, exchanges: 2))
      let finding = Finding(.error, code: attack, message: attack, reference: attack)
      report.receive(finding, of: context, at: nil)
      report.receive(Sample.summary)
    }
    for options in [TextOptions(width: 200), TextOptions(detail: .quiet), TextOptions(width: 200, isColored: true)] {
      let text = withoutColor(try written(options, feed))
      #expect(
        !text.unicodeScalars.contains { $0 != "\n" && [.control, .format].contains($0.properties.generalCategory) })
      #expect(!text.contains("\u{2028}") && !text.contains("\u{2029}"))
      #expect(text.contains(#"\x1b]0;owned\x07"#))
    }
    #expect(try written(TextOptions(width: 200), feed).contains(#"/\x9b31m\xff"#))
  }

  @Test("Very long text is kept in part")
  func longText() {
    let text = Array(("/" + String(repeating: "é", count: 100_000) + "/end").utf8)
    let shown = PrintableText.escape(text.rawSpan)
    #expect(shown.utf8.count <= ReportLimits.shownTextByteCount + 3)
    #expect(shown.hasPrefix("/éé") && shown.hasSuffix("éé/end") && shown.contains("é…é"))
  }

  @Test("What each side sent over a WebSocket")
  func webSocket() {
    #expect(
      WebSocketLines.lines(Sample.webSocket, width: 80).map { $0.rendered(isColored: false) } == [
        "    client  12 text, 1 close, 3 ping, 1.5 KB in 1.6 KB of frames, 11 compressed,",
        "            pings answered after 26 ms, closed with 1001",
        "    server  1 binary, 0 B in 0 B of frames, 300 B missing",
      ])
  }

  /// Two connections, one of each version, with findings and losses.
  private func shop(_ report: TextReport) {
    report.receive(CaptureRecord(files: ["shop.pcapng"], format: "pcapng", linkTypes: [LinkType(rawValue: 1)]))
    let first = Sample.context(id: 0)
    report.receive(Sample.exchange(), of: first)
    var failed = Sample.exchange(
      index: 1, method: "POST", path: "/api/checkout/with/a/path/that/is/much/too/long/for/a/line?and=a&query=too",
      status: 503, reason: "Service Unavailable", at: 40)
    failed.state = .incomplete
    report.receive(failed, of: first)
    var chat = Sample.exchange(index: 2, host: "chat.example.com", path: "/ws", status: 101, at: 90)
    chat.upgrade = .webSocket
    report.receive(chat, of: first)
    var connection = Sample.connection(first, exchanges: 3)
    connection.tcp?.retransmittedSegments = 1
    connection.tcp?.outOfOrderSegments = 2
    connection.tcp?.missingByteCount = 1460
    report.receive(connection)

    let second = Sample.context(id: 3, port: 51_546, serverPort: 8080)
    report.receive(Sample.exchange(stream: 3, path: "/api/\u{65E5}\u{672C}", at: 1_250), of: second)
    report.receive(Sample.exchange(stream: 1), of: second)
    var pushed = Sample.exchange(stream: 2, path: "/app.css", at: 2)
    pushed.isPushed = true
    pushed.state = .reset
    pushed.resetCode = 8
    report.receive(pushed, of: second)
    var orphan = Sample.exchange(stream: 5, at: 3)
    orphan.hasRequest = false
    orphan.request.reset()
    orphan.state = .noRequest
    report.receive(orphan, of: second)
    var secure = Sample.connection(second, carried: .http2, exchanges: 4)
    secure.tls = Sample.tls()
    report.receive(secure)

    var sealed = Sample.connection(Sample.context(id: 5, port: 51_548, serverPort: 443), carried: .tls, exchanges: 0)
    sealed.tls = Sample.tls(.noMatchingSecret, serverName: "img.example.net")
    report.receive(sealed)

    let ambiguous = Finding(
      .warning, code: "h1-length-and-coding",
      message: "A request has both Content-Length and Transfer-Encoding: the coding was believed, as it must be.",
      reference: "RFC 9112 §6.3")
    for _ in 0..<3 { report.receive(ambiguous, of: first, at: Sample.start) }
    var reset = Finding(
      .error, code: "h2-rapid-reset", message: "Too many resets.", reference: "CVE-2023-44487", stream: 5)
    reset.packet = 4410
    report.receive(reset, of: second, at: Sample.start)
    report.receive(Finding(.note, code: "quic", message: "QUIC was seen."), of: nil, at: nil)

    var summary = Sample.summary
    summary.losses.truncatedPackets = 12
    summary.losses.unknownLinkTypes = [LinkType(rawValue: 147): 1]
    summary.missingByteCount = 1460
    report.receive(summary)
  }

  private func written(_ options: TextOptions, _ feed: (TextReport) -> Void) throws -> String {
    let file = TemporaryFile()
    defer { file.remove() }
    let report = TextReport(to: try OutputFile(creating: file.path), options: options)
    feed(report)
    try report.finish()
    return file.text
  }

  private func withoutColor(_ text: String) -> String {
    text.replacing(/\u{1B}\[[0-9]+m/, with: "")
  }
}
