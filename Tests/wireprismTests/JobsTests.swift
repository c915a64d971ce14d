import Analysis
import Capture
import Foundation
import Report
import TLS
import Testing

@testable import wireprism

/// What several pipelines make of a capture must be what one makes of it, to the byte.
@Suite("Connections shared among several threads")
struct JobsTests {
  private static let captures =
    (try? FileManager.default.contentsOfDirectory(atPath: Fixture.folder.path))?
    .filter { $0.contains(".pcap") }.sorted() ?? []

  @Test("Each fixture gives the same bytes, whatever the number of threads", arguments: captures)
  func fixtures(name: String) throws {
    let base = String(name.prefix { $0 != "." })
    let keys = {
      try KeyFiles.read(
        keyLogs: [Fixture.keyLog(of: base)].compactMap(\.self), rsaKeys: [Fixture.rsaKey(of: base)].compactMap(\.self))
    }
    try expectSame([Fixture.path(name)], keys: keys)
  }

  @Test("Several files at once, so that rounds have packets of many connections")
  func several() throws {
    let names = Self.captures.filter { !$0.hasPrefix("tls") && !$0.contains(".pcapng") }
    try #require(names.count > 10)
    try expectSame(names.map(Fixture.path))
  }

  @Test("Connections that are silent too long, in whichever thread")
  func silent() throws {
    let folder = try TemporaryFolder()
    var capture: [UInt8] = Self.words([0xA1B2_C3D4, 0x0002_0004, 0, 0, 65535, 101])
    for connection in 0..<40 {
      let second = UInt32(connection) * 400 + 1_000_000
      for (index, flags) in [UInt32(0x02), 0x10, 0x10].enumerated() {
        capture += Self.words([second, UInt32(index), 40, 40])
        capture += Self.words([0x4500_0028, 0, 0x4006_0000, 0x0A00_0001, 0x0A00_0002])
        capture += Self.words([UInt32(40_000 + connection) << 16 | 80, 1, 0, 0x5000_FFFF | flags << 16, 0])
      }
    }
    try expectSame([try folder.add("silent.pcap", capture)])
  }

  private static func words(_ words: [UInt32]) -> [UInt8] {
    words.flatMap { [UInt8($0 >> 24), UInt8($0 >> 16 & 0xFF), UInt8($0 >> 8 & 0xFF), UInt8($0 & 0xFF)] }
  }

  private func expectSame(
    _ paths: [String], keys: () throws -> KeyRing = { KeyRing() }, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    // The usual rounds, and ones that end within conversations.
    for (packets, entries) in [(512, 8192), (5, 3)] {
      let alone = try outputs(of: paths, keys: keys, jobs: 1, packets, entries)
      for jobs in [2, 3, 8] {
        let shared = try outputs(of: paths, keys: keys, jobs: jobs, packets, entries)
        #expect(alone == shared, "\(jobs) jobs, rounds of \(packets)", sourceLocation: sourceLocation)
      }
    }
  }

  /// NDJSON with frames, JSON, and text with all particulars.
  private func outputs(
    of paths: [String], keys: () throws -> KeyRing, jobs: Int, _ roundPackets: Int, _ pageEntries: Int
  ) throws -> [Data] {
    let reports: [(OutputFile) -> any Renderer] = [
      { NDJSONReport(to: $0, frames: true) }, { JSONReport(to: $0) },
      { TextReport(to: $0, options: TextOptions(width: 80, isColored: false, detail: .verbose)) },
    ]
    return try reports.map { makeReport in
      let output = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
      defer { try? FileManager.default.removeItem(atPath: output) }
      var captures = try CaptureSet(paths.map { .file($0) })
      let report = makeReport(try OutputFile(creating: output))
      var options = AnalysisOptions(names: paths)
      options.contents.hashes = true
      options.keys = try keys()
      options.jobs = jobs
      options.jobLimits.roundPackets = roundPackets
      options.jobLimits.pageEntries = pageEntries
      var pipeline = Pipeline(options: options, receiver: report)
      pipeline.run(&captures) { true }
      try report.finish()
      return try Data(contentsOf: URL(fileURLWithPath: output))
    }
  }
}
