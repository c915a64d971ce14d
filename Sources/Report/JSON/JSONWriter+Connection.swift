import Analysis
import Findings
import HPACK
import HTTP1
import HTTP2
import TCP

extension JSONWriter {
  /// `"record": "connection"`: one TCP connection.
  mutating func write(_ connection: borrowing ConnectionRecord) {
    let context = connection.context
    beginObject()
    member("record", "connection")
    member("id", context.id)
    key("client")
    write(context.client)
    key("server")
    write(context.server)
    member("protocol", connection.carried.name)
    member("detected_by", connection.detectedBy?.name)
    member("start_time", time: context.start)
    member("duration_ms", milliseconds: connection.end.nanoseconds(since: context.start))
    key("tcp")
    if let tcp = connection.tcp { write(tcp) } else { null() }
    key("tls")
    if let tls = connection.tls { write(tls) } else { null() }
    key("http1")
    if let http1 = connection.http1 { write(http1, headers: connection.headers) } else { null() }
    key("http2")
    if let http2 = connection.http2 { write(http2, since: context.start) } else { null() }
    key("websocket")
    if let webSocket = connection.webSocket { write(webSocket) } else { null() }
    member("inside", connection.inside)
    key("true_client")
    if let trueClient = connection.trueClient { write(trueClient) } else { null() }
    member("exchanges", connection.exchangeCount)
    key("metrics")
    writeMetrics(of: connection)
    endObject()
  }

  private mutating func write(_ endpoint: Endpoint) {
    beginObject()
    member("address", endpoint.address.description)
    member("port", Int(endpoint.port))
    endObject()
  }

  private mutating func write(_ tcp: TCPStatistics) {
    beginObject()
    member("client_packets", tcp.packets.client)
    member("server_packets", tcp.packets.server)
    member("client_bytes", tcp.payloadByteCounts.client)
    member("server_bytes", tcp.payloadByteCounts.server)
    member("retransmitted_segments", tcp.retransmittedSegments)
    member("out_of_order_segments", tcp.outOfOrderSegments)
    member("missing_bytes", tcp.missingByteCount)
    member("handshake_rtt_ms", milliseconds: tcp.handshakeRTTNanoseconds)
    member("end", tcp.end.name)
    endObject()
  }

  private mutating func write(_ http1: HTTP1Statistics, headers: BySide<HeaderTotals>) {
    beginObject()
    member("requests", http1.requests)
    member("pipelined_requests", http1.pipelinedRequests)
    member("max_pipeline_depth", http1.maxPipelineDepth)
    member("head_of_line_blocked_ms", milliseconds: http1.headOfLineBlockedNanoseconds)
    member("headers", bySide: headers) { $0.write($1) }
    endObject()
  }

  private mutating func write(_ http2: HTTP2Statistics, since start: Timestamp) {
    beginObject()
    member("streams", http2.streams)
    member("max_concurrent_streams", http2.maxConcurrentStreams)
    member("frames", bySide: http2.frames) { $0.write($1) }
    member("settings", bySide: http2.settings) { $0.write($1) }
    member("pushes", http2.pushes)
    member("resets", bySide: http2.resets) { $0.integer($1) }
    member("hpack", bySide: http2.hpack) { $0.write($1) }
    key("goaway")
    beginArray()
    for goaway in http2.goaways {
      beginObject()
      member("from", goaway.from.name)
      member("last_stream", Int(goaway.lastStream))
      member("error_code", goaway.errorCode.name)
      member("time_ms", milliseconds: goaway.time.nanoseconds(since: start))
      endObject()
    }
    endArray()
    endObject()
  }

  /// `{"DATA": n, …}`: the frame types that occurred.
  mutating func write(_ frames: FrameCounts) {
    beginObject()
    for (type, count) in frames.occurring {
      key(type.name)
      integer(count)
    }
    endObject()
  }

  /// `{"HEADER_TABLE_SIZE": n, …}`: a parameter without a name goes by its number.
  private mutating func write(_ settings: [Setting]) {
    beginObject()
    for setting in settings {
      key(setting.identifier.name ?? String(setting.identifier.rawValue))
      integer(Int(setting.value))
    }
    endObject()
  }
}
