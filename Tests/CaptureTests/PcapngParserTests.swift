import Bytes
import Findings
import Testing

@testable import Capture

@Suite struct PcapngParserTests {
  @Test("Packet blocks of the three kinds", arguments: byteOrders)
  func packetBlocks(order: ByteOrder) throws {
    var file = PcapngFile(order: order)
    file.addInterface(linkType: 1)
    file.addInterface(linkType: 101, snapLength: 61)
    file.addPacket(packet(1, count: 61), interface: 1, ticks: 5_000_000_000, original: 1_500)
    file.addSimplePacket(packet(2, count: 30))
    file.addObsoletePacket(packet(3), interface: 1, dropped: 4, ticks: 7)
    var set = try CaptureSet(file.bytes)
    let packets = set.packets()
    #expect(packets.map(\.bytes) == [packet(1, count: 61), packet(2, count: 30), packet(3)])
    #expect(packets.map(\.record.linkType) == [101, 1, 101])
    #expect(packets.map(\.record.interface) == [1, 0, 1])
    #expect(packets.map(\.record.originalByteCount) == [1_500, 30, 60])
    #expect(packets.map(\.record.time.nanoseconds) == [5_000_000_000_000, 5_000_000_000_000, 7_000])
    #expect(set.counters.truncatedPackets == 1)
    #expect(set.counters.bytes == 151)
    #expect(set.counters.dropped == 4)
    #expect(set.formats == ["pcapng"])
    #expect(set.linkTypes == [1, 101])
    #expect(set.warnings.isEmpty)
  }

  @Test func simplePacketIsCutAtTheSnapLength() throws {
    var file = PcapngFile()
    file.addInterface(snapLength: 21)
    file.addSimplePacket(packet(1, count: 21), original: 900)
    file.addInterface(snapLength: 0)
    file.addSimplePacket(packet(2, count: 22), original: 22)
    var set = try CaptureSet(file.bytes)
    let packets = set.packets()
    #expect(packets.map(\.bytes) == [packet(1, count: 21), packet(2, count: 21)])
    #expect(packets.map(\.record.originalByteCount) == [900, 22])
  }

  @Test(
    "A frame check sequence is no part of the packet: if_fcslen in bytes or bits, epb_flags before it",
    arguments: [
      (4, 0, 60), (32, 0, 60), (0, 0, 64), (4, 2, 62), (0, 15, 49), (15, 0, 49), (255, 0, 33),
    ] as [(UInt8, UInt32, Int)])
  func frameCheckSequence(ofInterface: UInt8, ofPacket: UInt32, count: Int) throws {
    var file = PcapngFile()
    file.addInterface(options: file.option(13, [ofInterface]))
    file.addPacket(packet(1, count: 64), options: file.option(2, file.order.bytes(ofPacket << 5)))
    file.addPacket(packet(2, count: 20), original: 64, options: file.option(2, file.order.bytes(ofPacket << 5)))
    var set = try CaptureSet(file.bytes)
    let packets = set.packets()
    #expect(packets.map(\.bytes) == [packet(1, count: count), packet(2, count: 20)])
    #expect(packets.map(\.record.originalByteCount) == [count, count])
    #expect(set.counters.truncatedPackets == 1)
  }

  @Test func sectionsResetInterfacesAndByteOrder() throws {
    var file = PcapngFile(order: .little)
    file.addInterface(linkType: 1)
    file.addPacket(packet(1))
    file.addSection(.big, length: 4_096)
    file.addPacket(packet(2))
    file.addInterface(linkType: 113)
    file.addPacket(packet(3))
    var set = try CaptureSet(file.bytes)
    let packets = set.packets()
    #expect(packets.map(\.bytes) == [packet(1), packet(3)])
    #expect(packets.map(\.record.linkType) == [1, 113])
    #expect(packets.map(\.record.interface) == [0, 1])
    #expect(set.causes == [.packetsWithoutInterface])
    #expect(set.warnings[0].count == 1)
  }

  @Test func interfaceOptions() throws {
    var file = PcapngFile()
    let name = file.option(2, [UInt8]("eth0".utf8))
    let offset = file.option(14, file.order.bytes(Int64(-10)))
    // No opt_endofopt: it is optional. An option that claims more than there is ends the list.
    file.addInterface(options: name + file.option(9, [9]) + offset + [2, 0, 0xFF, 0xFF])
    file.addPacket(packet(1), ticks: 25_000_000_001)
    var set = try CaptureSet(file.bytes)
    #expect(set.packets()[0].record.time.nanoseconds == 15_000_000_001)
    #expect(set.interfaces == [CaptureInterface(name: "eth0", linkType: 1)])
  }

