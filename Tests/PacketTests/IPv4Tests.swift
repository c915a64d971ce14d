import Testing

@testable import Packet

@Suite struct IPv4Tests {
  @Test func optionsArePassedOver() {
    var decoder = PacketDecoder()
    let bytes = Build.ethernet(Build.ipv4(options: [0x94, 4, 0, 0, 1, 1, 1, 0]))
    #expect(decoder.segments(in: bytes) == [.sample()])
  }

  @Test func totalLengthZeroMeansAllThatWasCaptured() {
    var decoder = PacketDecoder()
    #expect(decoder.segments(in: Build.ethernet(Build.ipv4(totalLength: 0))) == [.sample()])
  }

  @Test func totalLengthZeroOfACutPacketMeansItsOriginalLength() {
    var decoder = PacketDecoder()
    let bytes = Build.ethernet(Build.ipv4(totalLength: 0))
    #expect(
      decoder.segments(in: bytes, originalByteCount: bytes.count + 20_000) == [.sample(missing: 20_000)])
  }

  @Test func totalLengthBeyondTheCapturedBytesIsMissingPayload() {
    var decoder = PacketDecoder()
    let bytes = Build.ethernet(Build.ipv4(totalLength: 1500))
    #expect(decoder.segments(in: bytes) == [.sample(missing: 1500 - 45)])
  }

  @Test func paddingIsNoPayload() {
    var decoder = PacketDecoder()
    #expect(decoder.segments(in: Build.ethernet(Build.ipv4(Build.tcp([]))) + Build.zeros(6)) == [.sample(payload: [])])
  }

  @Test func moreCapturedThanWasOnTheWire() {
    var decoder = PacketDecoder()
    #expect(decoder.segments(in: Build.ethernet(), originalByteCount: 20) == [.sample()])
  }
}
