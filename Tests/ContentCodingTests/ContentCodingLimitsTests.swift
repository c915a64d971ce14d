import Bytes
import Testing

@testable import ContentCoding

@Suite("Limits of content decoding")
struct ContentCodingLimitsTests {
  private static let zeros = Decoded(Encoded.brotliZeros, "br").bytes

  @Test("A page of one repeated byte is no bomb")
  func free() {
    #expect(Self.zeros == [UInt8](repeating: 0, count: 1 << 20))
    #expect(Decoded(Encoded.brotliZeros, "br").problem == nil)
  }

  @Test("Content that expands beyond the free bytes and the ratio")
  func ratio() {
    var limits = ContentCodingLimits()
    limits.freeByteCount = 128 * 1024
    let decoded = Decoded(Encoded.brotliZeros, "br", limits: limits)
    #expect(decoded.problem == .expandsTooMuch)
    #expect(decoded.bytes.count < 300 * 1024)
    #expect(Decoded(Encoded.gzip, "gzip", limits: limits).problem == nil)
  }

  @Test("Large content must expand as real data does")
  func large() {
    var limits = ContentCodingLimits()
    limits.ratio = 1_000_000
    limits.largeByteCount = 512 * 1024
    #expect(Decoded(Encoded.brotliZeros, "br", limits: limits).problem == .expandsTooMuch)
    limits.largeByteCount = 1 << 20
    #expect(Decoded(Encoded.brotliZeros, "br", limits: limits).problem == nil)
  }

  @Test("Many small bombs together")
  func all() {
    var limits = ContentCodingLimits()
    limits.freeByteCountOfAll = 3 << 20
    let pool = DecoderPool(limits: limits)
    let bomb = Encoded.brotliZeros
    let counts = (0..<6).map { _ in
      var decoder = ContentDecoder("br")
      var count = 0
      decoder.receive(bomb.rawSpan, mayHold: true, using: pool) { count += $0.byteCount }
      let problem = decoder.finish(isComplete: true, using: pool) { _ in }
      #expect((problem == nil) == (count == 1 << 20))
      return count
    }
    #expect(counts[..<3] == [1 << 20, 1 << 20, 1 << 20])
    #expect(counts[4] <= 128 * 1024 && counts[5] <= 128 * 1024)
  }

  @Test("RFC 9659 §3: windows of zstd")
  func windows() {
    #expect(Decoded(Encoded.zstdFrame(windowLog: 23), "zstd") == Decoded())
    #expect(Decoded(Encoded.zstdFrame(windowLog: 24), "zstd").problem == .windowTooLarge)
    #expect(Decoded(Encoded.zstdFrame(windowLog: 31), "zstd").problem == .windowTooLarge)
  }

  @Test("Memory of all decoders")
  func memory() {
    var limits = ContentCodingLimits()
    limits.memoryByteCount = 5 * InflateDecoder.memoryByteCount
    let pool = DecoderPool(limits: limits)
    let input = Encoded.gzip
    var decoders = (0..<8).map { _ in ContentDecoder("gzip") }
    for index in decoders.indices {
      decoders[index].receive(input.rawSpan.extracting(0..<9), mayHold: false, using: pool) { _ in }
    }
    #expect(decoders.map(\.problem) == [nil, nil, nil, nil, nil, .outOfMemory, .outOfMemory, .outOfMemory])
    // The place of one that is given up is another's.
    decoders[0].skip(using: pool) { _ in }
    var next = ContentDecoder("gzip")
    next.receive(input.rawSpan, mayHold: true, using: pool) { _ in }
    let problem = next.finish(isComplete: true, using: pool) { _ in }
    #expect(problem == nil)
  }
}
