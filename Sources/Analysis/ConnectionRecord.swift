import Findings
import HPACK
import HTTP1
import HTTP2
import Metrics
import Packet
import TCP
import TLS
import WebSocket

/// One end of a connection.
package struct Endpoint: Hashable, Sendable, BitwiseCopyable {
  package var address: IPAddress
  package var port: UInt16

  package init(address: IPAddress, port: UInt16) {
    self.address = address
    self.port = port
  }
}

/// What a connection carried.
package enum ConnectionProtocol: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// Any of HTTP/0.9 to HTTP/1.1.
  case http1
  case http2
  /// TLS that was not decrypted.
  case tls
  case webSocket
  case unknown

  /// The name that records use.
  package var name: String {
    switch self {
    case .http1: "HTTP/1.1"
    case .http2: "HTTP/2"
    case .tls: "TLS"
    case .webSocket: "WebSocket"
    case .unknown: "unknown"
    }
  }
}

/// What gave the protocol away.
package enum Detection: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  case requestLine
  case statusLine
  case preface
  case alpn
  case upgrade
  /// HTTP/2 whose start was not captured.
  case frames

  /// The word that records use.
  package var name: String {
    switch self {
    case .requestLine: "request-line"
    case .statusLine: "status-line"
    case .preface: "preface"
    case .alpn: "alpn"
    case .upgrade: "upgrade"
    case .frames: "frames"
    }
  }
}

/// What identifies a connection in the records of its exchanges, findings and frames.
package struct ConnectionContext: Sendable, BitwiseCopyable {
  /// 0, 1, 2… by first packet.
  package var id: Int
  package var client: Endpoint
  package var server: Endpoint
  /// When its first packet was captured: relative times count from here.
  package var start: Timestamp
  /// What came before its first request.
  package var setup = ConnectionSetup()

  package init(id: Int, client: Endpoint, server: Endpoint, start: Timestamp) {
    self.id = id
    self.client = client
    self.server = server
    self.start = start
  }

  /// Corrects who is the client.
  mutating func swapEnds() {
    (client, server) = (server, client)
  }
}

/// One connection, finished: TCP's, or one inside a tunnel.
package struct ConnectionRecord: Sendable {
  package var context: ConnectionContext
  /// When its last packet was captured.
  package var end: Timestamp
  package var carried = ConnectionProtocol.unknown
  /// Nil when the protocol is unknown (or TLS).
  package var detectedBy: Detection?
  /// Nil for a connection inside a tunnel.
  package var tcp: TCPStatistics?
  /// Nil for a connection without TLS.
  package var tls: TLSRecord?
  package var http1: HTTP1Statistics?
  package var http2: HTTP2Statistics?
  /// Of all WebSockets on it: over HTTP/2 there may be many.
  package var webSocket: WebSocketStatistics?
  /// The `id` of the connection whose tunnel carries this one.
  package var inside: Int?
  /// The client that a PROXY protocol header names; nil without one, and when the proxy spoke for itself.
  package var trueClient: Endpoint?
  /// HTTP/1.x: what a side's header sections cost and would cost; HTTP/2 has the same in its HPACK statistics.
  package var headers = BySide(both: HeaderTotals())
  /// How many exchange records belong to it.
  package var exchangeCount = 0
  /// Requests seen, promised ones left out.
  package var requests = 0
  /// Exchanges that were open at once: from the request's first byte to the response's last.
  package var concurrency = ConcurrencyTotals()
  /// HTTP/1.x: what the first header sections would take under HPACK with tables of other sizes, and what their fields cost.
  package var watchedHTTP1 = BySide(both: FieldWatchSummary())
  /// What holes in TCP's stream held up, by who sent the bytes.
  package var tcpBlocking = BySide(both: TCPBlockingTotals())
  /// HTTP/2: nanoseconds for which as many exchanges were open as the server allows.
  package var streamLimitNanoseconds: Int64 = 0

  /// A connection of which nothing but its ends is known.
  package init(context: ConnectionContext) {
    self.context = context
    self.end = context.start
  }
}

extension BySide where Value == HeaderTotals {
  /// Both sides together.
  package var sum: HeaderTotals {
    var sum = client
    sum.merge(server)
    return sum
  }
}

/// Sums of header sections of one side, over exchanges that were reported.
package struct HeaderTotals: Sendable, Equatable {
  /// Header sections counted.
  package var sections = 0
  /// Bytes as sent: text for HTTP/1.x, field blocks for HTTP/2.
  package var wireByteCount = 0
  /// Σ(name + value) of the field lines in HTTP/2's form.
  package var listByteCount = 0
  /// Bytes as HTTP/1.1 text.
  package var http1ByteCount = 0
  /// Bytes under HPACK: as sent for HTTP/2, modelled for HTTP/1.x.
  package var hpackByteCount = 0

  package init() {}

  package mutating func merge(_ other: HeaderTotals) {
    sections += other.sections
    wireByteCount += other.wireByteCount
    listByteCount += other.listByteCount
    http1ByteCount += other.http1ByteCount
    hpackByteCount += other.hpackByteCount
  }
}
