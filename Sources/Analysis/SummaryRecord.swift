import Capture
import Findings
import HPACK
import HTTP
import HTTP2
import Metrics
import Packet
import WebSocket

/// What was read: the first record.
package struct CaptureRecord: Sendable {
  /// Names as given.
  package var files: [String]
  /// `pcap`, `pcapng`, with `.gz` and its like when compressed; several joined by a comma when they differ.
  package var format: String
  /// Link types of the interfaces known when the first packet was read.
  package var linkTypes: [LinkType]

  package init(files: [String], format: String, linkTypes: [LinkType]) {
    self.files = files
    self.format = format
    self.linkTypes = linkTypes
  }
}

/// What HTTP of one version amounted to, over all connections. All counters add up over captures, maxima by `max`.
package struct VersionTotals: Sendable {
  package var exchanges = 0
  /// Exchanges by `ExchangeState`, indexed by its raw value.
  package var byState = [Int](repeating: 0, count: ExchangeState.allCases.count)
  package var connections = 0
  package var maxRequestsOnAConnection = 0
  /// The most exchanges that were open at once on a connection.
  package var maxConcurrent = 0
  package var requestBodyByteCount = 0
  package var responseBodyByteCount = 0
  package var headers = BySide(both: HeaderTotals())
  /// Bodies of complete responses by content type.
  package var bodies = BodyTable()
  package var pushes = 0
  package var metrics = VersionMetrics()

  package init() {}
}

/// What the program could not see or had to give up: each is something that a person should know.
package struct Losses: Sendable {
  /// Packets of which the capture holds only the beginning.
  package var truncatedPackets = 0
  /// Packets that the interface or the kernel dropped, as the capture says.
  package var droppedPackets = 0
  /// Packets that were captured, but not analysed because the analysis was too slow.
  package var unanalysedPackets = 0
  /// Packets whose link type is not known, by type.
  package var unknownLinkTypes: [LinkType: Int] = [:]
  /// Packets whose headers end early or contradict themselves.
  package var malformedPackets = 0
  /// Fragments whose datagram never became complete.
  package var incompleteFragments = 0
  /// Connections taken for ended because they were silent too long.
  package var silentConnections = 0
  /// Connections given up before their end, because there were too many.
  package var evictedConnections = 0
  /// Times that missing bytes were given up early because all connections together held too much out of order.
  package var holesGivenUp = 0
  /// Findings that were counted but not reported because a connection had too many of a kind.
  package var suppressedFindings = 0

  package init() {}
}

/// How far an analysis of what is being captured is behind at a moment.
package struct Backlog: Sendable {
  /// Packets that were captured and not analysed yet.
  package var packets = 0
  /// The most that there were at once.
  package var mostPackets = 0
  /// Connections whose records wait for a secret.
  package var connectionsWithoutSecret = 0

  package init() {}
}

/// The whole capture in numbers: the last record. Its size does not depend on the capture's.
package struct SummaryRecord: Sendable {
  /// All zero but while packets are being captured.
  package var backlog = Backlog()
  package var packets = 0
  /// Captured bytes of all packets.
  package var byteCount = 0
  package var firstTime: Timestamp?
  package var lastTime: Timestamp?
  package var tcpSegments = 0
  package var udpDatagrams = 0
  /// Packets of QUIC (HTTP/3), which are not analysed.
  package var quicPackets = 0
  package var otherPackets = 0
  /// Connections by `ConnectionProtocol`, indexed by its raw value.
  package var connectionsByProtocol = [Int](repeating: 0, count: ConnectionProtocol.allCases.count)
  /// Exchanges by `HTTPVersion`, indexed by its raw value.
  package var exchangesByVersion = [Int](repeating: 0, count: 4)
  package var http1 = VersionTotals()
  package var http2 = VersionTotals()
  package var origins = OriginTable()
  /// HTTP/1.x: what the first header sections of each connection would take under HPACK, and what their fields cost.
  package var watchedHTTP1 = BySide(both: FieldWatchSummary())
  /// HTTP/1.x: what the first header sections of each client and origin would take on one connection of HTTP/2.
  package var oneConnection = BySide(both: OneConnectionTotals())
  /// HPACK of all HTTP/2 connections, by who encoded.
  package var hpack = BySide(both: HPACKStatistics())
  /// HTTP/2 frames of all connections.
  package var frames = BySide(both: FrameCounts())
  package var tls = TLSTotals()
  /// Of all WebSockets; nil when there were none.
  package var webSocket: WebSocketStatistics?
  package var retransmittedSegments = 0
  package var outOfOrderSegments = 0
  package var missingByteCount = 0
  /// Findings by `Finding.Severity`, indexed by its raw value; suppressed ones included.
  package var findings = [Int](repeating: 0, count: Finding.Severity.allCases.count)
  package var losses = Losses()

  package init() {}

  /// All connections.
  package var connections: Int { connectionsByProtocol.reduce(0, +) }
  /// All exchanges.
  package var exchanges: Int { exchangesByVersion.reduce(0, +) }
}
