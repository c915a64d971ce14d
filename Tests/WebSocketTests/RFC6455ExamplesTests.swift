import Bytes
import Findings
import Testing

@testable import WebSocket

@Suite struct RFC6455ExamplesTests {
  @Test(
    "RFC 6455 §5.7",
    arguments: [
      (Side.server, "81 05 48 65 6c 6c 6f", ["server text Hello"]),
      (.client, "81 85 37 fa 21 3d 7f 9f 4d 51 58", ["client text Hello"]),
      (.server, "01 03 48 65 6c 80 02 6c 6f", ["server text Hello"]),
      (
        .server, "89 05 48 65 6c 6c 6f", ["server ping Hello"]
      ),
      (.client, "8a 85 37 fa 21 3d 7f 9f 4d 51 58", ["client pong Hello"]),
    ])
  func example(side: Side, digits: String, summary: [String]) {
    for recorder in Conversation(.bytes(side, hex(digits))).heardInEveryWay() {
      #expect(recorder.summary == summary)
      #expect(recorder.codes.isEmpty)
    }
  }

  @Test(
    "RFC 6455 §5.7: 256 bytes and 64 KiB of binary data",
    arguments: [(256, "82 7e 0100"), (65_536, "82 7f 0000000000010000")])
  func longPayload(byteCount: Int, header: String) {
    let payload = (0..<byteCount).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    let recorder = Conversation(.bytes(.server, hex(header) + payload)).heard()
    #expect(recorder.heard.map(\.byteCount) == [byteCount])
    #expect(recorder.heard.map(\.payload) == [Hexadecimal.encode(payload.rawSpan)])
    #expect(recorder.codes.isEmpty)
  }

  @Test("RFC 6455 §5.4: control frames between the fragments of a message")
  func interleaved() {
    let bytes =
      frame(.text, "one ", isFinal: false, key: 0x0102_0304) + frame(.ping, "?", key: 0xFFFF_FFFF)
      + frame(.continuation, "two ", isFinal: false, key: 0) + frame(.continuation, "three", key: 0x8899_AABB)
    for recorder in Conversation(.bytes(.client, bytes)).heardInEveryWay() {
      #expect(recorder.summary == ["client ping ?", "client text one two three"])
      #expect(recorder.heard[1].fragments == 3)
      #expect(recorder.heard[1].wireByteCount == 13 + 3 * 6)
      #expect(recorder.codes.isEmpty)
    }
  }
}
