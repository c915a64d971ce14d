import Bytes
import Testing

@testable import HTTP2

@Suite("Frames told by their headers")
struct FrameChainTests {
  private let frames = Wire.make {
    $0.headers(1, Block.get("/"))
    $0.data(1, [1, 2, 3])
    $0.data(1, [4], end: true)
    $0.windowUpdate(0, 5)
  }

  @Test("Three headers are a chain, two at the end of the bytes, one when no more come")
  func verdicts() {
    #expect(FrameChain.verdict(frames.rawSpan, from: .client) == .yes)
    let one = Wire.make { $0.headers(1, Block.get("/")) }
    #expect(FrameChain.verdict(one.rawSpan, from: .client) == .needMore)
    #expect(FrameChain.verdict(one.rawSpan, from: .client, isEnd: true) == .yes)
    #expect(FrameChain.verdict(Array(one.dropLast()).rawSpan, from: .client, isEnd: true) == .no)
    let two = one + Wire.make { $0.data(1, [1, 2, 3]) }
    #expect(FrameChain.verdict(two.rawSpan, from: .client) == .yes)
    #expect(FrameChain.verdict(Array(two.dropLast()).rawSpan, from: .client) == .yes)
    #expect(FrameChain.verdict([UInt8]().rawSpan, from: nil) == .needMore)
  }

  @Test(
    "Other bytes are none",
    arguments: [
      [UInt8]("GET / HTTP/1.1\r\nHost: a.example\r\n\r\n".utf8), [UInt8](repeating: 0, count: 100),
      [UInt8](repeating: 0xFF, count: 100), [UInt8]("PRI * HTTP/2.0\r\n\r\n".utf8),
      [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xFC, 0x03, 0x03],
      // Small numbers of 64 bits, as programs store them.
      (0..<40).flatMap { number -> [UInt8] in [number, 0, 0, 0, 0, 0, 0, 0] },
    ] as [[UInt8]])
  func otherBytes(bytes: [UInt8]) {
    #expect(FrameChain.verdict(bytes.rawSpan, from: nil) == .no)
    switch FrameChain.nextFrameBoundary(in: bytes.rawSpan, from: nil) {
    case .found(let offset): Issue.record("a frame at \(offset)")
    case .undecided: break
    }
  }

  @Test("The next boundary is found behind any rest of a frame")
  func boundaries() {
    for count in 0..<60 {
      let bytes = [UInt8](repeating: 0x58, count: count) + frames
      #expect(FrameChain.nextFrameBoundary(in: bytes.rawSpan, from: .client) == .found(count))
    }
  }

  @Test("A client does not promise, and stream identifiers have a limit")
  func plausibility() {
    let promise = Wire.make {
      $0.frame(.pushPromise, flags: .endHeaders, stream: 1, Wire.octets(2) + Block.get("/"))
      $0.data(1, [1])
      $0.data(1, [1])
    }
    #expect(FrameChain.verdict(promise.rawSpan, from: .client) == .no)
    #expect(FrameChain.verdict(promise.rawSpan, from: .server) == .yes)
    let far = Wire.make { for _ in 0..<3 { $0.data(1001, [1]) } }
    #expect(FrameChain.verdict(far.rawSpan, from: .server) == .yes)
    #expect(FrameChain.verdict(far.rawSpan, from: .server, largestStream: 999) == .no)
  }
}