  @Test("Dropped packets are not counted twice when statistics and packets report them")
  func droppedPackets() throws {
    var file = PcapngFile()
    file.addInterface()
    let dropped = file.option(4, file.order.bytes(UInt64(6)))
    file.addPacket(packet(1), options: file.option(1, [0x68]) + dropped + file.option(0, []))
    file.addStatistics(dropped: 10)
    file.addStatistics(dropped: 11)
    file.addStatistics(interface: 9, dropped: 500)
    var set = try CaptureSet(file.bytes)
    _ = set.packets()
    #expect(set.counters.dropped == 11)
  }

  @Test func blocksWithoutPackets() throws {
    var file = PcapngFile()
    for type: UInt32 in [4, 0x0BAD, 0x4000_0BAD, 0x8000_0001, 0x1234] {
      file.addBlock(type, packet(0, count: 40))
    }
    file.addInterface()
    file.addBlock(0x77, packet(0, count: 3_000_000))
    file.addPacket(packet(1))
    for byteCount in [1, 64, 100_000] {
      let (packets, warnings) = try packets(of: file.bytes, bufferByteCount: byteCount)
      #expect(packets.map(\.bytes) == [packet(1)])
      #expect(warnings.isEmpty)
    }
  }

  @Test func decryptionSecrets() throws {
    var file = PcapngFile()
    file.addSecrets(0x544C_534B, [UInt8]("CLIENT_RANDOM 00 11".utf8))
    file.addSecrets(0x5747_4B4C, [1, 2, 3])
    var set = try CaptureSet(file.bytes)
    _ = set.packets()
    #expect(set.secrets.map(\.type) == [.tlsKeyLog, DecryptionSecrets.Kind(rawValue: 0x5747_4B4C)])
    #expect(bytes(of: set.secrets[0]) == [UInt8]("CLIENT_RANDOM 00 11".utf8))
    #expect(bytes(of: set.secrets[1]) == [1, 2, 3])
  }

  @Test("A flood of empty secrets is bounded")
  func secretsLimit() {
    var ledger = CaptureLedger()
    let large = [UInt8](repeating: 0, count: CaptureLimits.secretsByteCount - 100)
    let isLargeKept = ledger.addSecrets(type: .tlsKeyLog, bytes: large.rawSpan)
    let isEmptyKept = ledger.addSecrets(type: .tlsKeyLog, bytes: [UInt8]().rawSpan)
    #expect(isLargeKept)
    #expect(!isEmptyKept)
    #expect(ledger.secrets.count == 1)
  }

  @Test func moreInterfacesThanAllowed() throws {
    var one = PcapngFile()
    one.addInterface()
    let block = one.bytes[28...]
    var file = PcapngFile()
    for _ in 0...CaptureLimits.interfacesPerSection { file.bytes += block }
    var set = try CaptureSet(file.bytes)
    _ = set.packets()
    #expect(set.causes == [.tooManyInterfaces])
    #expect(set.interfaces.count == CaptureLimits.describedInterfaces)
  }

  @Test func lengthsThatDiffer() throws {
    var file = PcapngFile()
    file.addInterface()
    file.addPacket(packet(1))
    let damaged = file.bytes.count
    file.addPacket(packet(2))
    file.bytes[file.bytes.count - 4] ^= 4
    let next = file.bytes.count
    file.addPacket(packet(3))
    var set = try CaptureSet(file.bytes)
    #expect(set.packets().map(\.bytes) == [packet(1), packet(3)])
    #expect(set.causes == [.passedOverDamage])
    #expect(set.warnings[0].byteOffset == damaged)
    #expect(set.warnings[0].count == next - damaged)
  }

  @Test("A length that hides the rest of the file is damage")
  func lengthBeyondTheEnd() throws {
    var file = PcapngFile()
    file.addInterface()
    let damaged = file.bytes.count
    file.addPacket(packet(1))
    file.bytes[damaged + 6] = 0x70
    file.addPacket(packet(2))
    var set = try CaptureSet(file.bytes)
    #expect(set.packets().map(\.bytes) == [packet(2)])
    #expect(set.causes == [.passedOverDamage])
  }

  @Test("Some writers forget the padding in a block's length")
  func unpaddedLength() throws {
    var file = PcapngFile()
    file.addInterface()
    let start = file.bytes.count
    file.addPacket(packet(1, count: 61))
    file.bytes[start + 4] -= 3
    file.bytes[file.bytes.count - 4] -= 3
    file.addPacket(packet(2))
    var set = try CaptureSet(file.bytes)
    #expect(set.packets().map(\.bytes) == [packet(1, count: 61), packet(2)])
  }
}
