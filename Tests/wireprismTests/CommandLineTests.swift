import ArgumentParser
import Foundation
import Testing

@testable import wireprism

@Suite("Command line")
struct CommandLineTests {
  @Test(
    "A capture alone is analysed",
    arguments: [
      ["a.pcap"], ["analyze", "a.pcap"], ["-r", "a.pcap"], ["--read", "a.pcap"], ["analyze", "-r", "a.pcap"],
    ])
  func analyzeIsTheDefault(arguments: [String]) throws {
    let command = try #require(try Wireprism.parseAsRoot(arguments) as? AnalyzeCommand)
    #expect(command.options.inputs == [.file("a.pcap")])
  }

  @Test("Captures are a set, in any spelling; - is standard input")
  func inputs() throws {
    let command = try #require(try Wireprism.parseAsRoot(["a", "-", "-r", "b", "-r", "c"]) as? AnalyzeCommand)
    #expect(command.options.inputs == [.file("a"), .standardInput, .file("b"), .file("c")])
  }

  @Test("Shared options")
  func sharedOptions() throws {
    let arguments = [
      "export", "a", "-f", "tcp port 80", "-k", "k1", "--keylog", "k2", "--rsa-key", "r", "-q", "--color", "never",
      "--fail-on", "warning",
    ]
    let options = try #require(try Wireprism.parseAsRoot(arguments) as? ExportCommand).options
    #expect(options.shared.filter == "tcp port 80")
    #expect(options.shared.keylog == ["k1", "k2"])
    #expect(options.shared.rsaKey == ["r"])
    #expect(options.shared.quiet && !options.shared.verbose)
    #expect(options.shared.color == .never)
    #expect(options.shared.failOn?.severity == .warning)
  }

  @Test("Export")
  func export() throws {
    let plain = try #require(try Wireprism.parseAsRoot(["export", "a"]) as? ExportCommand)
    #expect(plain.format == .ndjson && plain.output == nil && !plain.frames)
    let arguments = ["export", "a", "--format", "json", "-o", "/nowhere/b", "--frames"]
    let full = try #require(try Wireprism.parseAsRoot(arguments) as? ExportCommand)
    #expect(full.format == .json && full.output == "/nowhere/b" && full.frames)
  }

  @Test(
    "Saved files hold the secrets of the key logs when asked for, in either spelling",
    arguments: ["--keys-into", "--embed-keys"])
  func savedSecrets(flag: String) throws {
    let arguments = ["live", "-i", "lo", "-w", "a"]
    let plain = try #require(try Wireprism.parseAsRoot(arguments) as? LiveCommand)
    let full = try #require(try Wireprism.parseAsRoot(arguments + [flag]) as? LiveCommand)
    #expect(!plain.saving.embedKeys && full.saving.embedKeys)
  }

  @Test("An HTTP Archive: without bodies and secrets, unless they are asked for")
  func archive() throws {
    let plain = try #require(try Wireprism.parseAsRoot(["export", "a", "--format", "har"]) as? ExportCommand)
    #expect(plain.archive.options.bodyByteLimit == nil && plain.archive.options.redaction == .secrets)
    let arguments = ["export", "a", "--format", "har", "--bodies", "--body-limit", "2K", "--with-secrets"]
    let full = try #require(try Wireprism.parseAsRoot(arguments) as? ExportCommand)
    #expect(full.archive.options.bodyByteLimit == 2048 && full.archive.options.redaction == .none)
  }

  @Test(
    "A wrong command line has the exit status 64",
    arguments: [
      [], ["export"], ["a", "--bogus"], ["export", "a", "--format", "xml"], ["a", "--fail-on", "note"],
      ["a", "-q", "-v"],
      ["a", "--color", "blue"], ["export", "a", "--bodies"], ["export", "a", "--format", "json", "--with-secrets"],
      ["export", "a", "--format", "har", "--frames"], ["export", "a", "--format", "har", "--body-limit", "1M"],
      ["export", "a", "--format", "har", "--bodies", "--body-limit", "65M"],
      ["export", "a", "--format", "har", "--redact", "--with-secrets"],
    ])
  func wrong(arguments: [String]) {
    #expect { try Wireprism.parseAsRoot(arguments) } throws: { Wireprism.exitCode(for: $0).rawValue == 64 }
  }

  @Test("A capture is not overwritten, whatever the name")
  func outputIsNotACapture() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("wireprism-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Data().write(to: URL(fileURLWithPath: folder + "/a"))
    try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: folder + "/a")
    #expect { try Wireprism.parseAsRoot(["export", folder + "/a", "-o", folder + "/./link"]) } throws: {
      Wireprism.exitCode(for: $0).rawValue == 64
    }
    _ = try Wireprism.parseAsRoot(["export", folder + "/a", "-o", folder + "/b"])
    _ = try Wireprism.parseAsRoot(["export", folder + "/a", "-o", "/dev/null"])
  }
}
