import Foundation
import Glibc
import Testing

/// Disks that are full, readers that go away, inputs that fail: the status says so, and what was written can be used.
@Suite("Faults")
struct FaultTests {
  private static let shop = Fixture.path("shop.pcapng")

  // MARK: A place without room

  @Test(
    "A full disk ends a file, whoever writes it",
    arguments: [
      ["export", "-o"], ["export", "--format", "json", "-o"], ["export", "--format", "har", "-o"], ["report", "-o"],
    ])
  func fullDisk(command: [String]) throws {
    let outcome = try Program.run(command + ["/dev/full", Self.shop])
    #expect(outcome.status == 1 && outcome.output.isEmpty)
    #expect(outcome.errors == ["wireprism: /dev/full cannot be written: No space left on device."])
  }

  @Test(
    "Standard output that is full",
    arguments: [
      ["export", "--format", "har"], ["follow", "--connection", "0"], ["compare", shop], ["interfaces"],
      ["compare", "--format", "json", shop],
    ])
  func fullStandardOutput(command: [String]) throws {
    let outcome = try Program.run(command + (command == ["interfaces"] ? [] : [Self.shop]), output: "/dev/full")
    #expect(outcome.status == 1)
    #expect(outcome.errors == ["wireprism: standard output cannot be written: No space left on device."])
  }

  @Test("NDJSON in a file that may not grow ends with a whole record", arguments: [16, 128, 200])
  func limitedFile(kilobytes: Int) throws {
    let folder = try TemporaryFolder()
    let path = folder.path("records")
    let outcome = try Shell.run(
      #"ulimit -f \#(kilobytes); exec "$wireprism" export --frames "$1" "$2" -o "$3""#,
      [Fixture.path("many-connections.pcap"), Self.shop, path])
    #expect(outcome.status == 1)
    #expect(outcome.errors == ["wireprism: \(path) cannot be written: File too large."])
    let text = try folder.text("records")
    #expect(text.utf8.count <= kilobytes * 1024)
    #expect(kilobytes < 128 || text.utf8.count > 100_000)
    try expectWholeRecords(text)
  }

