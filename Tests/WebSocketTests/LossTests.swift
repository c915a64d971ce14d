import Bytes
import Findings
import Testing

@testable import WebSocket

@Suite struct LossTests {
  private static let key: UInt32 = 0xA1B2_C3D4

  @Test("A gap inside a payload, at every place and of every length, leaves the frames known")
  func insidePayload() {
    let first = frame(.text, "0123456789", key: Self.key)
    let second = frame(.text, "after", key: Self.key)
    for start in 6..<first.count {
      for end in start + 1...first.count {
        let conversation = Conversation(
          .bytes(.client, Array(first[..<start])), .gap(.client, end - start),
          .bytes(.client, Array(first[end...]) + second))
        for recorder in conversation.heardInEveryWay() {
          let digits = Array("0123456789")
          let known = String(digits[..<(start - 6)]) + String(digits[(end - 6)...])
          #expect(recorder.summary == ["client text \(known) (incomplete)", "client text after"])
          #expect(recorder.heard[0].missingByteCount == end - start)
          #expect(recorder.codes.isEmpty)
        }
      }
    }
  }

  @Test("A gap over a frame's end: the next frame is found at the beginning of a packet")
  func overEnd() {
    let conversation = Conversation(
      .bytes(.server, Array(frame(.binary, "0123456789").dropLast(3))), .gap(.server, 8),
      .bytes(.server, Array("middle of something".utf8)), .bytes(.server, frame(.text, "found")))
    let recorder = conversation.heard()
    #expect(recorder.summary == ["server binary 0123456 (incomplete)", "server text found"])
    #expect(recorder.heard[0].missingByteCount == 3)
    #expect(recorder.codes.isEmpty)
  }

  @Test("Or in the middle of a packet, where several frames follow one another up to its end")
  func chainInsidePacket() {
    let frames = ["one", "two", "three"].flatMap { frame(.text, $0, key: Self.key) }
    let conversation = Conversation(.gap(.client, 5), .bytes(.client, Array("tail".utf8) + frames))
    let recorder = conversation.heard()
    #expect(recorder.summary == ["client text one", "client text two", "client text three"])
    #expect(recorder.codes.isEmpty)
  }

  @Test("A message whose beginning was lost")
  func lostBeginning() {
    let conversation = Conversation(
      .gap(.server, 5), .bytes(.server, frame(.continuation, "end")), .bytes(.server, frame(.text, "next")))
    let recorder = conversation.heard()
    #expect(recorder.summary == ["server unknown end (incomplete)", "server text next"])
    #expect(recorder.codes.isEmpty)
  }

  @Test("With context takeover nothing can be decompressed after a gap, without it the next message can")
  func compression() {
    let hello = hex("c1 07 f2 48 cd c9 c9 07 00")
    let damaged = Conversation(
      extensions: "permessage-deflate", .bytes(.server, Array(hello.prefix(4))), .gap(.server, 2),
      .bytes(.server, Array(hello[6...]) + hello)
    ).heard()
    #expect(damaged.heard.map(\.byteCount) == [nil, nil])
    #expect(damaged.codes.isEmpty)
    let independent = Conversation(
      extensions: "permessage-deflate; server_no_context_takeover", .bytes(.server, Array(hello.prefix(4))),
      .gap(.server, 2), .bytes(.server, Array(hello[6...]) + hello)
    ).heard()
    #expect(independent.heard.map(\.byteCount) == [nil, 5])
    #expect(independent.codes.isEmpty)
  }

  @Test("Where nobody knows whether bytes are missing, the message under way is given up")
  func lostTrack() {
    let message = frame(.text, "0123456789")
    let recorder = Conversation(
      .bytes(.server, Array(message.prefix(5))), .gap(.server, nil), .bytes(.server, Array(message[5...])),
      .bytes(.server, message)
    ).heard()
    #expect(recorder.summary == ["server text 012 (incomplete)", "server text 0123456789"])
  }

  @Test("Random bytes after a gap are not taken for frames")
  func noise() {
    var generator = SplitMix(state: 1)
    for side in Side.allCases {
      var conversation = Conversation(extensions: "permessage-deflate", .gap(side, 1))
      for _ in 0..<200 {
        conversation.steps.append(.bytes(side, (0..<1400).map { _ in UInt8(truncatingIfNeeded: generator.next()) }))
      }
      #expect(conversation.heard().heard.isEmpty)
    }
  }
}

private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}
