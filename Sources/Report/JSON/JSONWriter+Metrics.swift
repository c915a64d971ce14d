import Analysis
import Findings
import Metrics

// The metrics of docs/metrics.md, which says how each is won and when it is null.
extension JSONWriter {
  /// `scorecard` of the summary: the versions beside each other.
  mutating func writeScorecard(of summary: borrowing SummaryRecord) {
    key("scorecard")
    beginObject()
    key("HTTP/1.1")
    writeExplained(summary.http1, summary.origins.sums { $0.http1 }, isHTTP2: false)
    key("HTTP/2")
    writeExplained(summary.http2, summary.origins.sums { $0.http2 }, isHTTP2: true)
    endObject()
  }

  /// A version's card, with the reason of everything in it that is null.
  private mutating func writeExplained(_ version: VersionTotals, _ origins: OriginSums, isHTTP2: Bool) {
    var writer = JSONWriter()
    writer.write(version, origins, isHTTP2: isHTTP2)
    guard let value = try? JSONParser.parse(writer.bytes.rawSpan), var card = value.object else { return null() }
    Unavailable.explain(&card, isHTTP2: isHTTP2)
    write(JSONValue.object(card))
  }

  private mutating func write(_ version: VersionTotals, _ origins: OriginSums, isHTTP2: Bool) {
    let metrics = version.metrics
    let coverage = metrics.coverage
    // What needs both sides, or the beginning, is not known when no connection shows it.
    let isOneSided = coverage.oneSided == coverage.connections
    let hasWindows = isHTTP2 && coverage.withoutBeginning + coverage.oneSided < coverage.connections
    beginObject()
    member("requests", Int(metrics.requestsPerConnection.sum))
    member("requests_per_connection") {
      $0.member("count", metrics.requestsPerConnection.count)
      $0.member("sum", Int(metrics.requestsPerConnection.sum))
      $0.member("mean", share: Int(metrics.requestsPerConnection.sum), of: metrics.requestsPerConnection.count)
      $0.member("median", metrics.requestsPerConnection.median.map { Int($0) })
      $0.member("max", Int(metrics.requestsPerConnection.maximum))
      $0.writeBuckets(of: metrics.requestsPerConnection) { $0.integer(Int($1)) }
    }
    writeMembers(of: metrics.concurrency)
    member("connections_per_origin") {
      $0.member("origins", origins.origins)
      $0.member("connections", origins.connections)
      $0.member("mean", share: origins.connections, of: origins.origins)
      $0.member("max_at_once", origins.mostConnectionsAtOnce)
    }
    member("single_connection_origins", origins.singleConnectionOrigins)
    member("overlapping_connections", origins.overlappingConnections)
    member("setup") {
      $0.member("connections", metrics.setup.connections)
      $0.member("ms", milliseconds: metrics.setup.connections > 0 ? metrics.setup.nanoseconds : nil)
      $0.member("bytes", metrics.setup.connections > 0 ? metrics.setup.byteCount : nil)
      $0.member("bytes_per_request", share: metrics.setup.byteCount, of: metrics.setup.requests)
      $0.member("requests", metrics.setup.requests)
      $0.member("ms_per_request", millisecondsOf: metrics.setup.nanoseconds, dividedBy: metrics.setup.requests)
    }
    key("unneeded_connections")
    if isHTTP2 { write(metrics.reuse) } else { null() }
    member("http_blocked_ms", milliseconds: isHTTP2 || isOneSided ? nil : metrics.headOfLineBlockedNanoseconds)
    key("waiting_for_connection")
    if isHTTP2 || isOneSided { null() } else { writeWaiting(origins.backToBackRequests, origins.saturatedNanoseconds) }
    member("pipelined_requests", metrics.overlappingRequests)
    member("pipelined_share", share: metrics.overlappingRequests, of: Int(metrics.requestsPerConnection.sum))
    key("tcp_blocked")
    write(metrics.tcpBlocking, isHTTP2: isHTTP2)
    key("flow_control")
    if hasWindows { write(metrics.flowControl) } else { null() }
    key("push")
    if isHTTP2 { write(metrics.push) } else { null() }
    member("early_hints", metrics.hints.earlyHints)
    member("preload_links", metrics.hints.preloadLinks)
    key("multiplexing")
    if isHTTP2 { write(metrics.multiplex) } else { null() }
    key("concurrency_limit")
    if isHTTP2 { writeLimit(metrics.limitNanoseconds, refusedStreams: metrics.refusedStreams) } else { null() }
    member("framing_overhead", share: metrics.framing.overheadByteCount, of: metrics.framing.byteCount)
    member("framing_bytes", metrics.framing.overheadByteCount)
    member("http_bytes", metrics.framing.byteCount)
    writeHeaderMembers(of: version, isHTTP2: isHTTP2)
    let bodies = version.bodies.sum
    member("compressible_bytes", bodies.compressibleByteCount)
    member("compressed_bytes", bodies.compressedByteCount)
    member("compressed_share", share: bodies.compressedByteCount, of: bodies.compressibleByteCount)
    member("missed_bytes", bodies.missedByteCount)
    member("missed_saving_bytes", bodies.missedGzipByteCount.map { bodies.missedByteCount - $0 })
    member("phases_ms") { $0.writeMembers(of: metrics.phases) }
    member("coverage") {
      $0.member("connections", coverage.connections)
      $0.member("without_handshake", coverage.withoutHandshake)
      $0.member("without_tls_handshake", coverage.withoutTLSHandshake)
      $0.member("inside_tunnels", coverage.insideTunnels)
      $0.member("without_beginning", coverage.withoutBeginning)
      $0.member("one_sided", coverage.oneSided)
      $0.member("with_missing_bytes", coverage.withMissingBytes)
    }
    member("basis") {
      for (name, basis) in MetricBasis.scorecard(isHTTP2: isHTTP2) { $0.member(name, basis.rawValue) }
    }
    endObject()
  }

