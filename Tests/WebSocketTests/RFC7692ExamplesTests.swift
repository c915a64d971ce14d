import Bytes
import Findings
import Testing

@testable import WebSocket

@Suite struct RFC7692ExamplesTests {
  @Test(
    "RFC 7692 §7.2.3",
    arguments: [
      ("§7.2.3.1", "c1 07 f2 48 cd c9 c9 07 00", ["server text Hello"]),
      ("§7.2.3.1, in two frames", "41 03 f2 48 cd 80 04 c9 c9 07 00", ["server text Hello"]),
      (
        "§7.2.3.2, with the window", "c1 07 f2 48 cd c9 c9 07 00 c1 05 f2 00 11 00 00",
        ["server text Hello", "server text Hello"]
      ),
      (
        "§7.2.3.2, without it", "c1 07 f2 48 cd c9 c9 07 00 c1 07 f2 48 cd c9 c9 07 00",
        ["server text Hello", "server text Hello"]
      ),
      ("§7.2.3.3, a block without compression", "c1 0b 00 05 00 fa ff 48 65 6c 6c 6f 00", ["server text Hello"]),
      ("§7.2.3.4, a final block", "c1 08 f3 48 cd c9 c9 07 00 00", ["server text Hello"]),
      ("§7.2.3.5, two blocks", "c1 0d f2 48 05 00 00 00 ff ff ca c9 c9 07 00", ["server text Hello"]),
      ("§7.2.3.6, an empty message", "c1 01 00", ["server text "]),
      (
        "a final block, and a message that refers to it", "c1 08 f3 48 cd c9 c9 07 00 00 c1 05 f2 00 11 00 00",
        ["server text Hello", "server text Hello"]
      ),
      (
        "a message that is not compressed in between", "c1 07 f2 48 cd c9 c9 07 00 81 02 6f 6b c1 05 f2 00 11 00 00",
        ["server text Hello", "server text ok", "server text Hello"]
      ),
    ])
  func example(section: String, digits: String, summary: [String]) {
    let conversation = Conversation(extensions: "permessage-deflate", .bytes(.server, hex(digits)))
    for recorder in conversation.heardInEveryWay() {
      #expect(recorder.summary == summary)
      #expect(recorder.codes.isEmpty)
    }
  }

  @Test("RFC 7692 §7.1.1: without context takeover nothing may refer to earlier messages")
  func noContextTakeover() {
    let bytes = hex("c1 07 f2 48 cd c9 c9 07 00 c1 05 f2 00 11 00 00 c1 07 f2 48 cd c9 c9 07 00")
    let conversation = Conversation(
      extensions: "permessage-deflate; server_no_context_takeover", .bytes(.server, bytes))
    for recorder in conversation.heardInEveryWay() {
      #expect(recorder.heard.map(\.byteCount) == [5, nil, 5])
      #expect(recorder.codes == ["websocket-bad-compression"])
    }
  }

  @Test("A masked compressed message, with a ping inside")
  func maskedFragments() {
    let key: UInt32 = 0x37FA_213D
    let bytes =
      frame(.text, hex("f2 48 cd"), isFinal: false, reservedBits: 0x40, key: key) + frame(.ping, "", key: key)
      + frame(.continuation, hex("c9 c9 07 00"), key: key)
    for recorder in Conversation(extensions: "permessage-deflate", .bytes(.client, bytes)).heardInEveryWay() {
      #expect(recorder.summary == ["client ping ", "client text Hello"])
      #expect(recorder.codes.isEmpty)
    }
  }

  @Test(
    "What cannot be decompressed",
    arguments: ["c1 01 07", "c1 02 f2 48", "c1 00", "c1 05 f2 48 cd c9 c9", "c1 04 ff ff ff ff"])
  func damaged(digits: String) {
    let bytes = hex(digits) + hex("c1 07 f2 48 cd c9 c9 07 00 81 02 6f 6b")
    for recorder in Conversation(extensions: "permessage-deflate", .bytes(.server, bytes)).heardInEveryWay() {
      #expect(recorder.heard.map(\.byteCount) == [nil, nil, 2])
      #expect(recorder.codes == ["websocket-bad-compression"])
    }
  }
}
