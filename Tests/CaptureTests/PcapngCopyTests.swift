import Bytes
import Findings
import Testing

@testable import Capture

/// A copy with secrets in it, read again.
@Suite struct PcapngCopyTests {
  private static let secrets = [UInt8]("CLIENT_RANDOM 00 11\n".utf8)
  private static let others = [UInt8]("CLIENT_RANDOM 22 33\n".utf8)
  private static let sshSecrets: UInt32 = 0x5353_484B
  private static let tlsSecrets = DecryptionSecrets.Kind.tlsKeyLog.rawValue

  private func copy(
    _ captures: [UInt8]..., filter: String? = nil, keyLog: [UInt8] = secrets
  ) throws -> [UInt8] {
    let inputs = captures.enumerated().map { CaptureInput.bytes($1, name: "capture \($0 + 1)") }
    var copy = try PcapngCopy(inputs, filter: filter, keyLog: SecretBuffer(keyLog.rawSpan))
    return Self.read(&copy)
  }

  private static func read(_ copy: inout PcapngCopy) -> [UInt8] {
    var bytes: [UInt8] = []
    while true {
      switch copy.read(into: &bytes) {
      case .appended: break
      case .secrets(let blocks): bytes.append(blocks.bytes)
      case .end: return bytes
      }
    }
  }

  @Test("A pcapng file keeps every block, but for TLS secrets and the sections' lengths", arguments: byteOrders)
  func blocks(order: ByteOrder) throws {
    /// The file with or without what the copy changes.
    func file(isCopy: Bool) -> [UInt8] {
      var file = PcapngFile()
      file.bytes = []
      file.addSection(order, length: isCopy ? .max : 4711)
      if isCopy { file.addSecrets(Self.tlsSecrets, Self.secrets) }
      file.addInterface(options: file.option(2, [UInt8]("eth0".utf8)) + file.option(9, [9]) + file.option(0, []))
      if !isCopy { file.addSecrets(Self.tlsSecrets, Self.others) }
      file.addSecrets(Self.sshSecrets, [1, 2, 3, 4])
      file.addPacket(packet(1), ticks: 7, options: file.option(1, [UInt8]("a comment".utf8)) + file.option(0, []))
      file.addBlock(0x0BAD, [0, 0, 0x7E, 0xD9, 1, 2, 3, 4])
      file.addBlock(0x7777_7777, [9, 9, 9, 9])
      file.addBlock(0x7777_7777, [UInt8](repeating: 5, count: CaptureLimits.metadataBlockByteCount + 4))
      file.addStatistics(dropped: 3)
      file.addSimplePacket(packet(2))
      file.addSection(order == .big ? .little : .big, length: isCopy ? .max : 8)
      file.addInterface(linkType: 101)
      if !isCopy { file.addSecrets(Self.tlsSecrets, Self.others) }
      file.addPacket(packet(3))
      return file.bytes
    }
    #expect(try copy(file(isCopy: false)) == file(isCopy: true))
  }

  @Test("Damage is left out")
  func damage() throws {
    var file = PcapngFile()
    file.addInterface()
    file.addPacket(packet(1))
    file.bytes += [UInt8](repeating: 0, count: 40)
    var rest = PcapngFile()
    rest.bytes = []
    rest.addPacket(packet(2))
    var set = try CaptureSet(try copy(file.bytes + rest.bytes))
    #expect(set.packets().map(\.bytes) == [packet(1), packet(2)])
    #expect(set.warnings.isEmpty)
  }

  @Test("Packets of a pcap file keep their nanoseconds, lengths and link type", arguments: byteOrders)
  func pcap(order: ByteOrder) throws {
    var file = PcapFile(magic: 0xA1B2_3C4D, order: order, linkType: 113)
    file.add(packet(1, count: 61), second: 1_795_504_323, fraction: 123_456_789, original: 1500)
    file.add(packet(2, count: 60), second: 1_795_504_323, fraction: 1)
    var before = try CaptureSet(file.bytes)
    var after = try CaptureSet(try copy(file.bytes))
    #expect(after.packets() == before.packets())
    #expect(after.formats == ["pcapng"] && after.warnings.isEmpty)
    #expect(after.secrets.map(\.type) == [.tlsKeyLog])
    #expect(after.secrets.map(bytes(of:)) == [Self.secrets])
  }

  @Test("Several captures become one section by time, with an interface for each that has packets")
  func several() throws {
    var first = PcapFile(linkType: 101)
    first.add(packet(1), second: 10)
    first.add(packet(2), second: 30)
    var second = PcapngFile()
    second.addSecrets(Self.tlsSecrets, Self.others)
    second.addInterface(linkType: 228)
    second.addInterface(linkType: 1, options: second.option(2, [UInt8]("wlan0".utf8)))
    second.addPacket(packet(3), interface: 1, ticks: 20_000_000)
    var copied = try PcapngCopy(
      [.bytes(first.bytes, name: "1"), .bytes(second.bytes, name: "2")], filter: nil,
      keyLog: SecretBuffer(Self.secrets.rawSpan))
    let bytes = Self.read(&copied)
    let leavesBlocksOut = copied.leavesBlocksOut
    #expect(leavesBlocksOut)
    var set = try CaptureSet(bytes)
    let packets = set.packets()
    #expect(packets.map(\.bytes) == [1, 3, 2].map { packet($0) })
    #expect(packets.map(\.record.linkType) == [101, 1, 101])
    #expect(packets.map(\.record.time.nanoseconds) == [10, 20, 30].map { $0 * 1_000_000_000 })
    #expect(set.interfaces.map(\.name) == [nil, "wlan0"])
    #expect(set.secrets.map(bytes(of:)) == [Self.secrets])
  }

  @Test("A filter holds for both kinds of copy")
  func filter() throws {
    let ethernet = [UInt8](repeating: 2, count: 12) + [0x08, 0x00]
    func ip(_ transport: UInt8) -> [UInt8] {
      ethernet + [0x45, 0, 0, 40, 0, 0, 0, 0, 64, transport, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2, 0, 80, 0, 81]
        + [UInt8](repeating: 0, count: 16)
    }
    var pcapng = PcapngFile()
    pcapng.addInterface()
    var pcap = PcapFile()
    for packet in [ip(17), ip(6), ip(17)] {
      pcapng.addPacket(packet)
      pcap.add(packet)
    }
    for file in [pcapng.bytes, pcap.bytes] {
      var set = try CaptureSet(try copy(file, filter: "tcp"))
      #expect(set.packets().map(\.bytes) == [ip(6)])
    }
  }

  @Test("Many secrets are cut between lines")
  func manySecrets() throws {
    let line = [UInt8](("CLIENT_RANDOM " + String(repeating: "0", count: 160) + "\n").utf8)
    let count = CaptureLimits.writtenSecretsByteCount * 3 / 2 / line.count
    let keyLog = (0..<count).flatMap { _ in line }
    var file = PcapFile()
    file.add(packet(1))
    let set = try CaptureSet(try copy(file.bytes, keyLog: keyLog))
    #expect(set.secrets.count == 2)
    #expect(set.secrets.flatMap(bytes(of:)) == keyLog)
    #expect(set.secrets.allSatisfy { bytes(of: $0).last == ASCII.lineFeed })
  }
}