  @Test("A file system without room", .enabled(if: Shell.canMount, "needs a mount namespace"))
  func fullFileSystem() throws {
    let folder = try TemporaryFolder()
    let outcome = try Shell.run(
      #"""
      exec unshare --map-root-user --mount bash -c '
        mkdir -p "$3/disk" && mount -t tmpfs -o size=160k none "$3/disk" || exit 77
        "$wireprism" export --frames "$1" "$2" -o "$3/disk/records"
        echo "export $?" >&2; cp "$3/disk/records" "$3/records"; : > "$3/disk/records"
        "$wireprism" extract "$2" -o "$3/disk/bodies"; echo "extract $?" >&2
        "$wireprism" report "$2" -o "$3/disk/page"; echo "report $?" >&2
      ' bash "$@"
      """#, [Fixture.path("many-connections.pcap"), Self.shop, folder.path])
    #expect(
      outcome.errors.filter { $0.hasPrefix("wireprism: ") }.allSatisfy { $0.hasSuffix(": No space left on device.") })
    #expect(outcome.errors.contains("export 1") && outcome.errors.contains("report 1"), "\(outcome.errors)")
    try expectWholeRecords(try folder.text("records"))
  }

  @Test("A temporary file that cannot be made")
  func noTemporaryFile() throws {
    let folder = try TemporaryFolder()
    let capture = try folder.add("large.pcap", OpenConnections.capture(12_000))
    let outcome = try Program.run(
      ["export", "--format", "json", capture], output: "/dev/null", environment: ["TMPDIR": "/nowhere"])
    #expect(outcome.status == 1)
    #expect(
      outcome.errors == [
        "wireprism: records for standard output cannot be kept in a temporary file: No such file or directory."
      ])
  }

  @Test("What a capture with keys would replace stays when there is no room for it")
  func keysWithoutRoom() throws {
    let folder = try TemporaryFolder()
    let path = try folder.add("there.pcapng", Array("as it was".utf8))
    let outcome = try Shell.run(
      #"ulimit -f 1; exec "$wireprism" embed-keys "$1" -k "$2" -o "$3""#,
      [try Fixture.capture("tls13-suites"), try #require(Fixture.keyLog(of: "tls13-suites")), path])
    #expect(outcome.status == 1)
    #expect(outcome.errors == ["wireprism: \(path) cannot be written: File too large."])
    #expect(try folder.text("there.pcapng") == "as it was")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["there.pcapng"])
  }

  // MARK: A reader that goes away

  @Test(
    "Nobody reads: no word, and no failure",
    arguments: [
      ["export", "--format", "json"], ["export", "--format", "har"], ["follow", "--connection", "0"],
      ["compare", shop],
      ["compare", "--format", "json", shop], ["export", "--frames", Fixture.path("many-connections.pcap")],
    ])
  func nobodyReads(command: [String]) throws {
    let outcome = try Shell.run(
      #"{ "$wireprism" "$@"; echo "status $?" >&2; } | true"#, command + [Self.shop])
    #expect(outcome.errors == ["status 0"])
  }

  @Test("Nobody reads a merged summary, or the list of interfaces")
  func nobodyReadsLittle() throws {
    let folder = try TemporaryFolder()
    let export = try folder.add("export", Array(try Program.run(["export", Self.shop]).output.utf8))
    for command in [["merge", export], ["interfaces"]] {
      let outcome = try Shell.run(
        #"{ sleep 0.2; "$wireprism" "$@"; echo "status $?" >&2; } | true"#, command)
      #expect(outcome.errors == ["status 0"])
    }
  }

  @Test("A reader that reads a little gets whole lines")
  func readerOfLittle() throws {
    let outcome = try Shell.run(
      #"{ "$wireprism" export --frames "$@"; echo "status $?" >&2; } | head -n 20"#,
      [Fixture.path("many-connections.pcap"), Self.shop])
    #expect(outcome.errors == ["status 0"])
    #expect(outcome.output.split(separator: "\n").count == 20)
    try expectWholeRecords(outcome.output)
  }

  @Test("A pipe that another program made non-blocking is waited for, on both sides")
  func nonBlockingPipes() throws {
    let expected = try Program.run(["export", "--frames", "-"], input: try Fixture.bytes("shop.pcapng"))
    let (input, output) = (Pipe(), Pipe())
    for end in [input.fileHandleForReading, output.fileHandleForWriting] {
      try #require(fcntl(end.fileDescriptor, F_SETFL, O_NONBLOCK) == 0)
    }
    let process = Program.process(["export", "--frames", "-"])
    process.standardInput = input
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    try output.fileHandleForWriting.close()
    usleep(200_000)
    // Both are larger than a pipe holds; the program cannot take the second half before the first is written.
    let bytes = Data(try Fixture.bytes("shop.pcapng"))
    let writer = Thread {
      input.fileHandleForWriting.write(bytes)
      try? input.fileHandleForWriting.close()
    }
    writer.start()
    usleep(500_000)
    let written = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationReason == .exit && process.terminationStatus == 0)
    #expect(String(decoding: written, as: UTF8.self) == expected.output)
  }

  // MARK: An input that fails

  @Test("A read that fails for a moment is tried again", .enabled(if: FailingRead.isThere, "needs a C compiler"))
  func passingReadFailure() throws {
    let expected = try Program.run(["export", Self.shop])
    for number in [EIO, ENOMEM, ETIMEDOUT] {
      let outcome = try FailingRead().run(["export", Self.shop], of: Self.shop, behind: 40_000, times: 3, with: number)
      #expect(outcome.status == 0 && outcome.errors.isEmpty)
      #expect(outcome.output == expected.output)
    }
  }

  @Test(
    "A read that goes on failing: what came before is used, and one sentence says where it ends",
    .enabled(if: FailingRead.isThere, "needs a C compiler"))
  func lastingReadFailure() throws {
    for (number, reason) in [(EIO, "Input/output error"), (EBADF, "Bad file descriptor")] {
      let outcome = try FailingRead().run(
        ["export", Self.shop], of: Self.shop, behind: 40_000, times: .max, with: number)
      #expect(outcome.status == 0)
      #expect(
        outcome.errors == [
          "wireprism: \(Self.shop) could not be read beyond byte 40000 (\(reason)): everything before it was used."
        ])
      let records = try outcome.records
      #expect(records.contains { $0["record"] as? String == "exchange" })
      #expect(records.last?["record"] as? String == "summary")
    }
  }

  @Test("A read that fails at once", .enabled(if: FailingRead.isThere, "needs a C compiler"))
  func noRead() throws {
    let outcome = try FailingRead().run(["export", Self.shop], of: Self.shop, behind: 0, times: .max, with: EIO)
    #expect(outcome.status == 1 && outcome.output.isEmpty)
    #expect(outcome.errors == ["wireprism: \(Self.shop) cannot be read: Input/output error."])
    // Memory that is not there.
    let memory = try Program.run(["analyze", "/proc/self/mem"])
    #expect(memory.status == 1)
    #expect(memory.errors == ["wireprism: /proc/self/mem cannot be read: Input/output error."])
  }

  @Test("A writer of a pipe that dies in the middle of a packet")
  func deadWriter() throws {
    let bytes = try Fixture.bytes("http1-keepalive.pcap")
    let outcome = try Program.run(["export", "-"], input: Array(bytes.dropLast(10)))
    #expect(outcome.status == 0)
    #expect(outcome.errors.count == 1)
    #expect(outcome.errors.first?.contains("ends inside the record") == true)
    #expect(try outcome.records.last?["record"] as? String == "summary")
  }

  @Test("A named pipe is read once, also where secrets may stand behind the packets")
  func namedPipe() throws {
    let name = "tls-keys-at-the-end.pcapng"
    let expected = try Program.run(["export", "-"], input: try Fixture.bytes(name))
    let folder = try TemporaryFolder()
    let outcome = try Shell.run(
      #"mkfifo "$1"; cat "$2" > "$1" & exec timeout 60 "$wireprism" export "$1""#,
      [folder.path("pipe"), Fixture.path(name)])
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    #expect(outcome.output.drop { $0 != "\n" } == expected.output.drop { $0 != "\n" })
  }

  private func expectWholeRecords(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    #expect(text.hasPrefix(#"{"record":"capture""#) && text.hasSuffix("}\n"), sourceLocation: sourceLocation)
    for line in text.split(separator: "\n") {
      #expect(
        (try? JSONSerialization.jsonObject(with: Data(line.utf8))) is [String: Any], "\(line)",
        sourceLocation: sourceLocation)
    }
  }
}
