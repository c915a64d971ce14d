import Bytes
import Findings
import Testing

@testable import WebSocket

@Suite struct ViolationTests {
  private static let key: UInt32 = 0x1234_5678

  @Test(
    "Frames and messages that break the rules",
    arguments: [
      (Side.client, frame(.text, "a"), "websocket-unmasked-frame"),
      (.server, frame(.text, "a", key: key), "websocket-masked-frame"),
      (.server, frame(.text, [], reservedBits: 0x40), "websocket-reserved-bits"),
      (.server, frame(.ping, [], reservedBits: 0x20), "websocket-reserved-bits"),
      (.server, frame(Opcode(rawValue: 3), "a"), "websocket-reserved-opcode"),
      (.client, frame(Opcode(rawValue: 0xB), "a", key: key), "websocket-reserved-opcode"),
      (.server, frame(.ping, "a", isFinal: false), "websocket-fragmented-control"),
      (.server, frame(.pong, [UInt8](repeating: 65, count: 126)), "websocket-control-too-long"),
      (.server, frame(.close, [3]), "websocket-close-code-cut"),
      (.server, frame(.close, [3, 0xED]), "websocket-bad-close-code"),
      (.client, frame(.close, [0, 0], key: key), "websocket-bad-close-code"),
      (.server, frame(.close, [3, 0xE8, 0xFF]), "websocket-close-reason-not-utf8"),
      (.server, frame(.continuation, "a"), "websocket-unexpected-continuation"),
      (.server, frame(.text, "a", isFinal: false) + frame(.text, "b"), "websocket-interrupted-message"),
      (.server, frame(.text, [0x61, 0xC3]), "websocket-text-not-utf8"),
      (.server, frame(.text, hex("ed a0 80")), "websocket-text-not-utf8"),
      (.server, frame(.text, [0xFF], isFinal: false) + frame(.continuation, "a"), "websocket-text-not-utf8"),
      (.server, hex("82 7e 00 01 61"), "websocket-length-not-minimal"),
      (.server, hex("82 7f 00 00 00 00 00 00 00 01 61"), "websocket-length-not-minimal"),
      (.server, hex("82 7f 80 00 00 00 00 00 00 01 61 62 63"), "websocket-length-too-large"),
      (.server, frame(.close, [3, 0xE8]) + frame(.text, "a"), "websocket-data-after-close"),
    ])
  func violation(side: Side, bytes: [UInt8], code: String) {
    // Twice: each is reported once.
    for recorder in Conversation(.bytes(side, bytes + bytes)).heardInEveryWay() {
      #expect(recorder.codes.first == code)
      #expect(Set(recorder.codes).count == recorder.codes.count)
    }
  }

  @Test("Messages go on after violations")
  func goesOn() {
    let bytes = frame(Opcode(rawValue: 5), "odd") + frame(.continuation, "lost") + frame(.text, "fine")
    let recorder = Conversation(.bytes(.server, bytes)).heard()
    #expect(recorder.summary == ["server 0x5 odd", "server unknown lost (incomplete)", "server text fine"])
  }

  @Test("An extension that is not known may use reserved bits")
  func unknownExtension() {
    let bytes = frame(.text, [0xFF], reservedBits: 0x70) + frame(.text, [0xFF])
    let recorder = Conversation(extensions: "mux", .bytes(.server, bytes)).heard()
    #expect(recorder.codes.isEmpty)
    #expect(recorder.heard.map(\.byteCount) == [nil, 1])
  }

  @Test("UTF-8 that is cut between fragments is whole")
  func cutCharacters() {
    let text = Array("aé€😀z".utf8)
    for point in 0...text.count {
      let bytes =
        frame(.text, Array(text[..<point]), isFinal: false, key: Self.key)
        + frame(.continuation, Array(text[point...]), key: Self.key)
      for recorder in Conversation(.bytes(.client, bytes)).heardInEveryWay() {
        #expect(recorder.summary == ["client text aé€😀z"])
        #expect(recorder.codes.isEmpty)
      }
    }
  }

  @Test("The end of the connection")
  func ends() {
    let text = frame(.text, "abc")
    #expect(Conversation(.bytes(.server, text), .end(.server)).heard().codes == ["websocket-no-close"])
    let cut = Conversation(.bytes(.server, Array(text.dropLast())), .end(.server)).heard()
    #expect(cut.codes == ["websocket-truncated-frame"])
    #expect(cut.summary == ["server text ab (incomplete)"])
    let closed = Conversation(
      .bytes(.client, frame(.close, [3, 0xE8], key: Self.key)), .end(.client), .end(.server))
    #expect(closed.heard().codes.isEmpty)
  }

  @Test("A bomb is not decompressed to its end")
  func bomb() {
    let recorder = Conversation(extensions: "permessage-deflate", .bytes(.server, bombFrame(copies: 400_000))).heard()
    #expect(recorder.codes == ["websocket-decompression-limit"])
    #expect(recorder.heard.map(\.byteCount) == [nil])
  }

  /// A text message of zeros in a fixed block: a literal, then copies of 258 bytes at distance 1, thirteen bits each.
  private func bombFrame(copies: Int) -> [UInt8] {
    var bits = BitWriter()
    bits.write(0b010, 3)
    bits.writeCode(0x30 + 0x61, 8)
    for _ in 0..<copies {
      bits.writeCode(0b1100_0101, 8)
      bits.write(0, 5)
    }
    bits.writeCode(0, 7)
    bits.write(0, 3)
    return frame(.text, bits.bytes, reservedBits: 0x40)
  }
}

/// Writes bits as DEFLATE packs them (RFC 1951 §3.1.1).
private struct BitWriter {
  private(set) var bytes: [UInt8] = []
  private var free = 0

  /// Least significant bit first.
  mutating func write(_ value: Int, _ count: Int) {
    for index in 0..<count {
      if free == 0 {
        bytes.append(0)
        free = 8
      }
      if value >> index & 1 != 0 { bytes[bytes.count - 1] |= 1 << (8 - free) }
      free -= 1
    }
  }

  /// A Huffman code: most significant bit first.
  mutating func writeCode(_ code: Int, _ count: Int) {
    for index in (0..<count).reversed() { write(code >> index & 1, 1) }
  }
}
