import Bytes
import Findings
import Testing

@testable import Capture

@Suite struct PcapParserTests {
  @Test("Magic numbers in both byte orders", arguments: byteOrders)
  func magics(order: ByteOrder) throws {
    for (magic, nanoseconds, extra) in [(0xA1B2_C3D4, 1_000, 0), (0xA1B2_3C4D, 1, 0), (0xA1B2_CD34, 1_000, 8)] {
      var file = PcapFile(magic: UInt32(magic), order: order, linkType: 113)
      let extra = [UInt8](repeating: 0xEE, count: extra)
      file.add(packet(1), second: 7, fraction: 999_999, original: 1_500, extra: extra)
      file.add(packet(2), second: 8, extra: extra)
      var set = try CaptureSet(file.bytes)
      let packets = set.packets()
      #expect(packets.map(\.bytes) == [packet(1), packet(2)])
      #expect(packets[0].record.time == Timestamp(nanoseconds: 7_000_000_000 + 999_999 * Int64(nanoseconds)))
      #expect(packets[0].record.originalByteCount == 1_500)
      #expect(packets[1].record.originalByteCount == 60)
      #expect(packets.map(\.record.number) == [1, 2])
      #expect(set.linkTypes == [113])
      #expect(set.formats == ["pcap"])
      #expect(set.warnings.isEmpty)
    }
  }

  @Test("A frame check sequence is no part of the packet", arguments: byteOrders)
  func frameCheckSequence(order: ByteOrder) throws {
    for (upperBits, count) in [(0x2400, 4), (0xF400, 30), (0x0400, 0), (0x2000, 0)] {
      var file = PcapFile(order: order, linkType: UInt32(upperBits) << 16 | 1)
      file.add(packet(1, count: 64))
      file.add(packet(2, count: 30), original: 64)
      file.add(packet(3, count: 3))
      var set = try CaptureSet(file.bytes)
      let packets = set.packets()
      #expect(packets.map(\.bytes.count) == [64 - count, 30, max(0, 3 - count)])
      #expect(packets.map(\.record.originalByteCount) == [64 - count, 64 - count, max(0, 3 - count)])
      #expect(set.linkTypes == [1])
    }
  }

  @Test("Old versions name the original length first; 2.3 does so sometimes")
  func lengthOrder() throws {
    for version: (UInt16, UInt16) in [(2, 0), (2, 2), (2, 3), (543, 0)] {
      var file = PcapFile(version: version)
      file.add(packet(1), captured: 1_500, original: 60)
      if version == (2, 3) { file.add(packet(2), original: 1_500) }
      var set = try CaptureSet(file.bytes)
      let packets = set.packets()
      #expect(packets.allSatisfy { $0.bytes.count == 60 && $0.record.originalByteCount == 1_500 })
      #expect(packets.count == (version == (2, 3) ? 2 : 1))
      #expect(set.warnings.isEmpty)
    }
  }

  @Test("The bits of the frame check sequence are no part of the link type")
  func linkTypeBits() throws {
    let set = try CaptureSet(PcapFile(linkType: 0x2400_0001).bytes)
    #expect(set.linkTypes == [1])
  }

  @Test func lengthsBeyondWhatTheFileSays() throws {
    var file = PcapFile(snapLength: 50)
    file.add(packet(1))
    file.add(packet(2), original: 20)
    file.add(packet(3), original: 20)
    var set = try CaptureSet(file.bytes)
    let packets = set.packets()
    #expect(packets.map(\.bytes.count) == [60, 60, 60])
    #expect(packets.allSatisfy { $0.record.originalByteCount == 60 })
    #expect(set.causes == [.packetsBeyondSnapLength, .packetsBeyondOriginalLength])
    #expect(set.warnings.map(\.count) == [3, 2])
    #expect(set.warnings.map(\.byteOffset) == [24, 24 + 76])
  }

  @Test func noPackets() throws {
    var set = try CaptureSet(PcapFile().bytes)
    #expect(set.packets().isEmpty)
    #expect(set.warnings.isEmpty)
  }

  @Test func greatestTime() throws {
    var file = PcapFile()
    file.add(packet(1), second: .max, fraction: .max)
    var set = try CaptureSet(file.bytes)
    #expect(set.packets()[0].record.time.nanoseconds == 4_294_967_295 * 1_000_000_000 + 4_294_967_295 * 1_000)
  }

  @Test("cat a.pcap b.pcap", arguments: byteOrders)
  func appendedFile(order: ByteOrder) throws {
    var first = PcapFile()
    first.add(packet(1))
    var second = PcapFile(magic: 0xA1B2_3C4D, order: order, linkType: 101)
    second.add(packet(2))
    var set = try CaptureSet(first.bytes + second.bytes)
    let packets = set.packets()
    #expect(packets.map(\.bytes) == [packet(1), packet(2)])
    #expect(packets.map(\.record.linkType) == [1, 101])
    #expect(packets.map(\.record.interface) == [0, 1])
    #expect(set.warnings.isEmpty)
  }

  @Test("Any buffer size gives the same packets", arguments: [1, 2, 3, 5, 16, 61, 76, 100, 4_096])
  func bufferSizes(byteCount: Int) throws {
    var file = PcapFile()
    for number in 0..<30 { file.add(packet(number, count: number * 11), second: 1 + UInt32(number)) }
    let (packets, warnings) = try packets(of: file.bytes, bufferByteCount: byteCount)
    #expect(packets.map(\.bytes) == (0..<30).map { packet($0, count: $0 * 11) })
    #expect(packets.map(\.record.time.nanoseconds) == (1...30).map { $0 * 1_000_000_000 })
    #expect(warnings.isEmpty)
  }

  @Test func absurdLength() throws {
    var file = PcapFile(snapLength: .max)
    file.add(packet(1))
    let offset = file.bytes.count
    file.add(packet(2), captured: .max)
    var set = try CaptureSet(file.bytes)
    #expect(set.packets().map(\.bytes) == [packet(1)])
    #expect(set.causes == [.stoppedAtDamage])
    #expect(set.warnings[0].byteOffset == offset)
  }

  @Test("Zeros, as a crash leaves them, are not empty packets")
  func zeros() throws {
    var file = PcapFile()
    file.add(packet(1))
    file.add([], second: 5)
    file.bytes += [UInt8](repeating: 0, count: 1_000)
    var set = try CaptureSet(file.bytes)
    #expect(set.packets().map(\.bytes) == [packet(1), []])
    #expect(set.causes == [.stoppedAtDamage])
  }

  @Test func recordsBehindDamage() throws {
    var file = PcapFile()
    for number in 1...3 { file.add(packet(number)) }
    let offset = file.bytes.count
    file.bytes += [UInt8](repeating: 0xFF, count: 333)
    for number in 4...9 { file.add(packet(number)) }
    var set = try CaptureSet(file.bytes)
    #expect(set.packets().map(\.bytes) == (1...9).map { packet($0) })
    #expect(set.causes == [.passedOverDamage])
    #expect(set.warnings[0].byteOffset == offset)
    #expect(set.warnings[0].count == 333)
  }
}