  private mutating func writeMembers(of concurrency: ConcurrencyTotals) {
    member("concurrency_mean", share: Int(concurrency.openNanoseconds), of: Int(concurrency.busyNanoseconds))
    member("concurrency_max", concurrency.maximum)
    member("concurrent_share", share: Int(concurrency.concurrentNanoseconds), of: Int(concurrency.busyNanoseconds))
    member("busy_ms", milliseconds: concurrency.busyNanoseconds)
    member("open_ms", milliseconds: concurrency.openNanoseconds)
    member("concurrent_ms", milliseconds: concurrency.concurrentNanoseconds)
  }

  private mutating func writeWaiting(_ backToBackRequests: Int, _ saturatedNanoseconds: Int64) {
    beginObject()
    member("back_to_back", backToBackRequests)
    member("saturated_ms", milliseconds: saturatedNanoseconds)
    endObject()
  }

  private mutating func writeLimit(_ nanoseconds: Int64, refusedStreams: Int) {
    beginObject()
    member("reached_ms", milliseconds: nanoseconds)
    member("refused_streams", refusedStreams)
    endObject()
  }

  /// How long flow control held DATA back; a lower bound where bytes are missing.
  private mutating func write(_ flowControl: FlowControlTotals) {
    beginObject()
    member("blocked_ms", milliseconds: flowControl.blockedNanoseconds)
    member("by_stream_window_ms", milliseconds: flowControl.streamBlockedNanoseconds)
    member("by_connection_window_ms", milliseconds: flowControl.connectionBlockedNanoseconds)
    member("stalls", flowControl.stalls)
    member("unconfirmed_stalls", flowControl.unconfirmedStalls)
    member("ended_stalls", flowControl.endedStalls)
    member("partial", flowControl.isPartial)
    endObject()
  }

  /// What holes in TCP's stream held up. HTTP/1.x has no streams that could be innocent.
  private mutating func write(_ blocking: TCPBlockingTotals, isHTTP2: Bool) {
    beginObject()
    member("stalls", blocking.stalls)
    member("stall_ms", milliseconds: blocking.stallNanoseconds)
    member("unseen_stalls", blocking.unseenStalls)
    member("unseen_stall_ms", milliseconds: blocking.unseenStallNanoseconds)
    member("innocent_streams", isHTTP2 ? blocking.innocentStreams : nil)
    member("innocent_blocked_ms", milliseconds: isHTTP2 ? blocking.innocentNanoseconds : nil)
    endObject()
  }

