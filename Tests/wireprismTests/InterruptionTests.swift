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

  /// Gives it the beginning of a capture, and waits until it has taken that and waits for more.
  init(_ arguments: [String], input bytes: [UInt8]) throws {
    folder = try TemporaryFolder()
    process = Program.process(arguments)
    process.standardInput = input
    process.standardOutput = FileHandle(forWritingAtPath: try folder.add("stdout", []))
    process.standardError = FileHandle(forWritingAtPath: try folder.add("stderr", []))
    try process.run()
    input.fileHandleForWriting.write(Data(bytes))
    let deadline = Date(timeIntervalSinceNow: 60)
    while !isReadingFromPipe, Date() < deadline { usleep(10_000) }
  }

  func send(_ signal: Int32) {
    kill(process.processIdentifier, signal)
  }

  func waitUntilExit() -> Int32 {
    process.waitUntilExit()
    return process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
  }

  var output: String { (try? folder.text("stdout")) ?? "" }
  var errors: String { (try? folder.text("stderr")) ?? "" }

  /// Whether it sleeps in a read from standard input and nothing is left to read.
  private var isReadingFromPipe: Bool {
    let place = try? String(contentsOfFile: "/proc/\(process.processIdentifier)/syscall", encoding: .utf8)
    // System call 0 is `read` on x86-64, 63 on arm64; its first argument is the descriptor.
    return place?.hasPrefix("0 0x0 ") == true || place?.hasPrefix("63 0x0 ") == true
  }
}
