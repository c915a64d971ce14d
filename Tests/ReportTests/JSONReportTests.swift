import Analysis
import Findings
import Foundation
import HTTP
import HTTP2
import Testing

@testable import Report

@Suite("JSON report")
struct JSONReportTests {
  @Test("All records in one object", arguments: [0, 1, 3000])
  func oneObject(count: Int) throws {
    let file = TemporaryFile()
    defer { file.remove() }
    let report = JSONReport(to: try OutputFile(creating: file.path), frames: true)
    report.receive(CaptureRecord(files: ["a.pcap"], format: "pcap", linkTypes: []))
    for id in 0..<count {
      let context = Sample.context(id: id)
      report.receive(Finding(.note, code: "x", message: "y"), of: context, at: nil)
      let frame = FrameRecord(type: .data, flags: 0, stream: 1, length: id)
      report.receive(frame, from: .client, of: context, at: Sample.start)
      report.receive(Sample.exchange(), of: context)
      report.receive(Sample.message, of: context)
      report.receive(Sample.connection(context))
    }
    report.receive(Sample.summary)
    try report.finish()
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(file.text.utf8)) as? [String: Any])
    #expect(Set(object.keys) == ["capture", "exchanges", "connections", "messages", "findings", "frames", "summary"])
    #expect((object["capture"] as? [String: Any])?["format"] as? String == "pcap")
    #expect((object["exchanges"] as? [[String: Any]])?.map { $0["connection"] as? Int } == Array(0..<count))
    #expect((object["connections"] as? [[String: Any]])?.map { $0["id"] as? Int } == Array(0..<count))
    #expect((object["messages"] as? [[String: Any]])?.map { $0["connection"] as? Int } == Array(0..<count))
    #expect((object["findings"] as? [[String: Any]])?.map { $0["connection"] as? Int } == Array(0..<count))
    #expect((object["frames"] as? [[String: Any]])?.map { $0["length"] as? Int } == Array(0..<count))
    #expect((object["summary"] as? [String: Any])?["packets"] as? Int == 21_480)
  }

  @Test("A spool gives back what it got, also through a temporary file", arguments: [0, 10, 1000])
  func spool(limit: Int) throws {
    let file = TemporaryFile()
    defer { file.remove() }
    let output = try OutputFile(creating: file.path)
    var spool = Spool(limit: limit)
    for number in 0..<100 { try spool.append(Array("\(number) ".utf8)) }
    try spool.drain(into: output)
    try spool.append(Array("end".utf8))
    try spool.drain(into: output)
    try output.close()
    #expect(file.text == (0..<100).map { "\($0) " }.joined() + "end")
  }
}
