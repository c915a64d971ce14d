import Bytes
import Findings
import HTTP
import HTTP2
import Packet
import WebSocket

@testable import Analysis

/// Counts the messages found in contents, keeps the contents, and takes nothing else.
final class MessageCounter: RecordReceiver {
  let wantsContents = true
  private(set) var count = 0
  /// The contents as they came, with `~` for each byte that is missing.
  private(set) var content: [UInt8] = []
  private(set) var isCoded = false

  /// Where contents send their messages to be counted.
  var sink: MessageSink {
    let end = Endpoint(address: IPAddress(ipv4: 1), port: 1)
    let connection = ConnectionContext(id: 0, client: end, server: end, start: Timestamp(nanoseconds: 0))
    return MessageSink(receiver: self, connection: connection)
  }

  func receive(_ message: borrowing ContentMessage, of connection: ConnectionContext) {
    count += 1
  }

  func receive(_ content: RawSpan, of origin: ContentOrigin, of connection: ConnectionContext) {
    for index in 0..<content.byteCount { self.content.append(content.byte(at: index)) }
    isCoded = origin.isCoded
  }

  func skip(_ byteCount: Int, of origin: ContentOrigin, of connection: ConnectionContext) {
    content.append(contentsOf: repeatElement(UInt8(ascii: "~"), count: byteCount))
  }
}
