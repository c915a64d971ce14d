import Bytes
import Findings
import Testing

@testable import Packet

@Suite struct PacketDecoderTests {
  @Test("Each link and encapsulation leads to its segment", arguments: Sample.all)
  func findsSegment(in sample: Sample) throws {
    var decoder = PacketDecoder()
    let segments = decoder.segments(in: sample.bytes, linkType: sample.linkType)
    #expect(segments.count == 1)
    let segment = try #require(segments.first)
    #expect(segment == .sample(isIPv6: segment.source.contains(":")))
    #expect(decoder.statistics.tcpSegments == 1)
  }

  @Test("A packet cut anywhere counts once and hands on a part of the segment", arguments: Sample.all)
  func survivesTruncation(of sample: Sample) {
    for count in 0..<sample.bytes.count {
      var decoder = PacketDecoder()
      let cut = Array(sample.bytes[..<count])
      let segments = decoder.segments(
        in: cut, originalByteCount: sample.bytes.count, linkType: sample.linkType)
      let statistics = decoder.statistics
      #expect(segments.count <= 1)
      #expect(statistics.malformedPackets == 0)
      for segment in segments {
        #expect(segment.payload.count + segment.missing == Build.payload.count)
        #expect(segment.payload == Array(Build.payload[..<segment.payload.count]))
      }
    }
  }

  @Test("No byte of a packet can be set so that it harms", arguments: Sample.all)
  func survivesChanges(of sample: Sample) {
    var decoder = PacketDecoder()
    for index in sample.bytes.indices {
      for value: UInt8 in [0x00, 0x01, 0x7F, 0x80, 0xFF, ~sample.bytes[index], sample.bytes[index] &+ 1] {
        var bytes = sample.bytes
        bytes[index] = value
        _ = decoder.segments(in: bytes, linkType: sample.linkType)
        _ = decoder.segments(in: bytes, originalByteCount: .max, linkType: sample.linkType)
        _ = decoder.segments(in: Array(bytes[...index]), originalByteCount: 0, linkType: sample.linkType)
      }
    }
    let packets = 3 * 7 * sample.bytes.count
    #expect(decoder.statistics.packets == packets)
  }

  @Test("Random bytes are harmless for any link type")
  func survivesNoise() {
    var decoder = PacketDecoder()
    var generator = Xorshift()
    for round in 0..<20_000 {
      let bytes = (0..<(round % 120)).map { _ in UInt8.random(in: 0...255, using: &generator) }
      let sample = Sample.all[round % Sample.all.count]
      let kept = sample.bytes.prefix(Int.random(in: 0...60, using: &generator))
      _ = decoder.segments(in: kept + bytes, linkType: sample.linkType)
    }
    #expect(decoder.statistics.packets == 20_000)
  }

  @Test("What is no TCP is counted for what it is", arguments: WithoutTCP.all)
  func counts(packet: WithoutTCP) {
    var decoder = PacketDecoder()
    #expect(decoder.segments(in: packet.bytes).isEmpty)
    #expect(decoder.statistics == packet.statistics)
  }

  @Test(
    "A tunnel's port without the tunnel's content is a datagram",
    arguments: [
      1701, 2152, 3544, 4754, 4789, 4790, 5072, 5247, 6081, 6635, 37008,
    ])
  func portIsAHint(port: Int) {
    var decoder = PacketDecoder()
    let content = [UInt8](repeating: 0xF7, count: 40)
    #expect(decoder.segments(in: Build.ethernet(Build.ipv4(Build.udp(content, to: port), protocol: 17))).isEmpty)
    #expect(decoder.statistics.udpDatagrams == 1)
  }

  @Test func protectedWirelessFramesAreCounted() {
    var decoder = PacketDecoder()
    let frame = Build.ieee80211(Build.zeros(40), control: [0x88, 0x41], extra: [0, 0])
    #expect(decoder.segments(in: frame, linkType: .ieee80211).isEmpty)
    #expect(decoder.statistics.protectedWirelessFrames == 1)
  }

  @Test func wirelessFramesWithAWrongChecksumAreDropped() {
    var decoder = PacketDecoder()
    let frame = [0, 0, 9, 0, 2, 0, 0, 0, 0x40] + Build.ieee80211()
    #expect(decoder.segments(in: frame, linkType: .radiotap).isEmpty)
    #expect(decoder.statistics.malformedPackets == 1)
  }

  @Test("IEEE 802.11 §9.3.2.2: each frame of an aggregate")
  func aggregate() {
    let frame = Build.zeros(12) + Build.bigEndian(Build.snap().count, count: 2) + Build.snap()
    let padding = Build.zeros((4 - frame.count % 4) % 4)
    var decoder = PacketDecoder()
    let bytes = Build.ieee80211(frame + padding + frame, control: [0x88, 0x01], extra: [0x80, 0])
    #expect(decoder.segments(in: bytes, linkType: .ieee80211) == [.sample(), .sample()])
  }

  @Test func unknownLinkTypesAreCountedByNumber() {
    var limits = PacketLimits()
    limits.unknownLinkTypes = 2
    var decoder = PacketDecoder(limits: limits)
    for number: UInt32 in [999, 999, 1000, 1001] {
      _ = decoder.segments(in: Build.ethernet(), linkType: LinkType(rawValue: number))
    }
    #expect(decoder.statistics.unknownLinkTypePackets == 4)
    #expect(decoder.statistics.unknownLinkTypes == [LinkType(rawValue: 999): 2, LinkType(rawValue: 1000): 1])
  }

