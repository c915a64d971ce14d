import Bytes
import Findings
import Testing

@testable import Packet

@Suite struct TCPSegmentTests {
  private func decode(_ tcp: [UInt8], totalLength: Int? = nil) -> TCPSegment? {
    var decoder = PacketDecoder()
    var result: TCPSegment?
    let bytes = Build.ipv4(tcp, totalLength: totalLength)
    decoder.decode(
      bytes.rawSpan, originalByteCount: bytes.count, linkType: .ipv4, at: Timestamp(nanoseconds: 0)
    ) { segment, _ in result = segment }
    return result
  }

  @Test func fieldsOfTheHeader() throws {
    let segment = try #require(decode(Build.tcp(flags: 0x12)))
    #expect(segment.source == IPAddress(ipv4: 0x0A00_0001))
    #expect(segment.destination == IPAddress(ipv4: 0x0A00_0002))
    #expect(segment.sourcePort == 1234)
    #expect(segment.destinationPort == 80)
    #expect(segment.sequence == 1000)
    #expect(segment.acknowledgment == 2000)
    #expect(segment.flags == [.syn, .ack])
    #expect(segment.window == 3000)
    #expect(segment.windowScale == nil)
    #expect(segment.firstSelectiveAcknowledgment == nil)
  }

  @Test(
    "RFC 7323 §2: window scale on SYN only, at most 14",
    arguments: [
      (0x02, 7, 7), (0x12, 14, 14), (0x02, 15, 14), (0x02, 255, 14), (0x10, 7, nil),
    ] as [(UInt8, UInt8, UInt8?)])
  func windowScale(flags: UInt8, shift: UInt8, expected: UInt8?) throws {
    let options: [UInt8] = [2, 4, 5, 0xB4, 4, 2, 8, 10] + Build.zeros(8) + [1, 3, 3, shift]
    #expect(try #require(decode(Build.tcp(flags: flags, options: options))).windowScale == expected)
  }

  @Test("RFC 2018 §3: the first SACK block")
  func selectiveAcknowledgment() throws {
    let options: [UInt8] = [1, 1, 8, 10] + Build.zeros(8) + [1, 1, 5, 18, 0, 0, 1, 0, 0, 0, 2, 0] + Build.zeros(8)
    let block = try #require(decode(Build.tcp(options: options))).firstSelectiveAcknowledgment
    #expect(block?.left == 0x100)
    #expect(block?.right == 0x200)
  }

  @Test(
    "Options whose lengths make no sense end there",
    arguments: [
      [3, 0, 7, 0], [3, 1, 7, 0], [5, 40, 1, 1], [2, 255, 3, 3], [0, 3, 3, 7], [5, 2, 0, 0], [254, 3, 9, 3],
    ] as [[UInt8]])
  func brokenOptions(options: [UInt8]) throws {
    let segment = try #require(decode(Build.tcp(flags: 0x02, options: options)))
    #expect(segment.windowScale == nil)
    #expect(segment.firstSelectiveAcknowledgment == nil)
  }

  @Test func headerShorterThanTwentyBytesIsMalformed() {
    var tcp = Build.tcp()
    tcp[12] = 0x40
    #expect(decode(tcp) == nil)
  }

  @Test func headerLongerThanThePacketIsMalformed() {
    var tcp = Build.tcp()
    tcp[12] = 0xF0
    #expect(decode(tcp) == nil)
  }

  @Test("An IP length beyond the frame's: the bytes are missing, and doubtful")
  func overlongPacket() throws {
    let packet = Build.ipv4(Build.tcp(), totalLength: 40 + Build.payload.count + 100)
    var decoder = PacketDecoder()
    // Of the 100 bytes that are not in the capture, the frame had 0, 30, and all on the wire.
    for (original, doubtful) in [(packet.count, 100), (packet.count + 30, 70), (packet.count + 100, 0)] {
      var result: TCPSegment?
      decoder.decode(
        packet.rawSpan, originalByteCount: original, linkType: .ipv4, at: Timestamp(nanoseconds: 0)
      ) { segment, _ in result = segment }
      let segment = try #require(result)
      #expect(segment.missingPayloadByteCount == 100)
      #expect(segment.doubtfulPayloadByteCount == doubtful)
    }
    #expect(decoder.statistics.overlongPackets == 2)
    #expect(decoder.takeFindings().map(\.code) == ["ip-length-beyond-frame"])
  }

  @Test("A tunnel within a packet that is longer than its frame: what its own length leaves is doubtful")
  func overlongTunnel() throws {
    // Its inner packet ends 100 bytes behind the frame, the outer one 150.
    let inner = Build.ipv4(Build.tcp(), totalLength: 40 + Build.payload.count + 100)
    let outer = Build.ipv4(inner, protocol: 4, totalLength: 20 + inner.count + 150)
    var decoder = PacketDecoder()
    var result: TCPSegment?
    decoder.decode(
      outer.rawSpan, originalByteCount: outer.count, linkType: .ipv4, at: Timestamp(nanoseconds: 0)
    ) { segment, _ in result = segment }
    let segment = try #require(result)
    #expect(segment.missingPayloadByteCount == 100)
    #expect(segment.doubtfulPayloadByteCount == 100)
  }

  @Test("Options cut by the capture: the header counts, and the payload is missing")
  func cutOptions() throws {
    let tcp = Build.tcp(flags: 0x02, options: [3, 3, 7, 0, 5, 10] + Build.zeros(8))
    let segment = try #require(decode(Array(tcp[..<24]), totalLength: 20 + tcp.count))
    #expect(segment.windowScale == 7)
    #expect(segment.missingPayloadByteCount == Build.payload.count)
  }
}
