import Analysis
import Comparison
import Foundation
import Testing

@testable import Report

@Suite("Comparison for a person and as data")
struct ComparisonReportTests {
  /// A load of exchanges on one connection.
  private func load(_ file: String, _ exchanges: [(path: String, start: Double)], host: String = "shop.example") -> Load
  {
    let recorder = LoadRecorder()
    recorder.receive(CaptureRecord(files: [file], format: "pcap", linkTypes: []))
    var summary = SummaryRecord()
    for (index, exchange) in exchanges.enumerated() {
      let sample = Sample.exchange(index: index, host: host, path: exchange.path, at: exchange.start)
      recorder.receive(sample, of: Sample.context(id: 0))
      summary.exchangesByVersion[Int(sample.version.rawValue)] += 1
    }
    recorder.receive(Sample.connection(Sample.context(id: 0), exchanges: exchanges.count))
    recorder.receive(summary)
    return recorder.load
  }

  private func lines(_ comparison: Comparison, _ options: TextOptions = TextOptions()) -> [String] {
    String(decoding: ComparisonReport.text(comparison, options: options), as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  private var sample: Comparison {
    Comparison(
      load("before.pcap", [("/", 0), ("/a", 60), ("/b", 120), ("/old", 130)]),
      load("after.pcap", [("/", 0), ("/a", 60), ("/b", 61)]))
  }

  @Test("The whole, in a terminal's width", arguments: [60, 80, 120])
  func golden(width: Int) throws {
    let lines = lines(sample, TextOptions(width: width, detail: .verbose))
    try Golden.expect(lines.joined(separator: "\n"), matches: "comparison-\(width).txt")
    for line in lines { #expect(line.displayWidth <= width && !line.hasSuffix(" "), "\(line)") }
  }

  @Test("Quiet: the verdict alone")
  func quiet() {
    let lines = lines(sample, TextOptions(detail: .quiet))
    #expect(lines.contains("WHAT DIFFERS") && !lines.contains { $0.hasPrefix("SIDE BY SIDE") })
  }

  @Test("Nothing in the captures")
  func empty() {
    let lines = lines(Comparison(Load(), Load()))
    #expect(lines.contains { $0.contains("No request of A has a counterpart in B") })
    #expect(!lines.contains { $0.hasPrefix("PAIR BY PAIR") })
  }

  @Test("Captured text steers no terminal and breaks no JSON")
  func hostile() throws {
    let path = "/\u{1B}[2J\u{202E}\"\r\n" + String(repeating: "x", count: 5000)
    let comparison = Comparison(load("a\u{1B}.pcap", [("/", 0)]), load("b.pcap", [(path, 0)], host: "\u{7F}\u{FF}"))
    let text = lines(comparison).joined(separator: "\n")
    #expect(!text.unicodeScalars.contains { ($0.value < 0x20 && $0 != "\n") || $0.value == 0x7F || $0.value == 0x202E })
    let json = try JSONSerialization.jsonObject(with: Data(ComparisonReport.json(comparison)))
    let onlyInB = try #require((json as? [String: Any])?["only_in_b"] as? [[String: Any]])
    #expect((onlyInB.first?["path"] as? String)?.hasPrefix("/\u{1B}[2J\u{202E}\"\r\n") == true)
  }

  @Test("As data: the pairs with their times from the first request on")
  func json() throws {
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(ComparisonReport.json(sample))) as? [String: Any])
    #expect(object["record"] as? String == "comparison")
    #expect(object["pairing"] as? [String: Int] == ["pairs": 3, "across_hosts": 0, "only_in_a": 1, "only_in_b": 0])
    let pairs = try #require(object["pairs"] as? [[String: Any]])
    #expect(pairs.map { $0["path"] as? String } == ["/", "/a", "/b"])
    #expect(pairs.map { ($0["a"] as? [String: Any])?["start_ms"] as? Double } == [0, 60, 120])
    #expect(pairs.map { ($0["b"] as? [String: Any])?["start_ms"] as? Double } == [0, 60, 61])
    #expect((object["only_in_a"] as? [[String: Any]])?.map { $0["path"] as? String } == ["/old"])
  }

  @Test("Differences with their sign", arguments: [(0, "0"), (49_999, "0"), (-50_000, "−0.1"), (1_500_000, "+1.5")])
  func signed(nanoseconds: Int64, text: String) {
    #expect(ComparisonText.signed(nanoseconds) == text)
  }

  @Test("Changes", arguments: [(100, 16, "−84 %"), (100, 250, "+150 %"), (0, 5, ""), (7, 7, "")])
  func change(from a: Int, to b: Int, text: String) {
    #expect(ComparisonText.change(from: a, to: b) == text)
  }
}
