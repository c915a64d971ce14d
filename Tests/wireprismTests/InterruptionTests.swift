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
