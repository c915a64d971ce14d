import Bytes
import Findings
import Testing

@testable import WebSocket

@Suite struct WebSocketConnectionTests {
  private static let key: UInt32 = 0xA1B2_C3D4

  @Test("Times are those of a message's first and last byte")
  func times() {
    let bytes = frame(.text, "Hello")
    let conversation = Conversation(
      .bytes(.client, []), .bytes(.server, Array(bytes.prefix(1))), .bytes(.server, Array(bytes[1..<4])),
      .bytes(.server, Array(bytes[4...])))
    let message = conversation.heard().heard[0]
    #expect(message.start == 1)
    #expect(message.end == 3)
  }

  @Test("Round trips of pings: a pong answers the last ping with its payload, and those before are forgotten")
  func roundTrips() {
    let (_, statistics) = Conversation(
      .bytes(.client, frame(.ping, "a", key: Self.key)), .bytes(.client, frame(.ping, "b", key: Self.key)),
      .bytes(.server, frame(.pong, "b")), .bytes(.server, frame(.pong, "a")),
      .bytes(.server, frame(.pong, "unsolicited")), .bytes(.server, frame(.ping, "")),
      .bytes(.client, frame(.pong, "", key: Self.key))
    ).heard { [$0] }
    #expect(statistics.sides.client.pingRoundTrips.count == 1)
    #expect(statistics.sides.client.pingRoundTrips.least == 1)
    #expect(statistics.sides.server.pingRoundTrips.mean == 1)
    #expect(statistics.sides.server.messages[.pong] == 3)
  }

  @Test("Counts and sizes by side")
  func statistics() {
    let (recorder, statistics) = Conversation(
      extensions: "permessage-deflate",
      .bytes(.server, hex("41 03 f2 48 cd 80 04 c9 c9 07 00") + frame(.binary, [1, 2, 3])),
      .bytes(.client, frame(.close, [0x03, 0xE9] + Array("bye".utf8), key: Self.key)),
      .bytes(.server, frame(.close, [0x03, 0xE9]))
    ).heard { [$0] }
    let server = statistics.sides.server
    #expect(server.messages.occurring.map(\.opcode) == [.text, .binary, .close])
    #expect(server.frames == 4)
    #expect(server.payloadByteCount == 5 + 3 + 2)
    #expect(server.wireByteCount == 11 + 5 + 4)
    #expect(server.compressedMessages == 1)
    #expect(server.closeCodes == [CloseCode(rawValue: 1001): 1])
    #expect(statistics.sides.client.closeCodes == [CloseCode(rawValue: 1001): 1])
    #expect(recorder.codes.isEmpty)
  }

  @Test("A close frame's code and reason")
  func close() {
    var message = WebSocketMessage(exchange: 0, stream: nil, from: .server)
    message.begin(.close, isCompressed: false, at: Timestamp(nanoseconds: 0))
    #expect(message.closeCode == nil)
    message.controlPayload = [0x0F, 0xA0] + Array("gone".utf8)
    #expect(message.closeCode == CloseCode(rawValue: 4000))
    #expect(message.closeReason == "gone")
  }

  @Test("Masks are taken off wherever a payload is cut")
  func masks() {
    let payload = (0..<300).map { UInt8(truncatingIfNeeded: $0) }
    for recorder in Conversation(.bytes(.client, frame(.binary, payload, key: Self.key))).heardInEveryWay() {
      #expect(recorder.heard.map(\.payload) == [Hexadecimal.encode(payload.rawSpan)])
    }
  }
}
