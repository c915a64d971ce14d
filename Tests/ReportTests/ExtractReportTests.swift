import Analysis
import Bytes
import Findings
import Foundation
import HTTP
import Testing

@testable import Report

@Suite("Extract")
struct ExtractReportTests {
  @Test("A body is a file, and the index says whose")
  func plain() throws {
    let folder = TemporaryFile()
    defer { folder.remove() }
    try extract(into: folder.path) { report in
      send("question", from: .client, of: Sample.exchange(), to: report)
      send("{}", of: Sample.exchange(), to: report)
      report.receive(Sample.exchange(), of: context)
    }
    let response = "0000-0000-response-shop.example.com-api-cart.json"
    let request = "0000-0000-request-shop.example.com-api-cart.txt"
    #expect(try names(in: folder.path) == ["index.json", request, response].sorted())
    #expect(bytes(folder.path + "/" + response) == Array("{}".utf8))
    #expect(bytes(folder.path + "/" + request) == Array("question".utf8))
    let index = try index(of: folder.path)
    #expect(index.map { $0["file"] as? String } == [request, response])
    #expect(index[1]["from"] as? String == "server" && index[1]["status"] as? Int == 200)
    #expect(index[1]["bytes"] as? Int == 2 && index[1]["complete"] as? Bool == true)
    #expect(
      index[1]["sha256"] as? String == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a")
  }

  @Test("Large bodies that come at once, more of them than a process may have files open")
  func manyAtOnce() throws {
    let folder = TemporaryFile()
    defer { folder.remove() }
    let piece = [UInt8](repeating: 0x78, count: ReportLimits.waitingBodyByteCount + 1)
    let count = 1100
    try extract(into: folder.path) { report in
      let exchanges = (0..<count).map { Sample.exchange(stream: UInt32(2 * $0 + 1)) }
      for exchange in exchanges { _ = report.wants(contentOf: exchange, from: .server, of: context) }
      for end in [piece.count, 1] {
        for exchange in exchanges {
          let origin = ContentOrigin(exchange: exchange.index, from: .server)
          report.receive(piece.rawSpan.extracting(0..<end), of: origin, of: context)
        }
      }
      for exchange in exchanges { report.receive(exchange, of: context) }
    }
    let names = try names(in: folder.path)
    #expect(names.count == count + 1 && !names.contains { $0.hasSuffix(".partial") })
    #expect(names.dropLast().allSatisfy { bytes(folder.path + "/" + $0)?.count == piece.count + 1 })
  }

  @Test("What is not whole says so", arguments: [1, 200_000])
  func partial(size: Int) throws {
    let folder = TemporaryFile()
    defer { folder.remove() }
    try extract(into: folder.path) { report in
      var exchange = Sample.exchange()
      send(String(repeating: "x", count: size), of: exchange, to: report)
      exchange.response.message.missingBodyByteCount = 7
      report.receive(exchange, of: context)
      exchange.index = 1
      send(String(repeating: "y", count: size), of: exchange, to: report)
      exchange.response.message.missingBodyByteCount = 0
      exchange.response.message.notDecodedBecause = "The coded data is corrupt."
      report.receive(exchange, of: context)
      exchange.index = 2
      _ = report.wants(contentOf: exchange, from: .server, of: context)
      report.receive(exchange, of: context)
    }
    let index = try index(of: folder.path)
    let stem = "-response-shop.example.com-api-cart.json.partial"
    #expect(index.map { $0["file"] as? String } == ["0000-0000" + stem, "0000-0001" + stem, nil])
    #expect(index.map { $0["complete"] as? Bool } == [false, false, false])
    #expect(index[0]["missing_bytes"] as? Int == 7)
    #expect(index[1]["not_decoded_because"] as? String == "The coded data is corrupt.")
    #expect(try names(in: folder.path).count == 3)
  }

  @Test("A body that keeps its coding is whole, and its name says which")
  func coded() throws {
    let folder = TemporaryFile()
    defer { folder.remove() }
    try extract(into: folder.path) { report in
      var exchange = Sample.exchange()
      exchange.response.message.header.append("Content-Encoding", "gzip")
      exchange.response.message.notDecodedBecause = "Decoding was turned off."
      send("gz", of: exchange, isCoded: true, to: report)
      report.receive(exchange, of: context)
    }
    let entry = try #require(try index(of: folder.path).first)
    #expect(entry["file"] as? String == "0000-0000-response-shop.example.com-api-cart.json.gz")
    #expect(entry["complete"] as? Bool == true && entry["coded"] as? Bool == true)
  }