  private mutating func write(_ reuse: ReuseTotals) {
    beginObject()
    member("duplicate", reuse.duplicate)
    member("coalescible", reuse.coalescible)
    member("listed", reuse.listed)
    member("covered_at_another_address", reuse.coveredElsewhere)
    member("setup_ms", milliseconds: reuse.setupNanoseconds)
    member("setup_bytes", reuse.setupByteCount)
    member("round_trips", reuse.roundTrips)
    member("misdirected_requests", reuse.misdirectedRequests)
    endObject()
  }

  private mutating func write(_ push: PushTotals) {
    beginObject()
    member("promised", push.promised)
    member("delivered", push.delivered)
    member("cancelled", push.cancelled)
    member("duplicate", push.duplicate)
    member("late", push.late)
    member("bytes", push.byteCount)
    member("cancelled_bytes", push.cancelledByteCount)
    member("bytes_after_cancel", push.lateByteCount)
    member("duplicate_bytes", push.duplicateByteCount)
    member("efficiency", share: push.usefulByteCount, of: push.byteCount)
    member("lead_ms", push.lead)
    endObject()
  }

  private mutating func write(_ multiplex: MultiplexTotals) {
    beginObject()
    member("interleave", share: multiplex.switches, of: multiplex.opportunities)
    member("opportunities", multiplex.opportunities)
    member("foreign_share", share: multiplex.foreignWeight, of: multiplex.ownByteCount)
    member("mean_run_bytes", share: multiplex.byteCount, of: multiplex.runs)
    member("switches", multiplex.switches)
    member("foreign_weight", multiplex.foreignWeight)
    member("own_bytes", multiplex.ownByteCount)
    member("data_bytes", multiplex.byteCount)
    member("runs", multiplex.runs)
    endObject()
  }

  private mutating func writeHeaderMembers(of version: VersionTotals, isHTTP2: Bool) {
    let headers = version.headers.sum
    member("header_wire_bytes", headers.wireByteCount)
    member("header_http1_bytes", headers.http1ByteCount)
    member("header_hpack_bytes", headers.hpackByteCount)
    member("header_savings", share: headers.http1ByteCount - headers.hpackByteCount, of: headers.http1ByteCount)
  }

  /// Where the time of an exchange went.
  mutating func write(_ phases: Phases) {
    beginObject()
    member("queue", milliseconds: phases.queue)
    member("send", milliseconds: phases.send)
    member("wait", milliseconds: phases.wait)
    member("receive", milliseconds: phases.receive)
    member("receive_lost", milliseconds: phases.lost)
    member("receive_flow_control", milliseconds: phases.flowControl)
    member("total", milliseconds: phases.total)
    endObject()
  }

  private mutating func writeMembers(of phases: PhaseTotals) {
    member("connect", phases.connect)
    member("tls", phases.tls)
    member("queue", phases.queue)
    member("send", phases.send)
    member("wait", phases.wait)
    member("receive", phases.receive)
    member("receive_lost", phases.lost)
    member("receive_flow_control", phases.flowControl)
    member("total", phases.total)
  }

  /// A histogram of durations: null without any.
  mutating func member(_ name: StaticString, _ histogram: Histogram) {
    key(name)
    guard histogram.count > 0 else { return null() }
    beginObject()
    member("count", histogram.count)
    member("mean", millisecondsOf: histogram.sum, dividedBy: histogram.count)
    member("p50", milliseconds: histogram.quantile(perMille: 500))
    member("p90", milliseconds: histogram.quantile(perMille: 900))
    member("p99", milliseconds: histogram.quantile(perMille: 990))
    member("max", milliseconds: histogram.maximum)
    member("sum", milliseconds: histogram.sum)
    writeBuckets(of: histogram) { $0.milliseconds($1) }
    endObject()
  }

  /// `buckets`: the least value of each and how many values it has.
  private mutating func writeBuckets(of histogram: Histogram, value: (inout JSONWriter, Int64) -> Void) {
    key("buckets")
    beginArray()
    for bucket in histogram.buckets {
      beginArray()
      value(&self, bucket.least)
      integer(bucket.count)
      endArray()
    }
    endArray()
  }

