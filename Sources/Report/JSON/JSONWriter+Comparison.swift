import Comparison
import HTTP
import Metrics

extension JSONWriter {
  /// `"record": "comparison"`: two captures of the same work.
  mutating func write(_ comparison: Comparison) {
    beginObject()
    member("record", "comparison")
    key("a")
    write(comparison.a)
    key("b")
    write(comparison.b)
    member("pairing") {
      $0.member("pairs", comparison.pairing.pairs.count)
      $0.member("across_hosts", comparison.pairing.pairs.count(where: \.isAcrossHosts))
      $0.member("only_in_a", comparison.pairing.onlyInA.count)
      $0.member("only_in_b", comparison.pairing.onlyInB.count)
    }
    member("load_ms_difference", milliseconds: comparison.durationDifference)
    member("distributions") {
      $0.member("time_to_first_byte_ms", comparison.timeToFirstByte)
      $0.member("total_ms", comparison.total)
      $0.member("done_ms", comparison.done)
      $0.member("blocked_ms", comparison.blocked)
      $0.member("header_bytes", bytes: comparison.headers)
      $0.member("body_bytes", bytes: comparison.bodies)
    }
    key("pairs")
    beginArray()
    for pair in comparison.pairing.pairs { write(pair, of: comparison) }
    endArray()
    member("only_in_a", comparison.pairing.onlyInA, of: comparison.a)
    member("only_in_b", comparison.pairing.onlyInB, of: comparison.b)
    endObject()
  }

  /// The sums of one capture.
  private mutating func write(_ load: Load) {
    beginObject()
    key("files")
    beginArray()
    for file in load.files { string(file) }
    endArray()
    member("exchanges") { json in
      json.member("total", load.summary.exchanges)
      for version in [HTTPVersion.http09, .http10, .http11, .http2] {
        json.key(version.name)
        json.integer(load.summary.exchangesByVersion[Int(version.rawValue)])
      }
      json.member("without_request", load.exchangesWithoutRequest)
      json.member("not_compared", load.omittedExchanges)
    }
    member("connections", load.connections)
    member("first_request_time", time: load.start)
    member("load_ms", milliseconds: load.duration)
    let (totals, origins) = (load.totals, load.origins)
    let metrics = totals.metrics
    member("setup_ms", milliseconds: metrics.setup.connections > 0 ? metrics.setup.nanoseconds : nil)
    let concurrency = load.concurrency
    member("concurrency_mean", share: Int(concurrency.openNanoseconds), of: Int(concurrency.busyNanoseconds))
    member("concurrency_max", concurrency.maximum)
    member("http_blocked_ms", milliseconds: metrics.headOfLineBlockedNanoseconds)
    member("flow_control_blocked_ms", milliseconds: metrics.flowControl.blockedNanoseconds)
    member("waiting_for_connection") {
      $0.member("back_to_back", origins.backToBackRequests)
      $0.member("saturated_ms", milliseconds: origins.saturatedNanoseconds)
    }
    let headers = totals.headers.sum
    member("header_wire_bytes", headers.wireByteCount)
    member("header_http1_bytes", headers.http1ByteCount)
    member("body_bytes", totals.requestBodyByteCount + totals.responseBodyByteCount)
    member("tcp_payload_bytes", load.payloadByteCount)
    member("retransmitted_segments", load.summary.retransmittedSegments)
    member("out_of_order_segments", load.summary.outOfOrderSegments)
    member("missing_bytes", load.summary.missingByteCount)
    writeScorecard(of: load.summary)
    endObject()
  }

  // MARK: Distributions

  private mutating func member(_ name: StaticString, _ times: PairedValues) {
    member(name) {
      $0.member("a", times.a)
      $0.member("b", times.b)
      $0.member("difference", times.difference)
    }
  }

  private mutating func member(_ name: StaticString, bytes: PairedValues) {
    member(name) {
      $0.member("a", bytes.a) { $0.integer(Int($1)) }
      $0.member("b", bytes.b) { $0.integer(Int($1)) }
      $0.member("difference", bytes.difference) { $0.integer(Int($1)) }
    }
  }

  private mutating func member(_ name: StaticString, _ times: Distribution) {
    member(name, times) { $0.milliseconds($1) }
  }

  /// Null without any value.
  private mutating func member(
    _ name: StaticString, _ values: Distribution, write: (inout JSONWriter, Int64) -> Void
  ) {
    key(name)
    guard values.count > 0 else { return null() }
    beginObject()
    member("count", values.count)
    let marks: [(StaticString, Int64?)] = [
      ("mean", values.mean), ("min", values.minimum), ("p50", values.quantile(perMille: 500)),
      ("p90", values.quantile(perMille: 900)), ("p99", values.quantile(perMille: 990)), ("max", values.maximum),
    ]
    for (name, value) in marks {
      key(name)
      if let value { write(&self, value) } else { null() }
    }
    endObject()
  }

  // MARK: Exchanges

  private mutating func write(_ pair: Pairing.Pair, of comparison: Comparison) {
    let a = comparison.a.exchanges[pair.a]
    let b = comparison.b.exchanges[pair.b]
    beginObject()
    writeMembers(of: a.name)
    member("across_hosts", pair.isAcrossHosts)
    key("a")
    write(a, of: comparison.a)
    key("b")
    write(b, of: comparison.b)
    member("total_ms_difference", milliseconds: comparison.totalDifference(of: pair))
    endObject()
  }

  private mutating func member(_ name: StaticString, _ places: [Int], of load: Load) {
    key(name)
    beginArray()
    for place in places {
      beginObject()
      writeMembers(of: load.exchanges[place].name)
      key("exchange")
      write(load.exchanges[place], of: load)
      endObject()
    }
    endArray()
  }

  private mutating func writeMembers(of name: RequestName) {
    member("method", name.method)
    member("host", name.host)
    member("path", name.path)
  }

  private mutating func write(_ exchange: ComparedExchange, of load: Load) {
    beginObject()
    member("protocol", exchange.version.name)
    member("connection", exchange.connection)
    member("index", exchange.index)
    member("state", exchange.state.name)
    member("pushed", exchange.isPushed)
    member("status", exchange.status)
    member("start_ms", milliseconds: load.offset(of: exchange.start))
    member("time_to_first_byte_ms", milliseconds: exchange.timeToFirstByte)
    member("total_ms", milliseconds: exchange.total)
    member("done_ms", milliseconds: load.offset(of: exchange.end))
    member("blocked_ms", milliseconds: exchange.blocked)
    member("header_wire_bytes", exchange.headerByteCount)
    member("body_bytes", exchange.bodyByteCount)
    endObject()
  }
}
