import Findings

/// The version of HTTP that a message was sent in.
package enum HTTPVersion: UInt8, Sendable, BitwiseCopyable {
  case http09
  case http10
  case http11
  case http2

  /// The name that records use.
  package var name: String {
    switch self {
    case .http09: "HTTP/0.9"
    case .http10: "HTTP/1.0"
    case .http11: "HTTP/1.1"
    case .http2: "HTTP/2"
    }
  }
}

/// How far an exchange came.
package enum ExchangeState: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// Both messages ended as their framing says.
  case complete
  /// RST_STREAM, or the connection was reset.
  case reset
  /// Bytes are missing, or the capture ended.
  case incomplete
  /// The request was complete, and no response byte was seen.
  case noResponse
  /// A response whose request was not captured.
  case noRequest

  /// The word that records use.
  package var name: String {
    switch self {
    case .complete: "complete"
    case .reset: "reset"
    case .incomplete: "incomplete"
    case .noResponse: "no-response"
    case .noRequest: "no-request"
    }
  }
}

/// What an exchange turned its connection or stream into.
package enum Upgrade: Sendable, Equatable {
  case webSocket
  case h2c
  case connectTunnel
  /// Another Upgrade token, as sent.
  case other(String)

  /// The word that records use.
  package var name: String {
    switch self {
    case .webSocket: "websocket"
    case .h2c: "h2c"
    case .connectTunnel: "connect-tunnel"
    case .other(let token): token
    }
  }
}

/// One request with its response, in either version: what both dissectors make.
package struct Exchange: Sendable {
  /// 0, 1, 2… the order of requests on the connection.
  package var index = 0
  /// HTTP/2 stream identifier; nil for HTTP/1.x.
  package var stream: UInt32?
  package var version = HTTPVersion.http11
  /// A server push: the request is the PUSH_PROMISE's.
  package var isPushed = false
  package var state = ExchangeState.incomplete
  /// Whether any byte of a request was seen.
  package var hasRequest = false
  package var request = Request()
  /// Whether any byte of a final response was seen.
  package var hasResponse = false
  package var response = Response()
  /// Interim responses in order.
  package var informational: [InformationalResponse] = []
  /// The code of the RST_STREAM that ended it (RFC 9113 §7), or nil.
  package var resetCode: UInt32?
  /// Who sent that RST_STREAM.
  package var resetBy: Side?
  package var upgrade: Upgrade?
  /// HTTP/1.x: how long after the request's end an earlier response on the connection held this one back, in nanoseconds.
  package var queueNanoseconds: Int64 = 0
  /// HTTP/2: how long flow control held back the response's content, in nanoseconds.
  package var flowControlNanoseconds: Int64 = 0

  package init() {}

  /// Empties it and keeps the storage of its sections.
  package mutating func reset() {
    index = 0
    stream = nil
    version = .http11
    isPushed = false
    state = .incomplete
    hasRequest = false
    request.reset()
    hasResponse = false
    response.reset()
    if !informational.isEmpty { informational.removeAll() }
    resetCode = nil
    resetBy = nil
    upgrade = nil
    queueNanoseconds = 0
    flowControlNanoseconds = 0
  }
}
