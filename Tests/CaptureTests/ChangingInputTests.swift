import Foundation
import Testing

@testable import Capture

/// Files that somebody else changes while they are read.
@Suite("Changing inputs") struct ChangingInputTests {
  /// More than a buffer holds, so that the file is not read at once.
  fileprivate static let packets = (1...1200).map { [UInt8](repeating: UInt8(truncatingIfNeeded: $0), count: 1000) }

  @Test("What is appended is read, too")
  func growing() throws {
    let file = try ChangingFile()
    var captures = try CaptureSet([.file(file.path)])
    let first = read(10, of: &captures)
    try file.append(ChangingFile.records(of: [[1, 2, 3]]))
    let rest = read(of: &captures)
    #expect(first == Array(Self.packets[..<10]))
    #expect(rest == Self.packets[10...] + [[1, 2, 3]])
    #expect(captures.warnings.isEmpty)
  }

  @Test("A file that shrinks ends early, with one warning at most", arguments: [0, 24, 700_000, 1_200_000])
  func shrinking(byteCount: Int) throws {
    let file = try ChangingFile()
    var captures = try CaptureSet([.file(file.path)])
    let first = read(10, of: &captures)
    try file.truncate(to: byteCount)
    let rest = read(of: &captures)
    let all = first + rest
    #expect(all == Array(Self.packets[..<all.count]))
    #expect(all.count >= byteCount / 1016 && all.count < Self.packets.count)
    #expect(captures.warnings.count <= 1)
    #expect(captures.warnings.allSatisfy { $0.cause == .truncated })
  }

  @Test("A file that is removed is read to its end")
  func removed() throws {
    let file = try ChangingFile()
    var captures = try CaptureSet([.file(file.path)])
    let first = read(10, of: &captures)
    try file.remove()
    let rest = read(of: &captures)
    #expect(first + rest == Self.packets && captures.warnings.isEmpty)
  }

  @Test("Of a file that is no more, secrets are not read ahead, and its packets are delivered once")
  func removedBeforeSecrets() throws {
    var pcapng = PcapngFile()
    pcapng.addInterface()
    for packet in Self.packets { pcapng.addPacket(packet) }
    pcapng.addSecrets(0x544C_534B, Array("secret".utf8))
    let file = try ChangingFile(pcapng.bytes)
    var captures = try CaptureSet([.file(file.path)])
    let first = read(10, of: &captures)
    try file.remove()
    captures.readSecretsAhead()
    #expect(captures.secrets.isEmpty)
    let rest = read(of: &captures)
    #expect(first + rest == Self.packets)
    #expect(captures.secrets.count == 1)
  }

  /// The next packets: so many, or all.
  private func read(_ count: Int = .max, of captures: inout CaptureSet) -> [[UInt8]] {
    var packets: [[UInt8]] = []
    captures.forEachPacket { _, bytes in
      packets.append([UInt8](bytes))
      return packets.count < count
    }
    return packets
  }
}

/// A capture file that changes.
private final class ChangingFile {
  let path = FileManager.default.temporaryDirectory.appending(path: "wireprism-\(UUID().uuidString)").path

  init(_ bytes: [UInt8]? = nil) throws {
    var file = PcapFile()
    for packet in ChangingInputTests.packets { file.add(packet) }
    try Data(bytes ?? file.bytes).write(to: URL(fileURLWithPath: path))
  }

  deinit {
    try? remove()
  }

  /// Packets as they stand behind a file's header.
  static func records(of packets: [[UInt8]]) -> [UInt8] {
    var file = PcapFile()
    for packet in packets { file.add(packet) }
    return Array(file.bytes.dropFirst(24))
  }

  func append(_ bytes: [UInt8]) throws {
    let file = try #require(FileHandle(forWritingAtPath: path))
    try file.seekToEnd()
    try file.write(contentsOf: Data(bytes))
    try file.close()
  }

  func truncate(to byteCount: Int) throws {
    let file = try #require(FileHandle(forWritingAtPath: path))
    try file.truncate(atOffset: UInt64(byteCount))
    try file.close()
  }

  func remove() throws {
    try FileManager.default.removeItem(atPath: path)
  }
}
