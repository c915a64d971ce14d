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

  @Test("Options cut by the capture: the header counts, and the payload is missing")
  func cutOptions() throws {
    let tcp = Build.tcp(flags: 0x02, options: [3, 3, 7, 0, 5, 10] + Build.zeros(8))
    let segment = try #require(decode(Array(tcp[..<24]), totalLength: 20 + tcp.count))
    #expect(segment.windowScale == 7)
    #expect(segment.missingPayloadByteCount == Build.payload.count)
  }
}