  @Test("Only what is chosen")
  func chosen() throws {
    func files(_ selection: BodySelection) throws -> [String] {
      let folder = TemporaryFile()
      defer { folder.remove() }
      try extract(selection, into: folder.path) { report in
        for index in 0..<2 {
          send("a", from: .client, of: Sample.exchange(index: index), to: report)
          send("b", of: Sample.exchange(index: index), to: report)
          report.receive(Sample.exchange(index: index), of: context)
        }
      }
      return try names(in: folder.path).map { String($0.prefix(14)) }
    }
    #expect(try files(BodySelection()).count == 5)
    #expect(
      try files(BodySelection(Selection(exchange: 1, side: .client))) == ["0000-0001-requ", "index.json"])
    #expect(
      try files(BodySelection(types: ["image/", "application/j"])) == [
        "0000-0000-resp", "0000-0001-resp", "index.json",
      ])
    #expect(try files(BodySelection(types: ["text/"])) == ["index.json"])
    #expect(try files(BodySelection(Selection(connection: 1))) == ["index.json"])
  }

  @Test("Nothing is overwritten and no link is followed")
  func overwrites() throws {
    let folder = TemporaryFile()
    defer { folder.remove() }
    try extract(into: folder.path) { _ in }
    #expect(throws: OutputError(path: folder.path + "/index.json", attempt: .claim, errorNumber: EEXIST)) {
      try extract(into: folder.path) { _ in }
    }
    // Whatever stands where a body belongs stays, and so does what a link there leads to.
    let name = "0000-0000-response-shop.example.com-api-cart.json"
    let victim = TemporaryFile()
    defer { victim.remove() }
    try Data("mine".utf8).write(to: URL(fileURLWithPath: victim.path))
    for size in [1, 200_000] {
      let other = TemporaryFile()
      defer { other.remove() }
      try FileManager.default.createDirectory(atPath: other.path, withIntermediateDirectories: false)
      try FileManager.default.createSymbolicLink(atPath: other.path + "/" + name, withDestinationPath: victim.path)
      #expect(throws: OutputError(path: other.path + "/" + name, attempt: .claim, errorNumber: EEXIST)) {
        try extract(into: other.path) { report in
          send(String(repeating: "x", count: size), of: Sample.exchange(), to: report)
          report.receive(Sample.exchange(), of: context)
        }
      }
      #expect(victim.text == "mine")
      // What was written until then is a valid index.
      #expect(try index(of: other.path).isEmpty)
    }
  }

  @Test("Only the owner can read what is written")
  func modes() throws {
    let folder = TemporaryFile()
    defer { folder.remove() }
    try extract(into: folder.path) { report in
      send("a", of: Sample.exchange(), to: report)
      report.receive(Sample.exchange(), of: context)
    }
    func mode(_ path: String) throws -> Int? {
      try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }
    #expect(try mode(folder.path) == 0o700)
    for name in try names(in: folder.path) { #expect(try mode(folder.path + "/" + name) == 0o600) }
  }

  private let context = Sample.context(id: 0)

  private func extract(
    _ selection: BodySelection = BodySelection(), into path: String, _ feed: (ExtractReport) throws -> Void
  ) throws {
    let report = try ExtractReport(selection, into: path)
    try feed(report)
    try report.finish()
  }

  private func send(
    _ body: String, from side: Side = .server, of exchange: Exchange, isCoded: Bool = false, to report: ExtractReport
  ) {
    guard report.wants(contentOf: exchange, from: side, of: context) else { return }
    var origin = ContentOrigin(exchange: exchange.index, stream: exchange.stream, from: side)
    origin.isCoded = isCoded
    report.receive(body.rawSpan, of: origin, of: context)
  }

  private func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  private func bytes(_ path: String) -> [UInt8]? {
    FileManager.default.contents(atPath: path).map { [UInt8]($0) }
  }

  private func index(of folder: String) throws -> [[String: Any]] {
    let data = Data(bytes(folder + "/index.json") ?? [])
    let object = try JSONSerialization.jsonObject(with: data) as? [String: Any]
    return try #require(object?["files"] as? [[String: Any]])
  }
}
