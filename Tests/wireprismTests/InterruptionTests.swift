import Foundation
import Testing

/// Signals while the program waits for a capture that does not end.
@Suite("Interruption", .serialized)
struct InterruptionTests {
  @Test(
    "The first signal ends the reading, and all that was read is written",
    arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)])
  func first(signal: Int32, status: Int32) throws {
    let run = try WaitingRun(["export", "-"], input: try Fixture.bytes("http1-keepalive.pcap"))
    run.send(signal)
    #expect(run.waitUntilExit() == status)
    let whole = try Program.run(["export", Fixture.path("http1-keepalive.pcap")])
    #expect(run.output.drop { $0 != "\n" } == whole.output.drop { $0 != "\n" })
    #expect(run.errors == "wireprism: interrupted: this is what was read until then.\n")
  }

  @Test("Nothing is said about the packet in which the signal came")
  func insidePacket() throws {
    let bytes = try Fixture.bytes("http1-keepalive.pcap")
    let run = try WaitingRun(["analyze", "-"], input: bytes.dropLast(10))
    run.send(SIGINT)
    #expect(run.waitUntilExit() == 130)
    #expect(run.output.contains("HTTP/1.1"))
    #expect(run.errors == "wireprism: interrupted: this is what was read until then.\n")
  }

  @Test("A second signal ends the program at once, whatever it is waiting for")
  func second() throws {
    let unread = Pipe()
    let run = try WaitingRun(
      ["export", "--frames", "-"], input: try Fixture.bytes("shop.pcapng"), output: unread.fileHandleForWriting
    )
    // It has more to write than a pipe holds, and nobody reads.
    run.send(SIGINT)
    usleep(200_000)
    #expect(run.isRunning)
    run.send(SIGINT)
    #expect(run.waitUntilExit() == -SIGINT)
  }

  @Test(
    "A signal at any moment: what is written is whole, and the status tells of it",
    arguments: [
      ["export", "--frames"], ["export", "--format", "json", "--frames"], ["export", "--format", "har"], ["report"],
      ["analyze"],
    ])
  func anyMoment(command: [String]) throws {
    let folder = try TemporaryFolder()
    let capture = try folder.add("open.pcap", OpenConnections.capture(300))
    let started = Date()
    let arguments = command + [capture] + (command == ["report"] ? ["-o", "-"] : [])
    let whole = try Program.run(arguments)
    let milliseconds = max(50, Int(Date().timeIntervalSince(started) * 1000))
    for index in 0..<12 {
      let signal = [SIGINT, SIGTERM, SIGKILL][index % 3]
      let outcome = try Shell.run(
        #""$wireprism" "${@:3}" & sleep "$1"; kill -"$2" $! 2>/dev/null; wait $!"#,
        [String(Double(index * milliseconds / 11) / 1000), String(signal)] + arguments)
      // Before the program watches for signals they end it at once, and nothing was written yet.
      #expect([0, 128 + signal].contains(outcome.status), "\(outcome)")
      if outcome.status == 0 { #expect(outcome.output == whole.output) }
      try expectWhole(outcome, command, isKilled: signal == SIGKILL)
    }
  }

  private func expectWhole(_ outcome: Program.Outcome, _ command: [String], isKilled: Bool) throws {
    guard !outcome.output.isEmpty else { return }
    if command == ["export", "--frames"] {
      var lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false)
      // What stands behind the last line end: a record that the kernel had begun to write when it killed the program.
      let rest = lines.removeLast()
      #expect(isKilled || rest.isEmpty)
      let records = try lines.map { try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] }
      if !isKilled { #expect(records.last??["record"] as? String == "summary") }
    } else if !isKilled {
      switch command[0] {
      case "export": _ = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
      case "report": #expect(outcome.output.hasSuffix("</html>\n"))
      default: #expect(outcome.output.hasSuffix("\n"))
      }
    }
  }

  @Test("Before the first packet there is nothing to write")
  func beforeAnything() throws {
    let run = try WaitingRun(["analyze", "-"], input: [])
    run.send(SIGINT)
    #expect(run.waitUntilExit() == 130)
    #expect(run.output.isEmpty && run.errors.isEmpty)
  }
}

/// The program, waiting on a pipe for more of a capture.
private final class WaitingRun {
  private let process: Process
  private let folder: TemporaryFolder
  private let input = Pipe()

  /// Gives it the beginning of a capture, and waits until it has taken that and waits for more, or for a reader.
  init(_ arguments: [String], input bytes: [UInt8], output: FileHandle? = nil) throws {
    folder = try TemporaryFolder()
    process = Program.process(arguments)
    process.standardInput = input
    process.standardOutput = try output ?? FileHandle(forWritingAtPath: folder.add("stdout", []))
    process.standardError = FileHandle(forWritingAtPath: try folder.add("stderr", []))
    try process.run()
    input.fileHandleForWriting.write(Data(bytes))
    let deadline = Date(timeIntervalSinceNow: 60)
    while !isWaiting, Date() < deadline { usleep(10_000) }
  }

  var isRunning: Bool { process.isRunning }

  func send(_ signal: Int32) {
    kill(process.processIdentifier, signal)
  }

  func waitUntilExit() -> Int32 {
    process.waitUntilExit()
    return process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
  }

  var output: String { (try? folder.text("stdout")) ?? "" }
  var errors: String { (try? folder.text("stderr")) ?? "" }

  /// Whether it sleeps in a read from standard input with nothing left to read, or in a write that nobody reads.
  private var isWaiting: Bool {
    let place = (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/syscall", encoding: .utf8)) ?? ""
    // The numbers of `read` and `write` on x86-64 and on arm64; the first argument is the descriptor.
    return ["0 0x0 ", "1 0x1 ", "63 0x0 ", "64 0x1 "].contains { place.hasPrefix($0) }
  }
}
