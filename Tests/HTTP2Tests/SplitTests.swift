import Testing

@testable import HTTP2

@Suite("However the bytes are split, the same comes out")
struct SplitTests {
  private static let whole = play(Conversation.steps)

  @Test("The conversation as a whole")
  func whole() {
    #expect(Self.whole.exchanges == Conversation.exchanges)
    #expect(Self.whole.findings == [])
    #expect(Self.whole.frames.count == 16 + 17)
  }

  @Test("In pieces of one size", arguments: [1, 2, 3, 5, 8, 9, 10, 23, 24, 25, 64])
  func pieces(byteCount: Int) {
    #expect(play(Conversation.steps, cut: .every(byteCount)) == Self.whole)
  }

  @Test("In two pieces at every offset")
  func everySplit() {
    for offset in 0...(Conversation.client.count + Conversation.server.count) {
      #expect(play(Conversation.steps, cut: .at(offset)) == Self.whole)
    }
  }

  @Test("The first byte of HEADERS tells when a message began, the last when it ended")
  func times() {
    let request = Wire.make { $0.headers(1, Block.get("/"), end: true) }
    for split in 1..<request.count {
      let recorder = play(
        opening + [
          .client(Array(request[..<split])), .client(Array(request[split...])),
          .server(Wire.make { $0.headers(1, Block.status(200), end: true) }),
        ])
      let message = recorder.all.first?.request.message
      #expect(message?.start?.nanoseconds == 3_000_000_000)
      #expect(message?.end?.nanoseconds == 4_000_000_000)
    }
  }
}
