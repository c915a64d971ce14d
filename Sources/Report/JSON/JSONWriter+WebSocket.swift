import Analysis
import Findings
import WebSocket

extension JSONWriter {
  /// `"record": "message"`: one message or control frame of a WebSocket.
  mutating func write(_ message: borrowing WebSocketMessage, of connection: ConnectionContext) {
    beginObject()
    member("record", "message")
    member("protocol", "websocket")
    member("connection", connection.id)
    member("exchange", message.exchange)
    member("stream", message.stream.map(Int.init))
    member("from", message.from.name)
    member("type", message.opcode?.name)
    member("state", message.isComplete ? "complete" : "incomplete")
    member("bytes", message.payloadByteCount)
    member("wire_bytes", message.wireByteCount)
    member("compressed", message.isCompressed)
    member("fragments", message.fragmentCount)
    member("start_ms", milliseconds: message.start.nanoseconds(since: connection.start))
    member("end_ms", milliseconds: message.end.nanoseconds(since: connection.start))
    member("close_code", message.closeCode.map { Int($0.rawValue) })
    member("close_reason", message.closeReason)
    endObject()
  }

  /// What the WebSockets of a connection did, or those of all.
  mutating func write(_ webSocket: WebSocketStatistics) {
    let sides = webSocket.sides
    beginObject()
    member("sockets", webSocket.sockets)
    member("messages", bySide: sides) { $0.write($1.messages) }
    member("compressed_messages", bySide: sides) { $0.integer($1.compressedMessages) }
    member("frames", bySide: sides) { $0.integer($1.frames) }
    member("bytes", bySide: sides) { $0.integer($1.payloadByteCount) }
    member("wire_bytes", bySide: sides) { $0.integer($1.wireByteCount) }
    member("missing_bytes", bySide: sides) { $0.integer($1.missingByteCount) }
    member("close_codes", bySide: sides) { $0.write($1.closeCodes) }
    member("ping_round_trips", bySide: sides) { $0.write($1.pingRoundTrips) }
    endObject()
  }

  /// `{"text": n, …}`: the kinds that occurred.
  private mutating func write(_ messages: MessageCounts) {
    beginObject()
    for (opcode, count) in messages.occurring {
      key(opcode.name)
      integer(count)
    }
    if messages.unknown > 0 { member("unknown", messages.unknown) }
    endObject()
  }

  /// `{"1000": n, …}`, the least code first.
  private mutating func write(_ codes: [CloseCode: Int]) {
    beginObject()
    for (code, count) in codes.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      key(String(code.rawValue))
      integer(count)
    }
    endObject()
  }

  private mutating func write(_ roundTrips: RoundTrips) {
    let isKnown = roundTrips.count > 0
    beginObject()
    member("count", roundTrips.count)
    member("min_ms", milliseconds: isKnown ? roundTrips.least : nil)
    member("sum_ms", milliseconds: roundTrips.sum)
    member("mean_ms", milliseconds: roundTrips.mean)
    member("max_ms", milliseconds: isKnown ? roundTrips.most : nil)
    endObject()
  }
}
