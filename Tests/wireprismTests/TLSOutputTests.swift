import Foundation
import Testing

/// What the program says of TLS, and that a capture with its secrets embedded needs no others.
@Suite("TLS output")
struct TLSOutputTests {
  private static func keys(of base: String) -> [String] {
    (Fixture.keyLog(of: base).map { ["-k", $0] } ?? []) + (Fixture.rsaKey(of: base).map { ["--rsa-key", $0] } ?? [])
  }

  /// The lines of an export, but for what tells where the secrets and the packets came from.
  private func comparable(_ arguments: [String]) throws -> [String] {
    let outcome = try Program.run(["export"] + arguments)
    #expect(outcome.status == 0)
    return outcome.output.split(separator: "\n").dropFirst().map {
      String($0).replacing(/"key_source":"[a-z]+"/, with: "")
        .replacing(/it has [0-9]+ secrets?/, with: "")
        .replacing(/"keys":\{.*"rsa_keys":[0-9]+\}/, with: "")
    }
  }

  // MARK: embed-keys

  @Test(
    "A capture with its secrets embedded shows the same without a key log",
    arguments: [
      "tls-alpn", "tls-versions", "tls-in-tls", "tls-connect-tunnel", "tls-midstream", "tls-flipped-bit",
      "tls-untidy-key-log", "tls-keys-at-the-end", "tls-keys-in-front",
    ])
  func embedded(base: String) throws {
    let folder = try TemporaryFolder()
    let capture = try Fixture.capture(base)
    let output = folder.path("out.pcapng")
    let outcome = try Program.run(["embed-keys", capture, "-o", output] + Self.keys(of: base))
    #expect(outcome.status == 0 && outcome.output.isEmpty)
    #expect(try comparable([output]) == comparable([capture] + Self.keys(of: base)))
    // It can be done again with what it holds, and changes no more.
    let again = folder.path("again.pcapng")
    #expect(try Program.run(["embed-keys", output, "-o", again]).status == 0)
    #expect(try Data(contentsOf: URL(fileURLWithPath: again)) == Data(contentsOf: URL(fileURLWithPath: output)))
  }

