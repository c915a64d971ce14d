import Findings
import HTTP
import Testing

@testable import HTTP2

@Suite("What a receiver is given of contents")
struct ContentTests {
  private static let client = Wire.make {
    $0.preface()
    $0.settings()
    $0.headers(1, Block.get("/1"), end: true)
    $0.headers(3, Block.get("/3"), end: true)
  }
  private static let server = Wire.make {
    $0.settings()
    $0.headers(1, Block.status(200))
    $0.headers(3, Block.status(200))
    $0.data(1, Array("one ".utf8), padding: 7)
    $0.data(3, Array("three ".utf8))
    $0.data(1, [], padding: 3)
    $0.data(1, Array("more".utf8), end: true)
    $0.data(3, Array("more".utf8), end: true, padding: 0)
  }

  @Test("Content of interleaved streams, without padding, however it is split")
  func streams() {
    let steps: [Step] = [.client(Self.client), .server(Self.server)] + closing
    let whole = play(steps)
    #expect(whole.contents == ["one more", "three more"])
    #expect(play(steps, cut: .every(1)) == whole)
    for offset in 0..<(Self.client.count + Self.server.count) { #expect(play(steps, cut: .at(offset)) == whole) }
  }

  @Test("A gap inside a frame is told; after one that hides frames, content may be missing")
  func gaps() throws {
    let start = try #require(Self.server.indices.first { Self.server[$0...].starts(with: "three".utf8) })
    let inside = play(
      [
        .client(Self.client), .server(Array(Self.server[..<start])), .gap(.server, 5),
        .server(Array(Self.server[(start + 5)...])),
      ] + closing)
    #expect(inside.contents == ["one more", "[5] more"])
    #expect(inside.all.allSatisfy { !$0.response.message.mayMissContent })
    let across = play(
      [
        .client(Self.client), .server(Array(Self.server[..<start])), .gap(.server, 30),
        .server(Array(Self.server[(start + 30)...])),
      ] + closing)
    #expect(across.all.allSatisfy { $0.response.message.mayMissContent })
  }
}