  private mutating func member(_ name: StaticString, millisecondsOf sum: Int64, dividedBy count: Int) {
    member(name, milliseconds: count > 0 ? sum / Int64(count) : nil)
  }

  // MARK: Origins

  /// `origins` of the summary: one object for each, in order of appearance.
  mutating func writeOrigins(of summary: borrowing SummaryRecord) {
    key("origins")
    beginArray()
    for origin in summary.origins.origins {
      beginObject()
      member("scheme", origin.name?.scheme)
      member("authority", origin.name?.authority)
      key("HTTP/1.1")
      write(origin.http1, isHTTP2: false)
      key("HTTP/2")
      write(origin.http2, isHTTP2: true)
      endObject()
    }
    endArray()
  }

  /// Null when nothing was asked of the origin in this version.
  private mutating func write(_ totals: OriginVersionTotals, isHTTP2: Bool) {
    guard totals.connections > 0 else { return null() }
    beginObject()
    member("requests", totals.requests)
    member("connections", totals.connections)
    member("connections_at_once", totals.mostConnectionsAtOnce)
    member("overlapping_connections", totals.overlappingConnections)
    key("waiting_for_connection")
    if isHTTP2 { null() } else { writeWaiting(totals.backToBackRequests, totals.saturatedNanoseconds) }
    member("phases_ms") {
      $0.member("wait", totals.wait)
      $0.member("total", totals.total)
    }
    endObject()
  }

  // MARK: Connections

  /// `metrics` of a connection: null when it carried no HTTP.
  mutating func writeMetrics(of connection: borrowing ConnectionRecord) {
    guard connection.http1 != nil || connection.http2 != nil else { return null() }
    beginObject()
    member("requests", connection.requests)
    writeMembers(of: connection.concurrency)
    member("setup_ms", milliseconds: connection.setupNanoseconds)
    member("setup_bytes", connection.setupByteCount)
    member("http_blocked_ms", milliseconds: connection.http1?.headOfLineBlockedNanoseconds)
    let isHTTP2 = connection.http2 != nil
    member("tcp_blocked", bySide: connection.tcpBlocking) { $0.write($1, isHTTP2: isHTTP2) }
    key("flow_control")
    if let http2 = connection.http2 { writeBySide(http2.flowControl) { $0.write($1) } } else { null() }
    key("push")
    if let http2 = connection.http2 { write(http2.push) } else { null() }
    key("multiplexing")
    if let http2 = connection.http2 { writeBySide(http2.multiplex) { $0.write($1) } } else { null() }
    key("concurrency_limit")
    if let http2 = connection.http2 {
      writeLimit(connection.streamLimitNanoseconds, refusedStreams: http2.refusedStreams)
    } else {
      null()
    }
    var framing = FramingTotals()
    for totals in [connection.http1?.framing, connection.http2?.framing] {
      guard let totals else { continue }
      framing.merge(totals.client)
      framing.merge(totals.server)
    }
    member("framing_overhead", share: framing.overheadByteCount, of: framing.byteCount)
    key("unavailable")
    writeUnavailable(of: connection)
    endObject()
  }

  /// Why metrics of a connection are null; what HTTP/1.1 does not have at all needs no word.
  private mutating func writeUnavailable(of connection: borrowing ConnectionRecord) {
    beginObject()
    if connection.setupNanoseconds == nil {
      let reason =
        connection.inside != nil
        ? "a connection inside a tunnel has no handshake of TCP"
        : "the handshake of \(connection.tcp?.handshakeRTTNanoseconds == nil ? "TCP" : "TLS") was not captured"
      member("setup_ms", reason)
      member("setup_bytes", reason)
    }
    if connection.concurrency.busyNanoseconds == 0 {
      let reason =
        connection.isOneSided ? "one side was captured alone" : "no exchange was open for any time"
      member("concurrency_mean", reason)
      member("concurrent_share", reason)
    }
    if let http2 = connection.http2, http2.flowControl.client.isPartial || http2.flowControl.server.isPartial {
      member("flow_control", "partial: bytes are missing, or the beginning was not captured")
    }
    endObject()
  }
}
