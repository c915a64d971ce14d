import Bytes
import Findings
import Foundation
import Testing

@testable import Capture

@Suite("Saving packets")
struct PacketSaverTests {
  @Test("What is saved is read again: interfaces, times, lengths, statistics")
  func roundTrip() throws {
    let folder = try SaveFolder()
    var saver = try folder.saver("a.pcapng", interfaces: ["eth0", "lo"])
    for number in 0..<5 { saver.save(packet(number, interface: number % 2), bytes(number).rawSpan) }
    saver.counters = [counters(received: 9, kernel: 3, interface: 1), counters(received: 2, kernel: 0, interface: 0)]
    try saver.finish()
    var set = try CaptureSet([.file(folder.path("a.pcapng"))])
    var read = 0
    set.forEachPacket { record, content in
      #expect(record.time == packet(read, interface: 0).time)
      #expect(record.interface == read % 2)
      #expect(record.originalByteCount == 1000)
      #expect([UInt8](content) == bytes(read))
      read += 1
      return true
    }
    #expect(read == 5)
    #expect(set.interfaces.map(\.name) == ["eth0", "lo"])
    #expect(set.counters.dropped == 4)
    #expect(set.warnings.isEmpty)
  }

  @Test("After each flush the file can be read without a complaint")
  func wholeBlocks() throws {
    let folder = try SaveFolder()
    var saver = try folder.saver("a.pcapng")
    for number in 0..<20 {
      saver.save(packet(number), bytes(number).rawSpan)
      try saver.flush()
      var set = try CaptureSet([.file(folder.path("a.pcapng"))])
      set.forEachPacket { _, _ in true }
      #expect(set.counters.packets == number + 1 && set.warnings.isEmpty)
    }
    try saver.finish()
  }

  @Test("A full disk is told")
  func fullDisk() throws {
    #expect(throws: SaveError(path: "/dev/full", attempt: .write, errorNumber: ENOSPC)) {
      try PacketSaver(
        path: "/dev/full", rotation: SaveRotation(), interfaces: [CaptureInterface(name: nil, linkType: 1)],
        options: LiveOptions(interfaces: []), isPrivate: false, at: Timestamp(nanoseconds: 0))
    }
  }

  @Test(
    "Names of the files, as in tcpdump",
    arguments: [
      (SaveRotation(), ["a"]),
      (SaveRotation(byteCount: 700), ["a", "a1", "a2"]),
      (SaveRotation(byteCount: 700, fileCount: 2), ["a0", "a1"]),
      (SaveRotation(byteCount: 700, fileCount: 11), ["a00", "a01", "a02"]),
    ])
  func names(rotation: SaveRotation, names: [String]) throws {
    let folder = try SaveFolder()
    var saver = try folder.saver("a", rotation: rotation)
    for number in 0..<7 {
      saver.save(packet(number), bytes(200).rawSpan)
      try saver.flush()
    }
    try saver.finish()
    #expect(try folder.names == names)
  }

  @Test("The last file of a ring holds the last packets")
  func ring() throws {
    let folder = try SaveFolder()
    var saver = try folder.saver("a", rotation: SaveRotation(byteCount: 700, fileCount: 2))
    for number in 0..<7 { saver.save(packet(number), bytes(200).rawSpan) }
    try saver.finish()
    var set = try CaptureSet(folder.names.map { .file(folder.path($0)) })
    var times: [Timestamp] = []
    set.forEachPacket { record, _ in
      times.append(record.time)
      return true
    }
    #expect(times == (3..<7).map { packet($0).time })
  }

  @Test("By time: a file every so many seconds, named by the time, and an end after so many")
  func byTime() throws {
    let folder = try SaveFolder()
    let rotation = SaveRotation(seconds: 2, fileCount: 2)
    var saver = try folder.saver("at-%S", rotation: rotation)
    for number in 0..<7 where !saver.isComplete { saver.save(packet(number), bytes(number).rawSpan) }
    try saver.finish()
    #expect(try folder.names == ["at-00", "at-02"])
    #expect(saver.isComplete)
  }

  @Test("Secrets stand in every file, in front of what needs them")
  func secrets() throws {
    let folder = try SaveFolder()
    var saver = try folder.saver("a", rotation: SaveRotation(byteCount: 700))
    let log = Array("CLIENT_RANDOM 00 11\n".utf8)
    try saver.save(secrets: log.rawSpan)
    for number in 0..<4 { saver.save(packet(number), bytes(200).rawSpan) }
    try saver.finish()
    for name in try folder.names {
      var set = try CaptureSet([.file(folder.path(name))])
      set.forEachPacket { _, _ in true }
      #expect(set.secrets.map(bytes(of:)) == [log])
    }
  }

  @Test("A file that was moved away is followed by a new one; one that was not goes on")
  func reopened() throws {
    let folder = try SaveFolder()
    var saver = try folder.saver("a")
    saver.save(packet(0), bytes(0).rawSpan)
    try saver.reopen()
    saver.save(packet(1), bytes(1).rawSpan)
    try saver.flush()
    try FileManager.default.moveItem(atPath: folder.path("a"), toPath: folder.path("b"))
    try saver.reopen()
    saver.save(packet(2), bytes(2).rawSpan)
    try saver.finish()
    for (name, packets) in [("b", 2), ("a", 1)] {
      var set = try CaptureSet([.file(folder.path(name))])
      set.forEachPacket { _, _ in true }
      #expect(set.counters.packets == packets && set.warnings.isEmpty)
    }
  }

  /// The packet of a number: one a second.
  private func packet(_ number: Int, interface: Int = 0) -> PacketRecord {
    PacketRecord(
      time: Timestamp(nanoseconds: Int64(number) * 1_000_000_000 + 7), linkType: 1, interface: interface,
      originalByteCount: 1000, number: number + 1)
  }

  private func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: $0) }
  }

  private func counters(received: Int, kernel: Int, interface: Int) -> LiveCounters {
    var counters = LiveCounters()
    counters.received = received
    counters.droppedByKernel = kernel
    counters.droppedByInterface = interface
    return counters
  }
}

/// A folder for saved files, which goes with its test.
private final class SaveFolder {
  private let url = FileManager.default.temporaryDirectory.appending(path: "wireprism-\(UUID().uuidString)")

  init() throws {
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }

  func path(_ name: String) -> String { url.appending(path: name).path }

  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() }
  }

  func saver(
    _ name: String, interfaces: [String] = ["eth0"], rotation: SaveRotation = SaveRotation()
  ) throws -> PacketSaver {
    try PacketSaver(
      path: path(name), rotation: rotation, interfaces: interfaces.map { CaptureInterface(name: $0, linkType: 1) },
      options: LiveOptions(interfaces: interfaces), isPrivate: false, at: Timestamp(nanoseconds: 0))
  }
}
