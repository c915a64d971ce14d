import Bytes
import Findings
import Testing

@testable import Packet

@Suite struct FragmentReassemblerTests {
  /// A segment of 20 + 44 bytes in four fragments of 16 bytes.
  private static let payload = (0..<44).map { UInt8($0) }
  private static let segment = Build.tcp(payload)
  private static let offsets = [0, 16, 32, 48]

  private static func fragment(_ offset: Int, isIPv6: Bool, of segment: [UInt8] = segment) -> [UInt8] {
    let part = Array(segment[offset..<min(offset + 16, segment.count)])
    let moreFragments = offset + 16 < segment.count
    return isIPv6
      ? Build.ipv6Fragment(part, offset: offset, moreFragments: moreFragments)
      : Build.ipv4(part, offset: offset, moreFragments: moreFragments)
  }

  /// All orders of some things.
  private static func permutations(_ items: [Int]) -> [[Int]] {
    guard items.count > 1 else { return [items] }
    return items.flatMap { first in permutations(items.filter { $0 != first }).map { [first] + $0 } }
  }

  @Test("Fragments in any order", arguments: [false, true])
  func anyOrder(isIPv6: Bool) {
    var decoder = PacketDecoder()
    for order in Self.permutations(Self.offsets) {
      for (index, offset) in order.enumerated() {
        let segments = decoder.segments(in: Self.fragment(offset, isIPv6: isIPv6), linkType: .raw)
        #expect(segments == (index == 3 ? [.sample(isIPv6: isIPv6, payload: Self.payload)] : []))
      }
    }
    #expect(decoder.statistics.fragments.reassembledDatagrams == 24)
    #expect(decoder.statistics.fragments.received == 96)
    #expect(decoder.statistics.fragments.conflicts == 0)
    #expect(decoder.waitingDatagramCount == 0)
  }

  @Test("Duplicates bring nothing", arguments: [false, true])
  func duplicates(isIPv6: Bool) {
    var decoder = PacketDecoder()
    var segments: [Received] = []
    for offset in [0, 0, 32, 32, 16, 16, 48] {
      segments += decoder.segments(in: Self.fragment(offset, isIPv6: isIPv6), linkType: .raw)
    }
    #expect(segments == [.sample(isIPv6: isIPv6, payload: Self.payload)])
    #expect(decoder.statistics.fragments.duplicates == 3)
    #expect(!decoder.takeFindings().contains { $0.code == "ip-fragment-overlap" })
  }

  @Test("Overlaps: the first copy of each byte wins, and different bytes are a finding")
  func overlaps() {
    let other = Self.segment.map { ~$0 }
    var decoder = PacketDecoder()
    _ = decoder.segments(
      in: Build.ipv4(Array(Self.segment[0..<24]), offset: 0, moreFragments: true), linkType: .raw)
    _ = decoder.segments(
      in: Build.ipv4(Array(Self.segment[40..<48]), offset: 40, moreFragments: true), linkType: .raw)
    _ = decoder.segments(
      in: Build.ipv4(Array(other[16..<24] + Self.segment[24..<40] + other[40..<48]), offset: 16, moreFragments: true),
      linkType: .raw)
    let segments = decoder.segments(in: Build.ipv4(Array(Self.segment[48...]), offset: 48), linkType: .raw)
    #expect(segments == [.sample(payload: Self.payload)])
    #expect(decoder.statistics.fragments.conflicts == 1)
    let findings = decoder.takeFindings()
    #expect(findings.map(\.code) == ["ip-fragment-overlap"])
    #expect(findings.first?.message.contains("10.0.0.1 to 10.0.0.2") == true)
    #expect(decoder.takeFindings().isEmpty)
  }

