/// How a metric of the scorecard is won (docs/metrics.md).
enum MetricBasis: String, Sendable {
  /// Read off the wire.
  case measured
  /// Follows from measured values under a stated rule.
  case derived
  /// What would have been.
  case modelled

  /// Of each member of the scorecard that is a metric; its parts are won in the same way unless they are named themselves.
  static func scorecard(isHTTP2: Bool) -> [(name: StaticString, basis: MetricBasis)] {
    [
      ("requests", .measured), ("requests_per_connection", .measured), ("concurrency_mean", .measured),
      ("concurrency_max", .measured), ("concurrent_share", .measured), ("connections_per_origin", .measured),
      ("single_connection_origins", .measured), ("overlapping_connections", .derived), ("setup", .measured),
      ("unneeded_connections", .derived), ("http_blocked_ms", .measured), ("waiting_for_connection", .derived),
      ("pipelined_share", .measured), ("tcp_blocked", .measured), ("tcp_blocked.unseen_stalls", .derived),
      ("tcp_blocked.unseen_stall_ms", .derived), ("flow_control", .measured), ("push", .measured),
      ("push.efficiency", .derived), ("early_hints", .measured), ("preload_links", .measured),
      ("multiplexing", .measured), ("concurrency_limit", .measured), ("framing_overhead", .measured),
      ("header_wire_bytes", .measured), ("header_http1_bytes", isHTTP2 ? .derived : .measured),
      ("header_hpack_bytes", isHTTP2 ? .measured : .modelled), ("header_savings", isHTTP2 ? .derived : .modelled),
      ("compressible_bytes", .measured), ("compressed_share", .measured), ("missed_bytes", .measured),
      ("missed_saving_bytes", .derived), ("phases_ms", .measured), ("phases_ms.receive_lost", .derived),
      ("phases_ms.receive_flow_control", .derived),
    ]
  }
}