  @Test("Only the secrets of the capture are embedded")
  func onlyUsed() throws {
    let folder = try TemporaryFolder()
    let log = try #require(Fixture.keyLog(of: "tls-alpn"))
    let own = try String(contentsOfFile: log, encoding: .utf8)
    let other = "CLIENT_RANDOM \(String(repeating: "ab", count: 32)) \(String(repeating: "cd", count: 48))\n"
    let keys = try folder.add("keys", Array((other + own + other).utf8))
    let output = folder.path("out.pcapng")
    let capture = try Fixture.capture("tls-alpn")
    #expect(try Program.run(["embed-keys", capture, "-k", keys, "-o", output]).status == 0)
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: output)))
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.contains("CLIENT_RANDOM ") && !text.contains("abababab"))
  }

  @Test("Several captures become one file")
  func several() throws {
    let folder = try TemporaryFolder()
    let halves = try Fixture.halves("tls-alpn.pcap")
    let paths = try halves.enumerated().map { try folder.add("half-\($0.offset).pcap", $0.element) }
    let output = folder.path("out.pcapng")
    #expect(try Program.run(["embed-keys"] + paths + ["-o", output] + Self.keys(of: "tls-alpn")).status == 0)
    #expect(try comparable([output]) == comparable(paths + Self.keys(of: "tls-alpn")))
  }

  @Test("Without a secret for the capture nothing is written, and what was there stays")
  func nothingToEmbed() throws {
    let folder = try TemporaryFolder()
    let output = try folder.add("out.pcapng", [1, 2, 3])
    for base in ["tls-keys-of-others", "tls-without-keys"] {
      let outcome = try Program.run(["embed-keys", try Fixture.capture(base), "-o", output] + Self.keys(of: base))
      #expect(outcome.status == 1)
      #expect(
        outcome.errors == ["wireprism: no secret that is there belongs to this capture: \(output) is not written."])
    }
    #expect(try folder.text("out.pcapng") == "\u{1}\u{2}\u{3}")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasPrefix("out") }.count == 1)
  }

  @Test("The input is never the output, and is a file")
  func refusals() throws {
    let folder = try TemporaryFolder()
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: try Fixture.capture("tls-alpn"))))
    let capture = try folder.add("in.pcap", bytes)
    let keys = Self.keys(of: "tls-alpn")
    #expect(try Program.run(["embed-keys", capture, "-o", capture] + keys).status == 64)
    #expect([UInt8](try Data(contentsOf: URL(fileURLWithPath: capture))) == bytes)
    #expect(try Program.run(["embed-keys", "-", "-o", folder.path("out")] + keys, input: bytes).status == 64)
    #expect(try Program.run(["embed-keys", capture, "-o", "-"] + keys).status == 64)
    let pipe = folder.path("pipe")
    try #require(unsafe mkfifo(pipe, 0o600) == 0)
    #expect(try Program.run(["embed-keys", pipe, "-o", folder.path("out")] + keys).status == 64)
    #expect(try Program.run(["embed-keys", capture] + keys).status == 64)
    let outcome = try Program.run(["embed-keys", capture, "-o", "/nowhere/at.all"] + keys)
    #expect(outcome.status == 1)
    #expect(outcome.errors == ["wireprism: /nowhere/at.all cannot be created: No such file or directory."])
  }

  // MARK: Where secrets come from

  @Test("The secrets that SSLKEYLOGFILE names are read, unless -k names others; what it names need not be there")
  func environment() throws {
    let capture = try Fixture.capture("tls-versions")
    let log = try #require(Fixture.keyLog(of: "tls-versions"))
    let others = try #require(Fixture.keyLog(of: "tls-keys-of-others"))
    func decrypted(_ arguments: [String], _ variable: String) throws -> Int? {
      let outcome = try Program.run(["export", capture] + arguments, environment: ["SSLKEYLOGFILE": variable])
      #expect(outcome.status == 0 && outcome.errors.isEmpty)
      return (try outcome.records.last?["tls"] as? [String: Any])?["decrypted"] as? Int
    }
    #expect(try decrypted([], log) == 4)
    #expect(try decrypted(["-k", others], log) == 0)
    #expect(try decrypted(["-k", others, "-k", log], others) == 4)
    #expect(try decrypted([], "/nowhere/at.all") == 0)
  }

  // MARK: Reports

  @Test("The summary for a person names secrets, versions and reasons")
  func text() throws {
    let alpn = try Program.run([try Fixture.capture("tls-alpn")] + Self.keys(of: "tls-alpn"))
    let log = try #require(Fixture.keyLog(of: "tls-alpn"))
    #expect(alpn.output.contains("  6 connections: 4 HTTP/1.1, 2 HTTP/2\n"))
    #expect(alpn.output.replacing(/\s+/, with: " ").contains("keys: 15 secrets in \(log), 15 used "))
    #expect(alpn.output.contains("TLS 1.2 · TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384 · shop.example · ALPN h2 ·"))

    let sealed = try Program.run([try Fixture.capture("tls-without-keys")])
    #expect(sealed.output.contains("  4 connections: 4 TLS without a key\n"))
    #expect(sealed.output.contains("  keys: none given · 4 connections without: shop.example\n"))
    #expect(sealed.output.contains("  4 connections: no secrets are there: give a key log with -k"))
  }

  @Test("What no secret can open says so, and what to do instead")
  func unsupportedVersion() throws {
    let capture = try Fixture.capture("tls-ssl3")
    let text = try Program.run([capture])
    #expect(text.output.contains("  1 connection: their version is not decrypted, whatever secrets are given"))
    let records = try Program.run(["export", capture]).records
    let connection = try #require(records.first { $0["record"] as? String == "connection" })
    let reason = (connection["tls"] as? [String: Any])?["not_decrypted_because"] as? String
    #expect(reason?.hasPrefix("SSL 3.0 is not decrypted, whatever secrets are given: have both sides use TLS ") == true)
  }

  @Test("No secret is in any output")
  func secrecy() throws {
    let log = try #require(Fixture.keyLog(of: "tls-alpn"))
    let secrets = try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n")
      .compactMap { $0.split(separator: " ").dropFirst(2).first?.lowercased() }
    let folder = try TemporaryFolder()
    let untidy = try folder.add("keys", Array((try String(contentsOfFile: log, encoding: .utf8) + "0").utf8))
    for command in [["analyze", "-v"], ["export"], ["export", "--format", "json", "--frames"]] {
      let outcome = try Program.run(command + [try Fixture.capture("tls-alpn"), "-k", untidy])
      let said = (outcome.output + outcome.errors.joined()).lowercased()
      #expect(!secrets.contains { said.contains($0) })
    }
  }

  @Test("The summary record counts TLS, and a full handshake of TLS 1.2 takes two round trips")
  func records() throws {
    let records = try Program.run(["export", try Fixture.capture("tls-alpn")] + Self.keys(of: "tls-alpn")).records
    let tls = try #require(records.last?["tls"] as? [String: Any])
    #expect(tls["connections"] as? Int == 6 && tls["decrypted"] as? Int == 6)
    #expect(tls["versions"] as? [String: Int] == ["TLS 1.2": 3, "TLS 1.3": 3, "unknown": 0])
    #expect((tls["not_decrypted"] as? [String: Int])?.values.reduce(0, +) == 0)
    let keys = try #require(tls["keys"] as? [String: Any])
    #expect(keys["keylog"] as? [String: Int] == ["secrets": 15, "used": 15])
    for record in records where record["record"] as? String == "connection" {
      let tls = try #require(record["tls"] as? [String: Any])
      #expect(tls["handshake_round_trips"] as? Int == (tls["version"] as? String == "TLS 1.2" ? 2 : 1))
    }
  }
}
