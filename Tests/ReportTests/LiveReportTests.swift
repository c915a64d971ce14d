import Analysis
import Findings
import Foundation
import HTTP
import Testing

@testable import Report

@Suite("Live report")
struct LiveReportTests {
  @Test("A line for each exchange; narrow terminals have fewer columns", arguments: [60, 80, 100, 120, 160, 200])
  func line(width: Int) throws {
    var exchange = Sample.exchange(path: "/api/" + String(repeating: "cart/", count: 60), at: 0)
    exchange.version = .http2
    exchange.stream = 41
    exchange.response.message.header.append("content-encoding", "gzip")
    let line = ExchangeLine(width: width).line(exchange, ContentFacts(), connection: 3).rendered(isColored: false)
    #expect(line.displayWidth <= width)
    #expect(line.hasPrefix("07:12:03.412  c3 s41"))
    #expect(line.contains(" 200 "))
    #expect(line.contains("hdr ") == (width >= 120))
    #expect(line.contains(" gz") == (width >= 100))
  }

  @Test("Columns stand below one another")
  func columns() {
    let lines = ["/", "/a/longer/path", "/" + String(repeating: "x", count: 300)].map {
      ExchangeLine(width: 120).line(Sample.exchange(path: $0), ContentFacts(), connection: 0).rendered(isColored: false)
    }
    let places = lines.map { line in
      line.range(of: " 200 ").map { line.distance(from: line.startIndex, to: $0.lowerBound) }
    }
    #expect(places[0] != nil && Set(places).count == 1)
  }

  @Test("What is captured cannot steer the terminal")
  func escapes() {
    let exchange = Sample.exchange(host: "a\u{1B}]0;b\u{7}", path: "/\u{1B}[2J\u{202E}")
    let line = ExchangeLine(width: 200).line(exchange, ContentFacts(), connection: 0).rendered(isColored: false)
    #expect(line.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F && $0 != "\u{202E}" })
    #expect(line.contains("\\x1b[2J"))
  }

  @Test("An exchange that did not complete says why")
  func marks() {
    var exchange = Sample.exchange()
    exchange.hasResponse = false
    exchange.state = .noResponse
    let line = ExchangeLine(width: 100).line(exchange, ContentFacts(), connection: 0).rendered(isColored: false)
    #expect(line.contains("no-response") && line.contains("  -  "))
  }

  @Test("Lines are written when flushed, the summary at the end")
  func order() throws {
    let file = TemporaryFile()
    defer { file.remove() }
    let report = LiveReport(to: try OutputFile(creating: file.path))
    report.receive(CaptureRecord(files: ["lo"], format: "live", linkTypes: []))
    report.receive(Sample.exchange(), of: Sample.context(id: 0))
    #expect(file.text.isEmpty)
    report.flush()
    #expect(file.text.split(separator: "\n").count == 1)
    report.receive(SummaryRecord())
    try report.finish()
    #expect(file.text.contains("\n\nlo · 0 B · 0 packets\n"))
  }

  @Test("A file that was moved away is followed by a new one")
  func reopened() throws {
    let file = TemporaryFile()
    let moved = TemporaryFile()
    defer {
      file.remove()
      moved.remove()
    }
    let report = NDJSONReport(to: try OutputFile(creating: file.path))
    report.receive(CaptureRecord(files: ["lo"], format: "live", linkTypes: []))
    report.flush()
    try FileManager.default.moveItem(atPath: file.path, toPath: moved.path)
    report.receive(progress: SummaryRecord())
    report.reopen()
    report.receive(SummaryRecord())
    try report.finish()
    #expect(
      moved.text.split(separator: "\n").map { String($0.prefix(19)) } == [
        #"{"record":"capture""#, #"{"record":"progress"#,
      ])
    #expect(file.text.hasPrefix(#"{"record":"summary""#))
  }
}
