import Testing

@testable import Packet

@Suite struct IPv6Tests {
  @Test("RFC 8200 §4: extension headers in any order")
  func extensionHeaders() {
    let headers: [UInt8] =
      [60, 0, 1, 4, 0, 0, 0, 0] + [43, 1, 1, 12] + Build.zeros(12) + [135, 2, 3, 0] + Build.zeros(20)
      + [51, 0, 0, 0] + Build.zeros(4) + [44, 4] + Build.zeros(22) + [6, 0, 0, 0, 0, 0, 0, 9]
    var decoder = PacketDecoder()
    let bytes = Build.ethernet(Build.ipv6(headers + Build.tcp(), next: 0), type: 0x86DD)
    #expect(decoder.segments(in: bytes) == [.sample(isIPv6: true)])
    #expect(decoder.statistics.fragments.received == 0)
  }

  @Test("RFC 2675 §2: jumbo payload")
  func jumboPayload() {
    var decoder = PacketDecoder()
    let payload = [UInt8](repeating: 7, count: 70_000)
    let length = 8 + 20 + payload.count
    let options: [UInt8] = [6, 0, 0xC2, 4] + Build.bigEndian(length, count: 4)
    let bytes = Build.ipv6(options + Build.tcp(payload), next: 0, payloadLength: 0)
    #expect(
      decoder.segments(in: bytes + Build.zeros(9), linkType: .ipv6) == [.sample(isIPv6: true, payload: payload)])
  }

  @Test func payloadLengthZeroMeansAllThatWasCaptured() {
    var decoder = PacketDecoder()
    #expect(decoder.segments(in: Build.ipv6(payloadLength: 0), linkType: .ipv6) == [.sample(isIPv6: true)])
  }

  @Test(
    "The final destination of a routing header",
    arguments: [
      // RFC 8754 §2: the first address of the list is the last to be visited.
      (4, Build.zeros(4) + Build.zeros(15) + [9] + Build.zeros(15) + [2], "::9"),
      // RFC 2460 §4.4.
      (0, Build.zeros(4) + Build.zeros(15) + [3] + Build.zeros(15) + [9], "::9"),
      (200, Build.zeros(4) + Build.zeros(15) + [3] + Build.zeros(15) + [9], "2001:db8::2"),
    ] as [(UInt8, [UInt8], String)])
  func routingHeader(type: UInt8, rest: [UInt8], destination: String) {
    var decoder = PacketDecoder()
    let header = [6, 4, type, 1] + rest
    let segments = decoder.segments(in: Build.ipv6(header + Build.tcp(), next: 43), linkType: .ipv6)
    #expect(segments.map(\.destination) == [destination])
  }
}
