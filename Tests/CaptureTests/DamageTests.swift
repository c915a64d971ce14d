import Bytes
import Testing

@testable import Capture

/// Files that end or change anywhere: nothing traps, and what stands before the damage is delivered.
@Suite struct DamageTests {
  private struct Sample: CustomTestStringConvertible {
    var testDescription: String
    var bytes: [UInt8]
    /// Where each packet's record ends.
    var ends: [Int] = []
    var headerEnd: Int
  }

  private static var samples: [Sample] {
    var pcap = Sample(testDescription: "pcap", bytes: PcapFile().bytes, headerEnd: 24)
    var pcapng = Sample(testDescription: "pcapng", bytes: [], headerEnd: 28)
    var old = PcapFile()
    var new = PcapngFile()
    new.addInterface(options: new.option(2, [UInt8]("eth0".utf8)) + new.option(9, [6]))
    new.addSecrets(0x544C_534B, packet(0, count: 33))
    for number in 1...16 {
      old.add(packet(number, count: 50 + number), second: 1_000_000 + UInt32(number))
      pcap.ends.append(old.bytes.count)
      switch number % 3 {
      case 0: new.addSimplePacket(packet(number, count: 50 + number))
      case 1: new.addPacket(packet(number, count: 50 + number), options: new.option(1, [0x61]))
      default: new.addObsoletePacket(packet(number, count: 50 + number))
      }
      pcapng.ends.append(new.bytes.count)
      if number % 5 == 0 { new.addStatistics(dropped: UInt64(number)) }
    }
    pcap.bytes = old.bytes
    pcapng.bytes = new.bytes
    return [pcap, pcapng]
  }

  @Test("Cut at every byte", arguments: samples)
  private func cuts(sample: Sample) throws {
    for count in sample.headerEnd...sample.bytes.count {
      let (packets, warnings) = try packets(of: Array(sample.bytes[..<count]), bufferByteCount: 128)
      let whole = sample.ends.count { $0 <= count }
      #expect(packets.map(\.bytes) == (0..<whole).map { packet($0 + 1, count: 51 + $0) })
      #expect(warnings.count <= 1)
      #expect(warnings.allSatisfy { $0.cause == .truncated && $0.byteOffset < count })
      if count == sample.bytes.count { #expect(warnings.isEmpty) }
    }
  }

  @Test("Every byte changed", arguments: samples)
  private func changes(sample: Sample) throws {
    for index in sample.bytes.indices {
      for change: UInt8 in [0x01, 0x04, 0x7F, 0x80, 0xFF] {
        var bytes = sample.bytes
        bytes[index] ^= change
        guard var set = try? CaptureSet(bytes) else {
          #expect(index < sample.headerEnd)
          continue
        }
        let packets = set.packets()
        let before = sample.ends.count { $0 <= index }
        #expect(packets.count <= sample.ends.count)
        // Behind the file's and the interface's description, damage does not reach back.
        if index > sample.headerEnd + 80 {
          #expect(packets.prefix(before).map(\.bytes) == (0..<before).map { packet($0 + 1, count: 51 + $0) })
        }
        #expect(Set(set.warnings.map(\.message)).count == set.warnings.count)
      }
    }
  }

  @Test("Noise after a valid header", arguments: samples)
  private func noise(sample: Sample) throws {
    var state: UInt64 = 88_172_645_463_325_252
    var bytes = Array(sample.bytes[..<sample.headerEnd])
    for _ in 0..<100_000 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      bytes.append(UInt8(truncatingIfNeeded: state))
    }
    var set = try CaptureSet(bytes)
    #expect(set.packets().isEmpty)
    #expect(set.causes.count == 1)
  }

  @Test("A length larger than the file costs no memory")
  func claimedLength() throws {
    var file = PcapFile(snapLength: .max)
    file.add(packet(1), captured: UInt32(CaptureLimits.packetByteCount))
    var set = try CaptureSet(file.bytes)
    #expect(set.packets().isEmpty)
    #expect(set.causes == [.truncated])
  }
}
