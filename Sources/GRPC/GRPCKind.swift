import Findings

/// Which side of a call sent several messages, as far as was seen: only a .proto file says what a method allows.
package enum GRPCKind: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// At most one message each way.
  case unary
  case clientStreaming
  case serverStreaming
  /// Several messages each way, or a request message after the first response message.
  case bidirectionalStreaming

  /// The name that records use.
  package var name: String {
    switch self {
    case .unary: "unary"
    case .clientStreaming: "client-streaming"
    case .serverStreaming: "server-streaming"
    case .bidirectionalStreaming: "bidi-streaming"
    }
  }

  /// The kind of a call whose messages were read.
  init(_ requests: borrowing GRPCMessageReader, _ responses: borrowing GRPCMessageReader) {
    if let response = responses.firstStart, let request = requests.lastStart, response < request {
      self = .bidirectionalStreaming
      return
    }
    switch (requests.messageCount > 1, responses.messageCount > 1) {
    case (false, false): self = .unary
    case (true, false): self = .clientStreaming
    case (false, true): self = .serverStreaming
    case (true, true): self = .bidirectionalStreaming
    }
  }
}