  @Test(
    "Fragments that no receiver takes",
    arguments: [
      Build.ipv4([], offset: 16, moreFragments: true),
      Build.ipv4(Build.zeros(15), offset: 16, moreFragments: true),
      Build.ipv4(Build.zeros(100), offset: 65_528),
      Build.ipv6Fragment(Build.zeros(7), offset: 0, moreFragments: true),
      Build.ipv6Fragment(Build.zeros(16), offset: 65_528, moreFragments: false),
    ])
  func rejected(packet: [UInt8]) {
    var decoder = PacketDecoder()
    #expect(decoder.segments(in: packet, linkType: .raw).isEmpty)
    #expect(decoder.statistics.fragments.rejected == 1)
    #expect(decoder.takeFindings().map(\.code) == ["ip-fragment-invalid"])
    #expect(decoder.waitingDatagramCount == 0)
  }

  @Test("Fragments beyond the end, and second ends")
  func contradictingEnds() {
    var decoder = PacketDecoder()
    _ = decoder.segments(in: Self.fragment(48, isIPv6: false), linkType: .raw)
    _ = decoder.segments(in: Build.ipv4(Build.zeros(8), offset: 64, moreFragments: true), linkType: .raw)
    _ = decoder.segments(in: Build.ipv4(Build.zeros(9), offset: 56), linkType: .raw)
    #expect(decoder.statistics.fragments.rejected == 2)
    var segments: [Received] = []
    for offset in [0, 16, 32] {
      segments += decoder.segments(in: Self.fragment(offset, isIPv6: false), linkType: .raw)
    }
    #expect(segments == [.sample(payload: Self.payload)])
  }

  @Test("RFC 1858 §3: a first fragment without the whole TCP header")
  func tiny() {
    var decoder = PacketDecoder()
    _ = decoder.segments(in: Build.ipv4(Array(Self.segment[..<8]), moreFragments: true), linkType: .raw)
    let segments = decoder.segments(in: Build.ipv4(Array(Self.segment[8...]), offset: 8), linkType: .raw)
    #expect(segments == [.sample(payload: Self.payload)])
    #expect(decoder.takeFindings().map(\.code) == ["ip-fragment-tiny"])
    #expect(decoder.statistics.fragments.tiny == 1)
  }

  @Test("A fragment cut by the capture makes the rest of the payload missing")
  func cutFragment() {
    var decoder = PacketDecoder()
    var segments: [Received] = []
    for offset in Self.offsets {
      let packet = Self.fragment(offset, isIPv6: false)
      segments += decoder.segments(
        in: offset == 32 ? Array(packet[..<24]) : packet, originalByteCount: packet.count, linkType: .raw)
    }
    #expect(segments == [.sample(payload: Array(Self.payload[..<16]), missing: 28)])
  }

  @Test("Another protocol, identification or address is another datagram")
  func keys() {
    var decoder = PacketDecoder()
    _ = decoder.segments(in: Build.ipv4(Build.zeros(16), moreFragments: true), linkType: .raw)
    _ = decoder.segments(in: Build.ipv4(Build.zeros(16), protocol: 17, moreFragments: true), linkType: .raw)
    _ = decoder.segments(in: Build.ipv4(Build.zeros(16), identification: 8, moreFragments: true), linkType: .raw)
    _ = decoder.segments(
      in: Build.ipv6Fragment(Build.zeros(16), offset: 0, moreFragments: true), linkType: .raw)
    // RFC 8200 §4.5: the next header of IPv6 does not distinguish.
    _ = decoder.segments(
      in: Build.ipv6Fragment(Build.zeros(16), next: 17, offset: 16, moreFragments: true), linkType: .raw)
    #expect(decoder.waitingDatagramCount == 4)
  }

  @Test("The rest must come within 60 seconds of the first fragment")
  func timeout() {
    for (second, expected) in [(60, 1), (61, 0)] as [(Int64, Int)] {
      var decoder = PacketDecoder()
      _ = decoder.segments(in: Self.fragment(0, isIPv6: false), linkType: .raw)
      var segments: [Received] = []
      for offset in [16, 32, 48] {
        segments += decoder.segments(in: Self.fragment(offset, isIPv6: false), linkType: .raw, atSecond: second)
      }
      #expect(segments.count == expected)
      #expect(decoder.statistics.fragments.timedOutDatagrams == 1 - expected)
    }
  }

