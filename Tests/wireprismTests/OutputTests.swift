import Analysis
import Capture
import Findings
import Foundation
import HTTP
import HTTP2
import Testing
import WebSocket

/// What goes to standard output, to a file and to standard error, and which status tells of it.
@Suite("Output")
struct OutputTests {
  private static let shop = Fixture.path("shop.pcapng")

  @Test("A file holds what standard output would")
  func file() throws {
    let folder = try TemporaryFolder()
    for format in ["ndjson", "json"] {
      let plain = try Program.run(["export", Self.shop, "--format", format])
      // A longer file that is there already is replaced whole.
      _ = try folder.add(format, [UInt8](repeating: 0x78, count: plain.output.utf8.count + 1))
      let outcome = try Program.run(["export", Self.shop, "--format", format, "-o", folder.path(format)])
      #expect(outcome.status == 0 && outcome.output.isEmpty && outcome.errors.isEmpty)
      #expect(try folder.text(format) == plain.output)
    }
  }

  @Test("A page is the same in a file and on standard output, and never replaces a capture")
  func page() throws {
    let folder = try TemporaryFolder()
    let plain = try Program.run(["report", Self.shop, "-o", "-"])
    #expect(plain.status == 0 && plain.output.hasPrefix("<!doctype html>") && plain.output.hasSuffix("</html>\n"))
    let outcome = try Program.run(["report", Self.shop, "-o", folder.path("page.html")])
    #expect(outcome.status == 0 && outcome.output.isEmpty && outcome.errors.isEmpty)
    #expect(try folder.text("page.html") == plain.output)
    #expect(try Program.run(["report", Self.shop]).status == 64)
    let copy = try folder.add("copy.pcapng", [UInt8](try Data(contentsOf: URL(fileURLWithPath: Self.shop))))
    #expect(try Program.run(["report", copy, "-o", copy]).status == 64)
  }

