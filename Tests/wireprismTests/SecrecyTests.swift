import Foundation
import Testing

/// Secrets are read, used, and never shown.
@Suite("No output holds a secret")
struct SecrecyTests {
  private static let fixtures = [
    "tls13-suites", "tls13-early-data", "tls12-cbc-suites", "tls12-renegotiation", "tls12-session-id-log",
    "tls12-premaster-log", "tls-untidy-key-log", "tls-keys-of-others", "tls-flipped-bit", "tls13-handshake-keys-alone",
  ]

  private static let commands = [
    ["analyze"], ["analyze", "--verbose"], ["analyze", "--quiet"], ["export", "--frames"],
    ["export", "--format", "json", "--frames"],
  ]

  @Test("Reports, records, findings and warnings", arguments: fixtures)
  func outputs(base: String) throws {
    let log = try #require(Fixture.keyLog(of: base))
    let secrets = try secrets(in: log)
    #expect(!secrets.isEmpty)
    for command in Self.commands {
      let outcome = try Program.run(command + [Fixture.path(base + ".pcap"), "--keylog", log])
      #expect(outcome.status == 0)
      try expectNone(of: secrets, in: outcome, command)
    }
  }

  @Test("Of a log whose every line is malformed, the warnings name lines and nothing of them")
  func malformedLog() throws {
    let log = try #require(Fixture.keyLog(of: "tls13-suites"))
    let secrets = try secrets(in: log)
    let text = try String(contentsOfFile: log, encoding: .utf8)
    let folder = try TemporaryFolder()
    let malformed = text.split(separator: "\n").map { "\($0.dropLast(1))\nWRONG_\($0)" }.joined(separator: "\n")
    let path = try folder.add("keys", Array(malformed.utf8))
    for command in Self.commands {
      let outcome = try Program.run(command + [Fixture.path("tls13-suites.pcap"), "--keylog", path])
      try expectNone(of: secrets, in: outcome, command)
      #expect(command.contains("--quiet") || outcome.errors.contains { $0.contains("keys:3:") })
    }
  }

  @Test(
    "Values of cookies, with --redact and in an HTTP Archive",
    arguments: [
      ["analyze", "--redact", "-v"], ["export", "--redact"], ["export", "--redact", "--format", "json", "--frames"],
      ["export", "--format", "har", "--bodies"], ["export", "--format", "har", "--redact"],
    ])
  func credentials(command: [String]) throws {
    // The shop sets a cookie and is sent it back, over both versions.
    let capture = Fixture.path("shop.pcapng")
    let plain = try Program.run(["export", capture])
    let values = ["5f2b7c1e9a4d", "theme=dark", "GA1.2.1034567890", "seen=1", "HttpOnly"]
    for value in values { try #require(plain.output.contains(value)) }
    let outcome = try Program.run(command + [capture])
    #expect(outcome.status == 0)
    for value in values { #expect(!outcome.output.contains(value)) }
    #expect(command.first == "analyze" || outcome.output.contains("[redacted "))
  }

  /// The secrets of a log, without their last two digits: a part of one is a secret too.
  private func secrets(in log: String) throws -> [String] {
    let words = try String(contentsOfFile: log, encoding: .utf8).split(whereSeparator: \.isNewline)
      .filter { !$0.hasPrefix("#") }
      .compactMap { $0.split(whereSeparator: \.isWhitespace).last }
    return words.filter { $0.count >= 64 }.map { String($0.suffix(96).dropLast(2)).lowercased() }
  }

  private func expectNone(of secrets: [String], in outcome: Program.Outcome, _ command: [String]) throws {
    let text = (outcome.output + outcome.errors.joined(separator: "\n")).lowercased()
    for secret in secrets {
      // In digits, in half, and as the text that bytes encode to.
      #expect(!text.contains(secret.prefix(32)), "\(command)")
      #expect(!text.contains(secret.suffix(32)), "\(command)")
      let bytes = stride(from: 0, to: secret.count - 1, by: 2).compactMap {
        UInt8(secret.dropFirst($0).prefix(2), radix: 16)
      }
      let encoded = Data(bytes.prefix(24)).base64EncodedString().lowercased()
      #expect(!text.contains(encoded), "\(command)")
    }
  }
}