  @Test("A PPI header may name a link type that is not known")
  func unknownLinkTypeInside() {
    var decoder = PacketDecoder()
    _ = decoder.segments(in: [0, 0, 8, 0, 0xE7, 3, 0, 0] + Build.ipv4(), linkType: .ppi)
    #expect(decoder.statistics.unknownLinkTypes == [LinkType(rawValue: 999): 1])
  }

  @Test func nestingIsBounded() {
    var limits = PacketLimits()
    var bytes = Build.ipv4()
    for _ in 0..<(limits.headers - 2) { bytes = Build.ipv4(bytes, protocol: 4) }
    var decoder = PacketDecoder(limits: limits)
    #expect(decoder.segments(in: bytes, linkType: .ipv4) == [.sample()])
    #expect(decoder.segments(in: Build.ipv4(bytes, protocol: 4), linkType: .ipv4).isEmpty)
    #expect(decoder.statistics.tooDeepPackets == 1)
    limits.headers = 2
    decoder = PacketDecoder(limits: limits)
    #expect(decoder.segments(in: Build.ethernet()).isEmpty)
    #expect(decoder.statistics.tooDeepPackets == 1)
  }
}

/// A packet without TCP in it, and how it is counted.
struct WithoutTCP: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let bytes: [UInt8]
  let statistics: PacketStatistics

  private init(_ name: String, _ bytes: [UInt8], _ count: (inout PacketStatistics) -> Void) {
    self.testDescription = name
    self.bytes = bytes
    var statistics = PacketStatistics()
    statistics.packets = 1
    count(&statistics)
    self.statistics = statistics
  }

  static let all: [WithoutTCP] = [
    WithoutTCP("UDP", udp([1, 2, 3], to: 53)) { $0.udpDatagrams = 1 },
    WithoutTCP("QUIC version 1", udp([0xC3, 0, 0, 0, 1, 8] + Build.zeros(30), to: 443), countQUIC),
    WithoutTCP("QUIC version 2", udp([0xD3, 0x6B, 0x33, 0x43, 0xCF, 8, 0], to: 443), countQUIC),
    WithoutTCP("SCTP", Build.ethernet(Build.ipv4(protocol: 132))) { $0.sctpPackets = 1 },
    WithoutTCP("ESP", Build.ethernet(Build.ipv6(next: 50), type: 0x86DD)) { $0.espPackets = 1 },
    WithoutTCP("ICMP", Build.ethernet(Build.ipv4(protocol: 1))) { $0.otherTransportPackets = 1 },
    WithoutTCP("No next header", Build.ethernet(Build.ipv6(next: 59), type: 0x86DD)) { $0.otherTransportPackets = 1 },
    WithoutTCP("ARP", Build.ethernet(Build.zeros(28), type: 0x0806)) { $0.nonIPFrames = 1 },
    WithoutTCP("Spanning tree", Build.ethernet([0x42, 0x42, 3] + Build.zeros(30), type: 33)) { $0.nonIPFrames = 1 },
    WithoutTCP("MACsec", Build.ethernet([0x2C, 0] + Build.zeros(50), type: 0x88E5)) { $0.macsecFrames = 1 },
    WithoutTCP("Nothing", []) { $0.malformedPackets = 1 },
    WithoutTCP("Cut IPv4 header", Build.ethernet([0x45, 0, 0])) { $0.malformedPackets = 1 },
    WithoutTCP("Short header length", Build.ethernet([0x44] + Build.ipv4().dropFirst())) { $0.malformedPackets = 1 },
    WithoutTCP("Short total length", Build.ethernet(Build.ipv4(totalLength: 19))) { $0.malformedPackets = 1 },
  ]

  private static func udp(_ payload: [UInt8], to port: Int) -> [UInt8] {
    Build.ethernet(Build.ipv4(Build.udp(payload, to: port), protocol: 17))
  }

  private static func countQUIC(_ statistics: inout PacketStatistics) {
    statistics.udpDatagrams = 1
    statistics.quicInitialPackets = 1
  }
}

@Suite("Teredo between peers")
struct TeredoPeerTests {
  @Test("RFC 4380 §2.6: an address in 2001::/32 and an exact length tell it on any port", arguments: [0, 1])
  func betweenPeers(extraByteCount: Int) {
    let prefix: [UInt8] = [0x20, 1, 0, 0]
    let inner =
      [0x60, 0, 0, 0] + Build.bigEndian(Build.tcp().count, count: 2) + [6, 64] + prefix + Build.zeros(12)
      + Build.zeros(16) + Build.tcp() + Build.zeros(extraByteCount)
    let packet = Build.ethernet(Build.ipv4(Build.udp(inner, to: 45_000), protocol: 17))
    var decoder = PacketDecoder()
    var sources: [String] = []
    decoder.decode(
      packet.rawSpan, originalByteCount: packet.count, linkType: .ethernet, at: Timestamp(nanoseconds: 0)
    ) { segment, _ in sources.append(segment.source.description) }
    #expect(sources == (extraByteCount == 0 ? ["2001::"] : []))
  }
}
