import Analysis
import Findings
import Foundation
import HTTP
import HTTP2
import Testing

@testable import Report

@Suite("HTML page")
struct PageReportTests {
  /// A page of records, and the data in it.
  private func page(_ receive: (PageReport) -> Void) throws -> (text: String, data: [String: Any]) {
    let file = TemporaryFile()
    defer { file.remove() }
    let report = PageReport(to: try OutputFile(creating: file.path), version: "1.2.3")
    report.receive(CaptureRecord(files: ["a.pcap"], format: "pcap", linkTypes: []))
    receive(report)
    report.receive(Sample.summary)
    try report.finish()
    let text = file.text
    let parts = text.components(separatedBy: #"<script type="application/json" id="data">"#)
    #expect(parts.count == 2)
    let json = try #require(parts.last?.components(separatedBy: "</script>").first)
    return (text, try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]))
  }

  @Test("Markup, data and script in one file, which loads nothing")
  func whole() throws {
    let (text, data) = try page { report in
      report.receive(Sample.exchange(), of: Sample.context(id: 0))
      report.receive(Sample.connection(Sample.context(id: 0)))
    }
    #expect(text.hasPrefix("<!doctype html>"))
    #expect(text.hasSuffix("</html>\n"))
    #expect(text.contains("default-src 'none'; style-src 'sha256-"))
    #expect(!text.contains("src="))
    #expect(data["version"] as? String == "1.2.3")
    #expect((data["capture"] as? [String: Any])?["files"] as? [String] == ["a.pcap"])
    #expect((data["verdict"] as? [String])?.isEmpty == false)
    let scorecard = try #require(data["scorecard"] as? [String: Any])
    #expect(scorecard["versions"] as? [String] == ["HTTP/1.1", "HTTP/2"])
    #expect((scorecard["rows"] as? [[String]])?.first?.first == "requests")
    #expect((data["connections"] as? [[String: Any]])?.count == 1)
  }

  @Test("A row of an exchange: place, texts by number, moments in microseconds, sizes")
  func exchangeRow() throws {
    let (_, data) = try page { report in
      report.receive(Sample.exchange(index: 4, at: 0.25), of: Sample.context(id: 7))
    }
    let row = try #require((data["exchanges"] as? [[Any]])?.first)
    let strings = try #require(data["strings"] as? [String])
    #expect(row.count == 21)
    #expect(row[0] as? Int == 7)
    #expect(row[1] as? Int == 4)
    #expect(row[2] is NSNull)
    #expect((row[6] as? Int).map { strings[$0] } == "GET")
    #expect((row[8] as? Int).map { strings[$0] } == "shop.example.com")
    #expect(row[9] as? String == "/api/cart")
    #expect(row[10] as? Int == 200)
    #expect((row[11] as? Int).map { strings[$0] } == "application/json")
    #expect(row[14...17].map { $0 as? Int } == [250, 250, 31_250, 33_750])
    #expect(row[18] as? [Int] == [0, 0, 0])
    #expect(row[19] as? [Int] == [90, 90, 40, 0, 0])
    #expect(row[20] as? [Int] == [60, 60, 30, 1234, 1234])
  }

  @Test(
    "Captured text cannot leave the data",
    arguments: [
      "</script><script>alert(1)</script>", "<!--<script>", "\u{2028}\u{2029}", "\"\\'", "\u{0}\u{1b}[2J",
      "\u{202E}gpj.exe",
    ])
  func hostileText(text: String) throws {
    let (page, data) = try page { report in
      let exchange = Sample.exchange(method: text, host: text, path: text, reason: text)
      report.receive(exchange, of: Sample.context(id: 0))
      report.receive(Finding(.note, code: "x", message: text), of: Sample.context(id: 0), at: nil)
    }
    for tag in ["<script", "</script>", "<!--"] {
      let own = (PageSource.head.description + PageSource.tail.description).components(separatedBy: tag)
      #expect(page.components(separatedBy: tag).count == own.count)
    }
    #expect(!page.contains("\u{2028}"))
    #expect(!page.utf8.contains(0))
    let row = try #require((data["exchanges"] as? [[Any]])?.first)
    #expect(row[9] as? String == PrintableText.escape(text))
    #expect((data["findings"] as? [[String: Any]])?.first?["message"] as? String == text)
  }

  @Test("Bytes that are not UTF-8, and very long text")
  func oddBytes() throws {
    var exchange = Sample.exchange()
    exchange.request.path = exchange.request.message.header.appendText([0x2F, 0xFF, 0xC3, 0x28].rawSpan)
    var long = Sample.exchange(index: 1)
    long.request.path = long.request.message.header.appendText([UInt8](repeating: 0x61, count: 100_000).rawSpan)
    let (page, data) = try page { report in
      report.receive(exchange, of: Sample.context(id: 0))
      report.receive(long, of: Sample.context(id: 0))
    }
    let rows = try #require(data["exchanges"] as? [[Any]])
    #expect(rows[0][9] as? String == #"/\xff\xc3("#)
    #expect((rows[1][9] as? String)?.utf8.count == ReportLimits.shownTextByteCount + "…".utf8.count)
    #expect(page.utf8.count < 200_000)
  }

  @Test("DATA frames alone: connection, stream (below 0 from the client), microseconds, content bytes")
  func frames() throws {
    let (_, data) = try page { report in
      let context = Sample.context(id: 3)
      var padded = FrameRecord(type: .data, flags: 8, stream: 5, length: 100)
      padded.paddingByteCount = 11
      report.receive(padded, from: .server, of: context, at: Sample.after(1.5))
      report.receive(
        FrameRecord(type: .data, flags: 0, stream: 7, length: 20), from: .client, of: context, at: Sample.start)
      report.receive(
        FrameRecord(type: .headers, flags: 4, stream: 9, length: 30), from: .client, of: context, at: Sample.start)
    }
    #expect(data["frames"] as? [Int] == [3, 5, 1500, 89, 3, -7, 0, 20])
  }

  @Test("What is beyond the limits is counted")
  func limits() throws {
    let extra = 3
    let (_, data) = try page { report in
      for _ in 0..<ReportLimits.pageFindings + extra {
        report.receive(Finding(.note, code: "x", message: "y"), of: nil, at: nil)
      }
      for id in 0..<ReportLimits.pageConnections + extra {
        report.receive(Sample.exchange(), of: Sample.context(id: id))
        report.receive(Sample.connection(Sample.context(id: id)))
      }
    }
    #expect((data["exchanges"] as? [Any])?.count == ReportLimits.pageConnections)
    #expect((data["connections"] as? [Any])?.count == ReportLimits.pageConnections)
    #expect((data["findings"] as? [Any])?.count == ReportLimits.pageFindings)
    let omitted = data["omitted"] as? [String: Int]
    #expect(omitted == ["exchanges": extra, "connections": extra, "findings": extra, "frames": 0])
  }

  @Test("Texts beyond their number stand where they occur")
  func strings() throws {
    let (_, data) = try page { report in
      for number in 0...ReportLimits.pageStrings {
        report.receive(Sample.exchange(host: "h\(number)"), of: Sample.context(id: 0))
      }
    }
    #expect((data["strings"] as? [String])?.count == ReportLimits.pageStrings)
    #expect((data["exchanges"] as? [[Any]])?.last?[8] as? String == "h\(ReportLimits.pageStrings)")
  }
}
