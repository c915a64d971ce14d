import Foundation
import Testing

/// `wireprism merge`: the sum of the exports of two halves is the export of the whole.
@Suite("Merging summaries")
struct MergeTests {
  /// Two halves of the same packets: captures, or a capture with a filter each.
  struct Halves: Sendable, CustomTestStringConvertible {
    var captures: [String]
    var filters: [String?] = [nil, nil]
    /// What several connections of one client show together, when they are in different halves.
    var crossing: Set<String> = []

    var testDescription: String { "\(captures) \(filters.compactMap(\.self))" }

    /// The arguments of each half.
    var arguments: [[String]] {
      zip(captures.count > 1 ? captures : captures + captures, filters).map { capture, filter in
        [Fixture.path(capture)] + (filter.map { ["-f", $0] } ?? [])
      }
    }
  }

  private static let halves = [
    Halves(captures: ["shop.pcapng"], filters: ["tcp port 8080", "tcp port 8082"]),
    Halves(captures: ["mixed.pcapng"], filters: ["tcp port 8080", "tcp port 8082"]),
    Halves(captures: ["page-load-http1.pcapng", "page-load-http2.pcapng"]),
    Halves(captures: ["websocket-messages.pcap", "websocket-h2.pcap"]),
    Halves(captures: ["http1-loss.pcap", "grpc-calls.pcap"]),
    Halves(captures: ["content-codings.pcap", "content-h2.pcap"]),
    Halves(captures: ["content-apache.pcap", "content-damaged.pcap"]),
    Halves(
      captures: ["h2c-push.pcap", "h2c-table-size.pcap"],
      crossing: ["connections_at_once", "max_at_once", "overlapping_connections"]),
    Halves(captures: ["http1-pipelined.pcap", "many-connections.pcap"]),
    Halves(captures: ["tls-versions.pcap", "tls-failed-handshakes.pcap"]),
    Halves(
      captures: ["many-connections.pcap"], filters: ["tcp[1] & 2 = tcp[3] & 2", "tcp[1] & 2 != tcp[3] & 2"],
      crossing: crossing),
  ]

  /// What the connections of one client show together.
  private static let crossing: Set = [
    "connections_at_once", "max_at_once", "overlapping_connections", "back_to_back", "saturated_ms", "one_connection",
    "unneeded_connections",
  ]

  private func summary(of arguments: [String]) throws -> [String: Any] {
    try #require(try Program.run(["export", "-q"] + arguments).records.last)
  }

  @Test("The sum of two halves is the whole", arguments: halves)
  func sum(halves: Halves) throws {
    let folder = try TemporaryFolder()
    let files = try halves.arguments.enumerated().map { place, arguments in
      // One as NDJSON, the other as JSON.
      let format = place == 0 ? "ndjson" : "json"
      let text = try Program.run(["export", "-q", "--format", format] + arguments).output
      #expect(text.contains("\"record\":\"connection\""), "nothing in \(arguments)")
      return try folder.add("\(place)", Array(text.utf8))
    }
    let merged = try Program.run(["merge"] + files)
    #expect(merged.status == 0 && merged.errors.isEmpty)
    let sum = try #require(try merged.records.first)
    let whole = try summary(of: halves.captures.map(Fixture.path))
    for difference in differences(whole, sum, at: "summary", but: halves.crossing) { Issue.record("\(difference)") }
  }

  private func differences(_ whole: Any, _ sum: Any?, at place: String, but crossing: Set<String>) -> [String] {
    if let object = whole as? [String: Any], let other = sum as? [String: Any] {
      return Set(object.keys).union(other.keys).subtracting(crossing).sorted().flatMap { key in
        differences(object[key] ?? "nothing", other[key], at: place + "." + key, but: crossing)
      }
    }
    if let list = whole as? [Any], let other = sum as? [Any], list.count == other.count {
      return zip(sorted(list), sorted(other)).enumerated().flatMap {
        differences($1.0, $1.1, at: "\(place)[\($0)]", but: crossing)
      }
    }
    return (whole as? NSObject)?.isEqual(sum as? NSObject) == true
      ? [] : ["\(place): \(sum ?? "nothing"), whole \(whole)"]
  }

  @Test(
    "Whichever connections are in which half",
    arguments: [
      "many-connections.pcap", "shop.pcapng", "mixed.pcapng", "page-load-http1.pcapng", "tls-keys-in-front.pcapng",
      "h2c-multiplexed.pcap", "http1-loss.pcap", "content-codings.pcap", "grpc-calls.pcap", "cut-off.pcap",
      "snaplen-truncated.pcap", "tls-without-keys.pcap", "one-sided.pcap", "h2c-midstream.pcap",
    ], 1...2 as ClosedRange<UInt64>)
  func randomHalves(fixture: String, seed: UInt64) throws {
    var random = SplitMix(state: seed)
    let records = try Program.run(["export", "-q", Fixture.path(fixture)]).records
    let ports = records.compactMap { record -> Int? in
      guard record["record"] as? String == "connection", record["inside"] is NSNull else { return nil }
      return (record["client"] as? [String: Any])?["port"] as? Int
    }
    let chosen = Set(ports).sorted().filter { _ in Bool.random(using: &random) }
    let filter = (["tcp port 1"] + chosen.map { "tcp port \($0)" }).joined(separator: " or ")
    let folder = try TemporaryFolder()
    let halves = try [filter, "not (\(filter))"].enumerated().map { place, filter in
      let text = try Program.run(["export", "-q", Fixture.path(fixture), "-f", filter]).output
      return try folder.add("\(place)", Array(text.utf8))
    }
    let sum = try #require(try Program.run(["merge"] + halves).records.first)
    let whole = try summary(of: [Fixture.path(fixture)])
    for difference in differences(whole, sum, at: "\(fixture) \(chosen)", but: Self.crossing.union(["secrets"])) {
      Issue.record("\(difference)")
    }
  }

  /// Codings stand in order of appearance, which halves know of themselves alone.
  private func sorted(_ list: [Any]) -> [Any] {
    guard let codings = list as? [[String: Any]], codings.allSatisfy({ $0["coding"] is String }) else { return list }
    return codings.sorted { "\($0["coding"] ?? "")" < "\($1["coding"] ?? "")" }
  }

  @Test("One summary stays what it is; standard input can be one; -o writes a file")
  func one() throws {
    let export = try Program.run(["export", "-q", Fixture.path("shop.pcapng")]).output
    let line = try #require(export.split(separator: "\n").last) + "\n"
    let folder = try TemporaryFolder()
    let output = folder.path("sum.json")
    #expect(try Program.run(["merge", "-"], input: Array(export.utf8)).output == line)
    #expect(try Program.run(["merge", "-", "-o", output], input: Array(export.utf8)).output.isEmpty)
    #expect(try folder.text("sum.json") == line)
  }

  @Test("What is no export says so")
  func failures() throws {
    let folder = try TemporaryFolder()
    let half = try folder.add("half.ndjson", Array("{\"record\":\"capture\"}\n".utf8))
    for path in [half, Fixture.path("shop.pcapng"), folder.path("nowhere"), folder.path] {
      let outcome = try Program.run(["merge", path])
      #expect(outcome.status == 1 && outcome.output.isEmpty && outcome.errors.count == 1)
    }
    #expect(try Program.run(["merge"]).status == 64)
    #expect(try Program.run(["merge", "-", "-"]).status == 64)
    #expect(try Program.run(["merge", half, "-o", half]).status == 64)
  }
}

/// Numbers that look random and are the same each time.
private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15  // Modulo 2^64, as the algorithm says.
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
