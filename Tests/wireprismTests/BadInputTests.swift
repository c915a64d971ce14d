import Analysis
import Capture
import Foundation
import Report
import Testing

/// What cannot be read costs one sentence and the right exit status, and never a trap.
@Suite("Bad input")
struct BadInputTests {
  private static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8)

  @Test(
    "A file that is no capture",
    arguments: [
      ("empty", [], "is empty"),
      ("picture.png", png, "is a PNG image"),
      ("notes.txt", Array("To whom it may concern:\n".utf8), "is a text file"),
      ("zeros", [0, 0, 0, 0, 0, 0, 0, 0], "is not a pcap"),
      ("header", [0xD4, 0xC3, 0xB2, 0xA1, 2, 0, 4, 0], "ends inside its file header"),
      ("gzip", [0x1F, 0x8B, 0x08, 0, 0, 0], "is damaged gzip data"),
    ] as [(String, [UInt8], String)])
  func notACapture(name: String, bytes: [UInt8], words: String) throws {
    let folder = try TemporaryFolder()
    expectRefusal(try Program.run([folder.add(name, bytes)]), words)
    expectRefusal(try Program.run(["export", "-"], input: bytes), "standard input \(words)")
  }

  @Test("What is not even a file")
  func notAFile() throws {
    let folder = try TemporaryFolder()
    expectRefusal(try Program.run([folder.path("missing")]), "does not exist")
    expectRefusal(try Program.run([folder.path]), "is a directory")
    expectRefusal(try Program.run(["/dev/null"]), "is empty")
    expectRefusal(try Program.run(["-", "-r", "-"]), "is named more than once")
  }

  @Test("A file that this user may not read", .enabled(if: geteuid() != 0))
  func unreadable() throws {
    let folder = try TemporaryFolder()
    let path = try folder.add("secret", [])
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path)
    expectRefusal(try Program.run([path]), "may not be read by this user")
  }

  @Test("A good capture beside a bad one is not read alone")
  func oneOfTwo() throws {
    expectRefusal(try Program.run([Fixture.path("shop.pcapng"), "/nowhere/at.all"]), "/nowhere/at.all does not exist")
  }

  @Test("A filter that libpcap does not understand")
  func filter() throws {
    expectRefusal(try Program.run([Fixture.path("shop.pcapng"), "-f", "tcp prot 80"]), "the filter 'tcp prot 80'")
  }

  @Test("A file's name cannot steer the terminal")
  func name() throws {
    let outcome = try Program.run(["/nowhere/\u{1B}[2J"])
    #expect(outcome.errors == [#"wireprism: /nowhere/\x1b[2J does not exist: check the name."#])
  }

  @Test(
    "A capture cut anywhere in its first kilobyte",
    arguments: [
      "h2c-multiplexed.pcap", "big-endian.pcap", "nanoseconds.pcap", "shop.pcapng", "gzip.pcap.gz", "zstd.pcap.zst",
    ])
  func cut(name: String) throws {
    let bytes = try Fixture.bytes(name)
    for count in 0...1024 {
      do {
        var captures = try CaptureSet([.bytes(Array(bytes[..<count]), name: "cut")])
        let report = NDJSONReport(to: try OutputFile(creating: "/dev/null"))
        var pipeline = Pipeline(receiver: report)
        pipeline.run(&captures) { true }
        try report.finish()
        // One warning at most for the cut.
        #expect(captures.warnings.count <= 1, "cut at \(count)")
      } catch let error as CaptureError {
        #expect(error.message.hasSuffix(".") && !error.message.contains("\n"), "cut at \(count)")
      }
    }
  }

  @Test("A damaged capture is used as far as it goes", arguments: ["cut-off.pcap"])
  func damaged(name: String) throws {
    let outcome = try Program.run([Fixture.path(name)])
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("exchange"))
    #expect(outcome.errors.count == 1)
    #expect(try Program.run([Fixture.path(name), "-q"]).errors.isEmpty)
  }

  /// Status 1, nothing on standard output, and one sentence.
  private func expectRefusal(
    _ outcome: Program.Outcome, _ words: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(outcome.status == 1, sourceLocation: sourceLocation)
    #expect(outcome.output.isEmpty, sourceLocation: sourceLocation)
    #expect(outcome.errors.count == 1, "\(outcome.errors)", sourceLocation: sourceLocation)
    #expect(
      outcome.errors.first.map { $0.hasPrefix("wireprism: ") && $0.hasSuffix(".") && $0.contains(words) } == true,
      "\(outcome.errors)", sourceLocation: sourceLocation)
  }
}