  @Test("The oldest datagram goes when there are too many")
  func boundedNumber() {
    var limits = PacketLimits()
    limits.fragmentedDatagrams = 3
    var decoder = PacketDecoder(limits: limits)
    for identification in 0..<10 {
      _ = decoder.segments(
        in: Build.ipv4(Build.zeros(16), identification: identification, moreFragments: true), linkType: .raw)
      #expect(decoder.waitingDatagramCount <= 3)
    }
    #expect(decoder.statistics.fragments.evictedDatagrams == 7)
  }

  @Test("The oldest datagram goes when there are too many bytes")
  func boundedBytes() {
    var limits = PacketLimits()
    limits.fragmentedBytes = 100_000
    var decoder = PacketDecoder(limits: limits)
    for identification in 0..<10 {
      _ = decoder.segments(
        in: Build.ipv4(Build.zeros(8), identification: identification, offset: 60_000, moreFragments: true),
        linkType: .raw)
      #expect(decoder.waitingDatagramCount == 1)
    }
    #expect(decoder.statistics.fragments.evictedDatagrams == 9)
  }

  @Test("Fragments of a tunnel, and a fragmented packet in fragments")
  func nested() {
    var decoder = PacketDecoder()
    var segments: [Received] = []
    for offset in Self.offsets {
      let inner = Build.udp(
        [8, 0, 0, 0, 0, 0, 1, 0] + Build.ethernet(Self.fragment(offset, isIPv6: false)), to: 4789)
      segments += decoder.segments(
        in: Build.ipv6Fragment(
          Array(inner[..<24]), next: 17, identification: offset, offset: 0, moreFragments: true), linkType: .raw)
      segments += decoder.segments(
        in: Build.ipv6Fragment(
          Array(inner[24...]), next: 17, identification: offset, offset: 24, moreFragments: false), linkType: .raw)
    }
    #expect(segments == [.sample(payload: Self.payload)])
    #expect(decoder.statistics.fragments.reassembledDatagrams == 5)
  }

  @Test("Random fragments give the datagram that a plain model gives")
  func model() {
    var generator = Xorshift()
    for _ in 0..<300 {
      var datagram = FragmentedDatagram(at: Timestamp(nanoseconds: 0), next: .tcp, storage: [])
      var model = [UInt8?](repeating: nil, count: 256)
      while !datagram.isComplete {
        let start = Int.random(in: 0..<32, using: &generator) * 8
        let end = min(256, start + Int.random(in: 1...6, using: &generator) * 8)
        let bytes = (start..<end).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let overlaps = (start..<end).filter { model[$0] != nil }
        let conflicts = overlaps.contains { model[$0] != bytes[$0 - start] }
        let insertion = datagram.insert(
          bytes.rawSpan, missing: 0, fragment: Fragment(identification: 0, offset: start, isLast: end == 256),
          next: .tcp)
        let expected: FragmentedDatagram.Insertion =
          conflicts ? .conflict : overlaps.count == bytes.count ? .duplicate : .added
        #expect(insertion == expected)
        for index in start..<end where model[index] == nil { model[index] = bytes[index - start] }
      }
      #expect(datagram.take().bytes == model.compactMap(\.self))
    }
  }

  @Test("Findings are bounded in the life of a decoder")
  func boundedFindings() {
    var decoder = PacketDecoder()
    for _ in 0..<1000 { _ = decoder.segments(in: Build.ipv4([], offset: 16), linkType: .raw) }
    #expect(decoder.takeFindings().count == PacketLimits().findings)
    #expect(decoder.statistics.fragments.rejected == 1000)
  }
}
