import Foundation
import Testing

/// Memory that the user allows.
@Suite("Memory budget")
struct MemoryBudgetTests {
  /// A capture of connections that all stay open, each with the beginning of a request.
  private static func openConnections(_ count: Int) -> [UInt8] {
    let request = Array("GET / HTTP/1.1\r\nHost: a\r\nCookie: ".utf8) + [UInt8](repeating: 0x78, count: 1300)
    var capture: [UInt8] = []
    // Magic number, version 2.4, snap length, link type RAW.
    capture.append(words: [0xA1B2_C3D4, 0x0002_0004, 0, 0, 65535, 101])
    for index in 0..<UInt32(count) {
      let client = 0x0B00_0000 + index
      let time = [index / 1000, index % 1000]
      capture.append(segmentAt: time, from: client, sequence: 1, flags: 0x5002, [])
      capture.append(segmentAt: time, from: client, sequence: 2, flags: 0x5018, request)
    }
    return capture
  }

  @Test("Connections are given up to stay within it, and the summary says how many")
  func pressure() throws {
    let folder = try TemporaryFolder()
    let capture = try folder.add("open.pcap", Self.openConnections(30_000))
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

extension [UInt8] {
  /// A packet with a TCP segment to 10.0.0.2:80.
  fileprivate mutating func append(
    segmentAt time: [UInt32], from client: UInt32, sequence: UInt32, flags: UInt32, _ payload: [UInt8]
  ) {
    let length = UInt32(40 + payload.count)
    append(words: time + [length, length])
    append(words: [0x4500_0000 + length, 0, 0x4006_0000, client, 0x0A00_0002])
    append(words: [1000 << 16 + 80, sequence, 1, flags << 16 + 0xFFFF, 0])
    append(contentsOf: payload)
  }

  /// Big-endian numbers.
  fileprivate mutating func append(words: [UInt32]) {
    for word in words {
      for shift in [24, 16, 8, 0] as [UInt32] { append(UInt8(truncatingIfNeeded: word >> shift)) }
    }
  }
}
