import Analysis
import Findings
import HTTP
import Packet

extension JSONWriter {
  /// `"record": "capture"`: what was read.
  mutating func write(_ capture: CaptureRecord) {
    beginObject()
    member("record", "capture")
    key("files")
    beginArray()
    for file in capture.files { string(file) }
    endArray()
    member("format", capture.format)
    key("link_types")
    beginArray()
    for type in capture.linkTypes { integer(Int(type.rawValue)) }
    endArray()
    endObject()
  }

  /// `"record": "summary"`: the whole capture in numbers; or `progress`: what was counted until now.
  mutating func write(_ summary: borrowing SummaryRecord, isProgress: Bool = false) {
    beginObject()
    member("record", isProgress ? "progress" : "summary")
    member("packets", summary.packets)
    member("bytes", summary.byteCount)
    member("first_time", time: summary.firstTime)
    member("last_time", time: summary.lastTime)
    member("truncated_packets", summary.losses.truncatedPackets)
    member("tcp_segments", summary.tcpSegments)
    member("udp_datagrams", summary.udpDatagrams)
    member("quic_packets", summary.quicPackets)
    member("other_packets", summary.otherPackets)
    writeConnectionCounts(of: summary)
    writeExchangeCounts(of: summary)
    key("tls")
    write(summary.tls)
    writeScorecard(of: summary)
    writeOrigins(of: summary)
    writeCompression(of: summary)
    member("bodies") {
      $0.key("HTTP/1.1")
      $0.write(summary.http1.bodies)
      $0.key("HTTP/2")
      $0.write(summary.http2.bodies)
    }
    member("frames", bySide: summary.frames) { $0.write($1) }
    key("websocket")
    if let webSocket = summary.webSocket { write(webSocket) } else { null() }
    member("retransmitted_segments", summary.retransmittedSegments)
    member("out_of_order_segments", summary.outOfOrderSegments)
    member("missing_bytes", summary.missingByteCount)
    writeFindingCounts(of: summary)
    write(summary.losses)
    if isProgress { write(summary.backlog) }
    endObject()
  }

  private mutating func write(_ backlog: Backlog) {
    member("behind") {
      $0.member("packets", backlog.packets)
      $0.member("most_packets", backlog.mostPackets)
      $0.member("connections_without_secret", backlog.connectionsWithoutSecret)
    }
  }

  private mutating func writeConnectionCounts(of summary: borrowing SummaryRecord) {
    key("connections")
    beginObject()
    member("total", summary.connections)
    for carried in ConnectionProtocol.allCases {
      key(carried.name)
      integer(summary.connectionsByProtocol[Int(carried.rawValue)])
    }
    endObject()
  }

  private mutating func writeExchangeCounts(of summary: borrowing SummaryRecord) {
    key("exchanges")
    beginObject()
    member("total", summary.exchanges)
    for version in [HTTPVersion.http09, .http10, .http11, .http2] {
      key(version.name)
      integer(summary.exchangesByVersion[Int(version.rawValue)])
    }
    endObject()
  }

  /// What headers cost by version (HTTP/1.1 stands for all of HTTP/1.x) and by side.
  private mutating func writeCompression(of summary: borrowing SummaryRecord) {
    key("compression")
    beginObject()
    key("HTTP/1.1")
    beginObject()
    key("client")
    write(summary.http1.headers.client, watched: summary.watchedHTTP1.client, one: summary.oneConnection.client)
    key("server")
    write(summary.http1.headers.server, watched: summary.watchedHTTP1.server, one: summary.oneConnection.server)
    endObject()
    key("HTTP/2")
    beginObject()
    key("client")
    write(summary.http2.headers.client, hpack: summary.hpack.client)
    key("server")
    write(summary.http2.headers.server, hpack: summary.hpack.server)
    endObject()
    endObject()
  }

  private mutating func writeFindingCounts(of summary: borrowing SummaryRecord) {
    key("findings")
    beginObject()
    for severity in Finding.Severity.allCases.reversed() {
      key(severity.name)
      integer(summary.findings[Int(severity.rawValue)])
    }
    endObject()
  }

  private mutating func write(_ losses: Losses) {
    key("losses")
    beginObject()
    member("dropped_packets", losses.droppedPackets)
    member("unanalysed_packets", losses.unanalysedPackets)
    member("malformed_packets", losses.malformedPackets)
    member("incomplete_fragments", losses.incompleteFragments)
    member("silent_connections", losses.silentConnections)
    member("evicted_connections", losses.evictedConnections)
    member("holes_given_up", losses.holesGivenUp)
    member("suppressed_findings", losses.suppressedFindings)
    key("unknown_link_types")
    beginObject()
    for (type, count) in losses.unknownLinkTypes.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      key(String(type.rawValue))
      integer(count)
    }
    endObject()
    endObject()
  }
}
