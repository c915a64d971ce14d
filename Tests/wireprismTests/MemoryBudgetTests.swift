import Foundation
import Testing

/// Memory that the user allows.
@Suite("Memory budget")
struct MemoryBudgetTests {
  @Test("Connections are given up to stay within it, and the summary says how many")
  func pressure() throws {
    let folder = try TemporaryFolder()
    let capture = try folder.add("open.pcap", OpenConnections.capture(30_000))
    // Without the budget the program needs 200 MB, and does not get as much.
    let arguments = [Program.executable.path, "export", "--format", "ndjson", capture, "-o", folder.path("records")]
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", #"ulimit -d 150000; exec "$@" --max-memory 64M"#, "bash"] + arguments
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationReason == .exit && process.terminationStatus == 0)
    let records = try folder.text("records").split(separator: "\n")
    #expect(records.count { $0.hasPrefix(#"{"record":"exchange""#) } == 30_000)
    let last = try #require(records.last)
    let summary = try JSONSerialization.jsonObject(with: Data(last.utf8)) as? [String: Any]
    let losses = try #require(summary?["losses"] as? [String: Any])
    let evicted = try #require(losses["evicted_connections"] as? Int)
    #expect(evicted > 15_000)
  }

  @Test("Too little to work with is refused")
  func tooLittle() throws {
    let outcome = try Program.run(["analyze", "--max-memory", "1M", Fixture.path("shop.pcapng")])
    #expect(outcome.status == 64)
    #expect(outcome.errors.first == "Error: --max-memory must be at least 64M.")
  }

  @Test("Where nothing is short nothing is given up")
  func enough() throws {
    let with = try Program.run(["export", "--max-memory", "64M", Fixture.path("shop.pcapng")])
    let without = try Program.run(["export", Fixture.path("shop.pcapng")])
    #expect(with.output == without.output)
  }
}
