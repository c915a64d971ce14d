import Foundation
import Testing

/// `wireprism compare` on two loads of one page, against what the browser that made them logged of itself. The browser
/// reads a response after it came, and its log has whole milliseconds: hence the tolerances.
@Suite("Comparing two captures")
struct CompareTests {
  private static let captures = ["page-load-http1", "page-load-http2"].map { Fixture.path($0 + ".pcapng") }

  /// What `--format json` says of the two page loads.
  private func comparison() throws -> [String: Any] {
    let outcome = try Program.run(["compare", "--format", "json"] + Self.captures)
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    return try #require(try outcome.records.first)
  }

  /// A browser's log of one of the loads.
  private struct NetLog: Decodable {
    struct Request: Decodable {
      var url: String
      var port: Int
      var asked_ms: Double
      var sent_ms: Double
      var first_byte_ms: Double
      var last_byte_ms: Double
      var body_bytes: Int

      var path: String { String(url.dropFirst("https://shop.example".count)) }
    }

    var ports: [Int]
    var requests: [Request]

    init(of name: String) throws {
      let data = try Data(contentsOf: URL(fileURLWithPath: Fixture.path(name + ".net-log.json")))
      self = try JSONDecoder().decode(Self.self, from: data)
    }
  }

  @Test("Requests, connections and the load's duration are the browser's", arguments: [("a", 1), ("b", 2)])
  func sums(side: String, version: Int) throws {
    let log = try NetLog(of: "page-load-http\(version)")
    let comparison = try comparison()
    let load = try #require(comparison[side] as? [String: Any])
    #expect((load["exchanges"] as? [String: Int])?["total"] == log.requests.count)
    #expect(load["connections"] as? Int == log.ports.count)
    let duration = try #require(load["load_ms"] as? Double)
    let logged = try #require(log.requests.map(\.last_byte_ms).max())
    #expect(abs(duration - logged) < 2)
    #expect((comparison["pairing"] as? [String: Int])?["pairs"] == log.requests.count)
  }

  @Test("Each request was sent, answered and done when the browser says so", arguments: [("a", 1), ("b", 2)])
  func requests(side: String, version: Int) throws {
    let log = try NetLog(of: "page-load-http\(version)")
    let pairs = try #require(try comparison()["pairs"] as? [[String: Any]])
    var (starts, firstBytes, ends): ([Double], [Double], [Double]) = ([], [], [])
    for request in log.requests {
      let pair = try #require(pairs.first { $0["path"] as? String == request.path })
      let exchange = try #require(pair[side] as? [String: Any])
      starts.append(abs(try #require(exchange["start_ms"] as? Double) - request.sent_ms))
      let firstByte = try #require(exchange["time_to_first_byte_ms"] as? Double)
      firstBytes.append(abs(firstByte - (request.first_byte_ms - request.sent_ms)))
      ends.append(abs(try #require(exchange["done_ms"] as? Double) - request.last_byte_ms))
      #expect(exchange["body_bytes"] as? Int == request.body_bytes)
    }
    for (differences, largest) in [(starts, 4.0), (firstBytes, 4), (ends, 5)] {
      let sorted = differences.sorted()
      #expect(sorted[sorted.count / 2] < 1)
      #expect(sorted[sorted.count * 9 / 10] < 2)
      #expect(sorted[sorted.count - 1] < largest)
    }
  }

  @Test("What differs is what differs for the browser")
  func differences() throws {
    let logs = try [1, 2].map { try NetLog(of: "page-load-http\($0)") }
    let comparison = try comparison()
    let distributions = try #require(comparison["distributions"] as? [String: [String: [String: Double]]])
    func difference(_ time: (NetLog.Request) -> Double) -> [Double] {
      logs[0].requests.map { request in
        logs[1].requests.first { $0.url == request.url }.map { time($0) - time(request) } ?? .nan
      }.sorted()
    }
    let done = difference(\.last_byte_ms)
    let found = try #require(distributions["done_ms"]?["difference"])
    #expect(abs(try #require(found["p50"]) - done[done.count / 2 - 1]) < 3)
    #expect(abs(try #require(found["min"]) - done[0]) < 5)
    #expect(abs(try #require(found["max"]) - done[done.count - 1]) < 5)
    let firstBytes = difference { $0.first_byte_ms - $0.sent_ms }
    let median = try #require(distributions["time_to_first_byte_ms"]?["difference"]?["p50"])
    #expect(abs(median - firstBytes[firstBytes.count / 2 - 1]) < 2)
    // HTTP/1.1 made the browser wait for connections. What it waited is not on the wire; that it did, is.
    let waiting = logs.map { log in log.requests.map { $0.sent_ms - $0.asked_ms }.reduce(0, +) }
    #expect(waiting[0] > 2 * waiting[1])
    let backToBack = ["a", "b"].map { side in
      ((comparison[side] as? [String: Any])?["waiting_for_connection"] as? [String: Any])?["back_to_back"] as? Int
    }
    #expect(try #require(backToBack[0]) > 0 && backToBack[1] == 0)
  }

  @Test("A capture compared with itself has no differences")
  func same() throws {
    let outcome = try Program.run(["compare", "--format", "json", Self.captures[0], Self.captures[0]])
    let comparison = try #require(try outcome.records.first)
    #expect(comparison["load_ms_difference"] as? Double == 0)
    let distributions = try #require(comparison["distributions"] as? [String: [String: [String: Double]]])
    for times in distributions.values {
      #expect(times["difference"]?["min"] == 0 && times["difference"]?["max"] == 0)
    }
  }

  @Test("One of the captures may come from standard input")
  func standardInput() throws {
    let bytes = try Fixture.bytes("page-load-http2.pcapng")
    let outcome = try Program.run(["compare", "-q", Self.captures[0], "-"], input: bytes)
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("All 40 requests of A have their counterpart in B."))
  }

  @Test("A filter, and the status of --fail-on, concern both captures")
  func options() throws {
    let filtered = try Program.run(["compare", "--format", "json", "-f", "udp"] + Self.captures)
    let comparison = try #require(try filtered.records.first)
    #expect((comparison["pairing"] as? [String: Int])?["pairs"] == 0)
    #expect(comparison["load_ms_difference"] is NSNull)
    let odd = Fixture.path("http1-packet-drop.pcap")
    let alone = try Program.run(["-q", "--fail-on", "warning", odd]).status
    #expect(alone == 3)
    #expect(try Program.run(["compare", "--fail-on", "warning", Self.captures[0], odd]).status == alone)
    #expect(try Program.run(["compare", "--fail-on", "warning", odd, Self.captures[0]]).status == alone)
  }

  @Test(
    "A wrong command line, and a file that is not there",
    arguments: [
      (["compare", "-", "-"], 64), (["compare", captures[0]], 64), (["compare"], 64),
      (["compare", captures[0], captures[1], captures[1]], 64), (["compare", captures[0], "/nowhere.pcap"], 1),
    ] as [([String], Int32)])
  func failures(arguments: [String], status: Int32) throws {
    let outcome = try Program.run(arguments)
    #expect(outcome.status == status && outcome.output.isEmpty && !outcome.errors.isEmpty)
  }
}
