import Analysis
import Capture
import Foundation
import Report
import Testing

@testable import wireprism

/// What the program makes of captures that are damaged in one place: it neither ends before its time nor hangs, and what it
/// writes is whole.
@Suite("Damaged fixtures")
struct DamagedFixtureTests {
  /// A capture with a bit flipped, or without what stands behind.
  private struct Damage: CustomStringConvertible {
    var position: Int
    var isCut: Bool
    var bit: Int

    var description: String { isCut ? "cut at \(position)" : "bit \(bit) of byte \(position) flipped" }

    func apply(to bytes: [UInt8]) -> [UInt8] {
      guard !isCut else { return Array(bytes[..<position]) }
      var bytes = bytes
      bytes[position] ^= 1 << UInt8(bit)
      return bytes
    }
  }

  /// Both kinds of damage in so many places, the first ones in the headers of the file and of its first packet and the others
  /// all over it. The places are the same in every run.
  private static func damages(of bytes: [UInt8], places: Int) -> [Damage] {
    let inFront = min(places / 4, bytes.count)
    return (0..<places).flatMap { place in
      let position = place < inFront ? place * min(96, bytes.count) / inFront : place * bytes.count / places
      return [false, true].map { Damage(position: position, isCut: $0, bit: place % 8) }
    }
  }

  private static let captures =
    ((try? FileManager.default.contentsOfDirectory(atPath: Fixture.folder.path)) ?? [])
    .filter { $0.contains(".pcap") }.sorted()

  private static let commands = [["export", "--frames", "--hash-bodies"], ["analyze", "-v"]]

  /// The longest that a run may take, in seconds; one takes a tenth of a second where nothing else runs.
  private static let patience = 30

  @Test("The records of a damaged capture are whole", arguments: captures)
  func records(name: String) throws {
    let bytes = try Fixture.bytes(name)
    let folder = try TemporaryFolder()
    let path = folder.path("records")
    // Large captures cost more, and their packets are much alike.
    for damage in Self.damages(of: bytes, places: max(3, min(12, 100_000 / bytes.count))) {
      let start = ContinuousClock.now
      do {
        try export(damage.apply(to: bytes), withKeysOf: name, to: path)
        try expectRecords(try Data(contentsOf: URL(fileURLWithPath: path)), "\(damage)")
      } catch let error as CaptureError {
        #expect(error.message.hasSuffix("."), "\(damage)")
      }
      #expect(ContinuousClock.now - start < .seconds(Self.patience), "\(damage)")
    }
  }

  @Test("A run over a damaged capture ends with status 0 or 1", arguments: captures)
  func program(name: String) throws {
    let bytes = try Fixture.bytes(name)
    let folder = try TemporaryFolder()
    let base = Self.base(of: name)
    let keys = Fixture.keyLog(of: base).map { ["-k", $0] } ?? []
    // The middle, flipped and cut.
    for (damage, command) in zip(Self.damages(of: bytes, places: 2).suffix(2), Self.commands) {
      let path = try folder.add("damaged", damage.apply(to: bytes))
      let arguments = command + [path] + keys
      let outcome = try Shell.run(#"exec timeout -s KILL \#(Self.patience) "$wireprism" "$@""#, arguments)
      #expect(outcome.status == 0 || outcome.status == 1, "\(arguments): \(damage): \(outcome.errors)")
      if arguments.contains("--frames"), outcome.status == 0 {
        try expectRecords(Data(outcome.output.utf8), "\(damage)")
      }
    }
  }

  /// Runs the whole pipeline, as `export` does.
  private func export(_ bytes: [UInt8], withKeysOf name: String, to path: String) throws {
    var captures = try CaptureSet([.bytes(bytes, name: "damaged")])
    let base = Self.base(of: name)
    var options = AnalysisOptions(names: ["damaged"])
    options.contents.hashes = true
    options.keys = try KeyFiles.read(
      keyLogs: [Fixture.keyLog(of: base)].compactMap(\.self), rsaKeys: [Fixture.rsaKey(of: base)].compactMap(\.self))
    let report = NDJSONReport(to: try OutputFile(creating: path), frames: true)
    var pipeline = Pipeline(options: options, receiver: report)
    pipeline.run(&captures) { true }
    try report.finish()
  }

  /// Each line is a record, and the last one the summary.
  private func expectRecords(_ data: Data, _ damage: String) throws {
    let lines = data.split(separator: UInt8(ascii: "\n"))
    let records = lines.map { (try? JSONSerialization.jsonObject(with: $0)) as? [String: Any] }
    #expect(records.allSatisfy { $0?["record"] is String }, "\(damage)")
    #expect(records.last??["record"] as? String == "summary", "\(damage)")
  }

  private static func base(of name: String) -> String {
    String(name.prefix { $0 != "." })
  }
}
