import Foundation
import Testing

/// What a capture cannot support is null, and says why.
@Suite("Numbers that are not known")
struct UnavailableTests {
  private func records(_ fixture: String) throws -> [[String: Any]] {
    try Program.run(["export", "-q", Fixture.path(fixture)]).records
  }

  /// The paths of all nulls in an object.
  private func nulls(_ object: [String: Any], at path: String = "") -> [String] {
    object.flatMap { name, value -> [String] in
      if value is NSNull { return [path + name] }
      return (value as? [String: Any]).map { nulls($0, at: path + name + ".") } ?? []
    }
  }

  private func card(_ fixture: String, _ version: String) throws -> [String: Any] {
    let summary = try #require(try records(fixture).last)
    return try #require((summary["scorecard"] as? [String: Any])?[version] as? [String: Any])
  }

  @Test(
    "Every null of a scorecard has its reason, and every metric its basis",
    arguments: [
      "one-sided.pcap", "h2c-midstream.pcap", "http1-midstream.pcap", "snaplen-truncated.pcap", "tls-without-keys.pcap",
      "shop.pcapng", "http1-connect-tunnel.pcap",
    ], ["HTTP/1.1", "HTTP/2"])
  func everyNull(fixture: String, version: String) throws {
    let card = try card(fixture, version)
    let reasons = try #require(card["unavailable"] as? [String: String])
    #expect(Set(nulls(card)) == Set(reasons.keys))
    let basis = try #require(card["basis"] as? [String: String])
    #expect(basis.values.allSatisfy { ["measured", "derived", "modelled"].contains($0) })
    for name in basis.keys {
      let first = String(name.prefix { $0 != "." })
      #expect(card[first] != nil, "there is no \(name)")
    }
  }

  @Test(
    "What is missing is what is said",
    arguments: [
      ("one-sided.pcap", "HTTP/1.1", "http_blocked_ms", "one side"),
      ("h2c-midstream.pcap", "HTTP/2", "flow_control", "beginnings"),
      ("h2c-midstream.pcap", "HTTP/2", "setup.ms", "no handshake of TCP"),
      ("http1-midstream.pcap", "HTTP/1.1", "setup.ms", "no handshake of TCP"),
      ("snaplen-truncated.pcap", "HTTP/1.1", "compressed_share", "captured whole"),
      ("tls-without-keys.pcap", "HTTP/2", "http_blocked_ms", "HTTP/2"),
      ("tls-without-keys.pcap", "HTTP/2", "setup.ms", "no connection"),
    ])
  func reasons(fixture: String, version: String, metric: String, part: String) throws {
    let reasons = try #require(try card(fixture, version)["unavailable"] as? [String: String])
    #expect(reasons[metric]?.contains(part) == true, "\(reasons)")
  }

  @Test("Of cut packets the times are a part of the whole, and the summary for a person says so")
  func partial() throws {
    let partial = try #require(try card("snaplen-truncated.pcap", "HTTP/1.1")["partial"] as? [String: String])
    #expect(partial["phases_ms"] == "1 of 1 connection: bytes are missing")
    let text = try Program.run([Fixture.path("snaplen-truncated.pcap")]).output
    #expect(text.contains("1 with bytes missing"))
  }

  @Test("A connection says why its own numbers are null")
  func connections() throws {
    let connection = try #require(try records("http1-midstream.pcap").first { $0["record"] as? String == "connection" })
    let metrics = try #require(connection["metrics"] as? [String: Any])
    #expect(metrics["setup_ms"] is NSNull)
    #expect((metrics["unavailable"] as? [String: String])?["setup_ms"] == "the handshake of TCP was not captured")
  }
}
