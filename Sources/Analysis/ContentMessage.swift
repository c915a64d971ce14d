import EventStream
import Findings
import GRPC
import Metrics

/// Which message's content something is, or was found in.
package struct ContentOrigin: Sendable, BitwiseCopyable {
  /// The index of the exchange.
  package var exchange: Int
  /// The HTTP/2 stream; nil for HTTP/1.x.
  package var stream: UInt32?
  /// Who sent the content.
  package var side: Side
  /// Whether it comes as it was sent, because its codings cannot be undone or are to be left.
  package var isCoded = false

  package init(exchange: Int, stream: UInt32? = nil, from side: Side) {
    self.exchange = exchange
    self.stream = stream
    self.side = side
  }
}

/// A message inside the content of an exchange: one of a gRPC call, or a server-sent event.
package struct ContentMessage: Sendable {
  package enum Body: Sendable {
    case grpc(GRPCMessage)
    case event(ServerSentEvent)
  }

  package var origin: ContentOrigin
  package var body: Body

  package init(origin: ContentOrigin, body: Body) {
    self.origin = origin
    self.body = body
  }
}

/// Where the messages go that are found in the contents of a connection.
struct MessageSink {
  let receiver: any RecordReceiver
  let connection: ConnectionContext
}

/// What was found out about an exchange besides its messages.
package struct ContentFacts: Sendable {
  /// Where its time went; nil unless both messages were seen from first to last.
  package var phases: Phases?
  /// Nil when the exchange is no call of gRPC.
  package var call: GRPCCall?
  /// Server-sent events in the response; nil when it is no event stream, or not all of it was seen.
  package var eventCount: Int?
  package var isDNSOverHTTPS = false

  package init() {}
}
