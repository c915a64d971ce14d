import Bytes
import Metrics
import Testing

@testable import Report

@Suite("Summaries, added up")
struct SummaryMergeTests {
  private func object(_ text: String) throws -> JSONObject {
    try #require(try JSONParser.parse(Array(text.utf8).rawSpan).object)
  }

  private func sum(_ texts: String...) throws -> String {
    var json = JSONWriter()
    json.write(.object(try #require(SummaryMerge.sum(of: try texts.map(object)))))
    return String(decoding: json.bytes, as: UTF8.self)
  }

  @Test("Numbers add up; the largest and smallest stay what they are; nothing is 0 of something")
  func numbers() throws {
    #expect(
      try sum(
        #"{"packets":1,"concurrency_max":5,"max":3,"ms":0.000001,"x":null}"#,
        #"{"packets":2,"concurrency_max":4,"max":9,"ms":1.5,"x":7,"new":1}"#)
        == #"{"packets":3,"concurrency_max":5,"max":9,"ms":1.500001,"x":7,"new":1}"#)
    #expect(try sum(#"{"partial":false}"#, #"{"partial":true}"#) == #"{"partial":true}"#)
  }

  @Test("In the order of time, whatever the order of the arguments")
  func times() throws {
    let early = #"{"first_time":"2026-01-01T00:00:00.000000000Z","last_time":"2026-01-03T00:00:00.000000000Z"}"#
    let late = #"{"first_time":"2026-01-02T00:00:00.000000000Z","last_time":"2026-01-02T00:00:00.000000000Z"}"#
    #expect(try sum(early, late) == early)
    #expect(try sum(late, early) == early)
    #expect(try sum(#"{"first_time":null,"last_time":null}"#, early) == early)
  }

  @Test("Shares are worked out anew, and rounded as they are written")
  func shares() throws {
    let card = #"{"framing_bytes":%,"http_bytes":@,"framing_overhead":0.5}"#
    func with(_ part: Int, _ whole: Int) -> String {
      card.split(separator: "%").joined(separator: "\(part)").split(separator: "@").joined(separator: "\(whole)")
    }
    for (part, whole, others) in [(1, 2, 1), (1, 3, 0), (5, 20_000, 15_000), (7, 9, 11)] {
      var expected = JSONWriter()
      expected.share(part + others, of: whole + others)
      let text = String(decoding: expected.bytes, as: UTF8.self)
      #expect(try sum(with(part, whole), with(others, others)).hasSuffix(#""framing_overhead":\#(text)}"#))
    }
    #expect(try sum(with(0, 0), with(0, 0)).hasSuffix(#""framing_overhead":null}"#))
  }

  @Test("Histograms: as if all values had been recorded in one")
  func histograms() throws {
    var (a, b, both) = (Histogram(), Histogram(), Histogram())
    for value in (0..<400).map({ Int64($0 * $0 * $0 * 37) }) {
      if value % 2 == 0 { a.record(value) } else { b.record(value) }
      both.record(value)
    }
    func text(_ histogram: Histogram) throws -> String {
      var json = JSONWriter()
      json.beginObject()
      json.member("wait", histogram)
      json.endObject()
      return String(decoding: json.bytes, as: UTF8.self)
    }
    #expect(try sum(text(a), text(b)) == text(both))
    #expect(try sum(text(Histogram()), text(b)) == text(b))
  }

  @Test("Origins are told apart by scheme and authority, and beyond the limit counted together")
  func origins() throws {
    func summary(_ names: Range<Int>) -> String {
      let origins = names.map {
        #"{"scheme":"https","authority":"h\#($0)","HTTP/1.1":{"requests":2,"connections":1},"HTTP/2":null}"#
      }
      return #"{"origins":[\#(origins.joined(separator: ","))]}"#
    }
    let few = try object(try sum(summary(0..<3), summary(2..<4)))
    let requests = few["origins"]?.array?.map { $0.object?["HTTP/1.1"]?.object?["requests"]?.number?.whole }
    #expect(requests == [2, 2, 4, 2])
    let many = try object(try sum(summary(0..<1000), summary(900..<1100)))
    let origins = try #require(many["origins"]?.array)
    #expect(origins.count == MetricsLimits.origins + 1)
    #expect(origins.last?.object?["authority"] == .null)
    #expect(origins.last?.object?["HTTP/1.1"]?.object?["requests"]?.number?.whole == 2 * 76)
  }

  @Test("The summary at the end of NDJSON, of one object, and of one that was laid out anew")
  func finding() {
    let summary = #"{"record":"summary","packets":1}"#
    let layouts = [
      "{\"record\":\"capture\"}\n\(summary)\n", summary, "{\"exchanges\":[],\"summary\":\(summary)}\n",
      "{\n  \"summary\" : {\n \"record\" : \"summary\",\n \"packets\": 1 }\n}\n",
      "…half a line\n\(summary)",
    ]
    for text in layouts {
      #expect(ExportedSummary.find(in: Array(text.utf8))?["packets"] == .number(JSONNumber(1)), "\(text)")
    }
    for text in [
      "", "\n", "{}", "{\"record\":\"progress\"}", summary + "x", "{\"record\":\"summary\"", "}", "\"summary\":}",
    ] {
      #expect(ExportedSummary.find(in: Array(text.utf8)) == nil, "\(text)")
    }
  }
}