  @Test("The lines come in order: the capture, exchanges before their connection, the summary")
  func order() throws {
    let records = try Program.run(["export", Self.shop]).records
    #expect(records.first?["record"] as? String == "capture")
    #expect(records.last?["record"] as? String == "summary")
    var closed: Set<Int> = []
    for record in records {
      switch record["record"] as? String {
      case "exchange": #expect(!closed.contains(try #require(record["connection"] as? Int)))
      case "connection": closed.insert(try #require(record["id"] as? Int))
      default: break
      }
    }
    #expect(closed.count == 7)
  }

  @Test("JSON holds the objects of NDJSON")
  func json() throws {
    let lines = try Program.run(["export", Self.shop, "--frames"]).records
    let data = Data(try Program.run(["export", Self.shop, "--frames", "--format", "json"]).output.utf8)
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    for (member, record) in [("exchanges", "exchange"), ("connections", "connection"), ("frames", "frame")] {
      let expected = lines.filter { $0["record"] as? String == record }
      #expect(!expected.isEmpty)
      #expect((object[member] as? NSArray) == expected as NSArray)
    }
    #expect((object["capture"] as? NSDictionary) == lines.first as NSDictionary?)
    #expect((object["summary"] as? NSDictionary) == lines.last as NSDictionary?)
  }

  @Test("Frames only when asked for")
  func frames() throws {
    #expect(!(try Program.run(["export", Self.shop]).output.contains(#""record":"frame""#)))
    let frames = try Program.run(["export", Self.shop, "--frames"]).records.filter {
      $0["record"] as? String == "frame"
    }
    #expect(frames.count { $0["type"] as? String == "DATA" } == 32)
  }

  @Test("Colour by request, and never on its own when nobody looks")
  func color() throws {
    let terminal = ["TERM": "xterm-256color"]
    for choice in ["auto", "never"] {
      let outcome = try Program.run([Self.shop, "--color", choice], environment: terminal)
      #expect(!outcome.output.contains("\u{1B}"))
    }
    #expect(try Program.run([Self.shop, "--color", "always"]).output.contains("\u{1B}[1m"))
  }

  @Test("The report keeps to the columns", arguments: [60, 80, 140])
  func width(columns: Int) throws {
    let output = try Program.run([Self.shop], environment: ["COLUMNS": String(columns)]).output
    #expect(output.split(separator: "\n").allSatisfy { $0.unicodeScalars.count <= columns })
  }

  @Test("Quiet says less, verbose more")
  func detail() throws {
    let (quiet, normal, verbose) = (
      try Program.run([Self.shop, "-q"], environment: ["COLUMNS": "1000"]), try Program.run([Self.shop]),
      try Program.run([Self.shop, "-v"])
    )
    #expect(quiet.output.hasPrefix("  note     The client put authorization, cookie"))
    #expect(quiet.output.hasSuffix("\n\(Self.shop): 62 exchanges on 7 connections, 1 finding\n"))
    #expect(quiet.output.split(separator: "\n").count == 3)
    #expect(normal.output.contains("… 19 more exchanges"))
    #expect(!verbose.output.contains("more exchanges"))
    #expect(verbose.output.count > normal.output.count)
  }

  @Test("A finding names its connection")
  func findingConnection() throws {
    let records = try Program.run(["export", Fixture.path("http1-packet-drop.pcap")]).records
    let findings = records.filter { $0["record"] as? String == "finding" }
    #expect(!findings.isEmpty && findings.allSatisfy { $0["connection"] as? Int == 0 })
  }

  @Test("A finding changes the status if asked, and not the output")
  func failOn() throws {
    // Of its findings the gravest is a warning.
    let path = Fixture.path("http1-packet-drop.pcap")
    let plain = try Program.run(["export", path])
    let severities = Set(try plain.records.compactMap { $0["severity"] as? String })
    try #require(severities.contains("warning") && !severities.contains("error"))
    #expect(plain.status == 0)
    let failed = try Program.run(["export", path, "--fail-on", "warning"])
    #expect(failed.status == 3 && failed.output == plain.output && failed.errors == plain.errors)
    #expect(try Program.run(["export", path, "--fail-on", "error"]).status == 0)
    #expect(try Program.run([Self.shop, "--fail-on", "warning"]).status == 0)
  }

  @Test(
    "A full disk is a failure",
    arguments: [["export"], ["export", "--format", "json"], ["analyze"], ["report", "-o", "-"]])
  func fullDisk(command: [String]) throws {
    let outcome = try Program.run(command + [Self.shop], output: "/dev/full")
    #expect(outcome.status == 1)
    #expect(outcome.errors == ["wireprism: standard output cannot be written: No space left on device."])
  }

  @Test("A place where no file can be made")
  func noPlace() throws {
    let outcome = try Program.run(["export", Self.shop, "-o", "/nowhere/at.all"])
    #expect(outcome.status == 1)
    #expect(outcome.errors == ["wireprism: /nowhere/at.all cannot be created: No such file or directory."])
  }

  @Test("A receiver that wants no more ends the reading")
  func readingEnds() throws {
    var captures = try CaptureSet([.file(Self.shop)])
    let receiver = FirstExchange()
    var pipeline = Pipeline(receiver: receiver)
    pipeline.run(&captures) { true }
    #expect(receiver.packets == captures.counters.packets)
    #expect((1..<287).contains(captures.counters.packets))
  }

  @Test("A closed standard error does not end in the output")
  func closedStandardError() throws {
    let folder = try TemporaryFolder()
    // This capture costs a warning.
    let path = Fixture.path("cut-off.pcap")
    let expected = try Program.run(["export", path])
    try #require(expected.errors.count == 1)
    let shell = Process()
    shell.executableURL = URL(fileURLWithPath: "/bin/sh")
    shell.arguments = [
      "-c", #"exec "$0" export "$1" -o "$2" <&- >&- 2>&-"#, Program.executable.path, path, folder.path("out"),
    ]
    try shell.run()
    shell.waitUntilExit()
    #expect(shell.terminationStatus == 0)
    #expect(try folder.text("out") == expected.output)
  }

  @Test("A reader that goes away is no failure", arguments: [["export"], ["analyze"], ["report", "-o", "-"]])
  func closedPipe(command: [String]) throws {
    let folder = try TemporaryFolder()
    let process = Program.process(command + [Self.shop])
    let output = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = FileHandle(forWritingAtPath: try folder.add("stderr", []))
    try output.fileHandleForReading.close()
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationReason == .exit && process.terminationStatus == 0)
    #expect(try folder.text("stderr").isEmpty)
  }
}

/// A receiver that one exchange satisfies.
private final class FirstExchange: RecordReceiver {
  private(set) var isFinished = false
  /// As the summary says.
  private(set) var packets = 0

  func receive(_ exchange: borrowing Exchange, _ facts: borrowing ContentFacts, of connection: ConnectionContext) {
    isFinished = true
  }

  func receive(_ summary: borrowing SummaryRecord) {
    packets = summary.packets
  }
}
