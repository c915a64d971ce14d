import Analysis
import EventStream
import Findings
import GRPC

extension JSONWriter {
  /// `"record": "message"`: one message inside the content of an exchange.
  mutating func write(_ message: borrowing ContentMessage, of connection: ConnectionContext) {
    beginObject()
    member("record", "message")
    switch message.body {
    case .grpc: member("protocol", "grpc")
    case .event: member("protocol", "sse")
    }
    member("connection", connection.id)
    member("exchange", message.origin.exchange)
    member("stream", message.origin.stream.map(Int.init))
    member("from", message.origin.side.name)
    switch message.body {
    case .grpc(let message): writeMembers(of: message, since: connection.start)
    case .event(let event): writeMembers(of: event, since: connection.start)
    }
    endObject()
  }

  private mutating func writeMembers(of message: GRPCMessage, since start: Timestamp) {
    nullMember("type")
    member("state", message.isComplete ? "complete" : "incomplete")
    member("bytes", message.contentByteCount)
    member("wire_bytes", GRPCMessage.prefixByteCount + message.capturedByteCount)
    member("compressed", message.isCompressed)
    writeTimes(message.start, message.end, since: start)
  }

  private mutating func writeMembers(of event: ServerSentEvent, since start: Timestamp) {
    member("type", event.type ?? "message")
    member("state", event.isComplete ? "complete" : "incomplete")
    member("bytes", event.dataByteCount)
    nullMember("wire_bytes")
    member("compressed", false)
    writeTimes(event.start, event.end, since: start)
    member("id", event.id)
    member("retry", event.retry)
  }

  private mutating func writeTimes(_ first: Timestamp, _ last: Timestamp, since start: Timestamp) {
    member("start_ms", milliseconds: first.nanoseconds(since: start))
    member("end_ms", milliseconds: last.nanoseconds(since: start))
  }
}
