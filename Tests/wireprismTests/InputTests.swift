import Foundation
import Testing

/// The same packets give the same result, however they reach the program.
@Suite("Input")
struct InputTests {
  @Test("Standard input is read as a file is", arguments: [["-"], ["-r", "-"], ["--read", "-"]])
  func standardInput(arguments: [String]) throws {
    let file = try Program.run(["export", Fixture.path("shop.pcapng")])
    let outcome = try Program.run(["export"] + arguments, input: try Fixture.bytes("shop.pcapng"))
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    #expect(withoutCaptureLine(outcome) == withoutCaptureLine(file))
    #expect(outcome.output.hasPrefix(#"{"record":"capture","files":["standard input"],"format":"pcapng""#))
  }

  @Test("Two files that one was cut into are read as that one")
  func twoFiles() throws {
    let folder = try TemporaryFolder()
    let name = "h2c-multiplexed.pcap"
    let paths = try Fixture.halves(name).enumerated().map { try folder.add("\($0)", $1) }
    let whole = try Program.run(["export", Fixture.path(name), "--frames"])
    #expect(whole.status == 0 && whole.output.contains(#""record":"exchange""#))
    for order in [paths, paths.reversed()] {
      let outcome = try Program.run(["export", "--frames"] + order)
      #expect(outcome.status == 0 && outcome.errors.isEmpty)
      #expect(withoutCaptureLine(outcome) == withoutCaptureLine(whole))
    }
  }

  @Test(
    "Compressed captures",
    arguments: [
      ("gzip.pcap.gz", "pcap.gz"), ("zstd.pcap.zst", "pcap.zst"), ("lz4.pcap.lz4", "pcap.lz4"),
      ("xz.pcap.xz", "pcap.xz"),
    ])
  func compressed(name: String, format: String) throws {
    // Nobody sees the name on standard input.
    let outcome = try Program.run(["export", "-"], input: try Fixture.bytes(name))
    let records = try outcome.records
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    #expect(records.first?["format"] as? String == format)
    #expect(records.contains { $0["record"] as? String == "exchange" })
  }

  @Test("A filter admits packets", arguments: [("tcp port 8082", 31), ("tcp port 8080", 31), ("udp", 0)])
  func filter(expression: String, exchanges: Int) throws {
    let outcome = try Program.run(["export", Fixture.path("shop.pcapng"), "-f", expression])
    #expect(outcome.status == 0)
    #expect(try outcome.records.count { $0["record"] as? String == "exchange" } == exchanges)
    #expect(try outcome.records.last?["record"] as? String == "summary")
  }

  private func withoutCaptureLine(_ outcome: Program.Outcome) -> Substring {
    outcome.output.drop { $0 != "\n" }
  }
}
