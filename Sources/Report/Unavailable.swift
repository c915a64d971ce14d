import Metrics

/// Why members of a scorecard are null, and why others are not the whole.
///
/// It looks at what is written or was read, so that a null never stands without its reason, in an export as in a sum of exports.
enum Unavailable {
  /// Says it in a version's card, which has its `coverage`: `unavailable` and `partial`, each a name → a sentence.
  static func explain(_ card: inout JSONObject, isHTTP2: Bool) {
    let coverage = CoverageTotals(card["coverage"]?.object ?? JSONObject())
    var reasons = JSONObject()
    for (name, value) in card.members where name != "unavailable" && name != "partial" {
      for path in nulls(in: value, at: name) {
        reasons.append(path, .string(reason(for: path, coverage, isHTTP2: isHTTP2)))
      }
    }
    card["unavailable"] = .object(reasons)
    card["partial"] = .object(partial(card, coverage, isHTTP2: isHTTP2))
  }

  /// The names of what is null in a value: `setup.ms`.
  private static func nulls(in value: JSONValue, at path: String) -> [String] {
    switch value {
    case .null: [path]
    case .object(let object): object.members.flatMap { nulls(in: $0.value, at: path + "." + $0.name) }
    case .boolean, .number, .string, .array: []
    }
  }

  // MARK: What is null

  private static func reason(for path: String, _ coverage: CoverageTotals, isHTTP2: Bool) -> String {
    if let reason = absences(isHTTP2: isHTTP2)[path] { return reason }
    if coverage.connections == 0 { return "no connection is known to have spoken this version" }
    let metric = path.prefix { $0 != "." }
    if metric == "setup" || path == "phases_ms.connect" { return handshake(coverage) }
    if path == "phases_ms.tls" {
      return coverage.withoutTLSHandshake > 0 ? "no handshake of TLS was captured" : "no connection used TLS"
    }
    if coverage.oneSided == coverage.connections { return "one side of the connections was captured alone" }
    if metric == "flow_control", coverage.withoutBeginning == coverage.connections {
      return "the connections' beginnings were not captured, so that no window is known"
    }
    return whys[path] ?? whys[String(metric)] ?? "nothing of the kind was seen"
  }

  private static func handshake(_ coverage: CoverageTotals) -> String {
    if coverage.insideTunnels == coverage.connections { return "connections inside a tunnel have no handshake of TCP" }
    if coverage.withoutHandshake + coverage.insideTunnels >= coverage.connections {
      return "no handshake of TCP was captured as a whole"
    }
    return coverage.withoutTLSHandshake > 0 ? "no handshake of TLS was captured" : "no request followed a handshake"
  }

  /// What a version does not have at all.
  private static func absences(isHTTP2: Bool) -> [String: String] {
    isHTTP2
      ? [
        "http_blocked_ms": "responses of HTTP/2 do not wait for each other",
        "waiting_for_connection": "a connection of HTTP/2 is free for another request while it is in use",
      ]
      : [
        "unneeded_connections": "connections of HTTP/1.1 are for one request at a time; see overlapping_connections",
        "tcp_blocked.innocent_streams": "HTTP/1.1 has no streams", "flow_control": "HTTP/1.1 has none but TCP's",
        "tcp_blocked.innocent_blocked_ms": "HTTP/1.1 has no streams", "push": "HTTP/1.1 has no server push",
        "multiplexing": "HTTP/1.1 does not mix bodies", "concurrency_limit": "HTTP/1.1 has no streams",
      ]
  }

  private static let whys = [
    "requests_per_connection": "no request was captured",
    "concurrency_mean": "no exchange was open for any time", "concurrent_share": "no exchange was open for any time",
    "connections_per_origin": "no request names its origin", "pipelined_share": "no request was captured",
    "multiplexing.interleave": "no two bodies were under way at once", "multiplexing": "no DATA was captured",
    "push": "nothing was pushed", "framing_overhead": "no bytes of HTTP were captured",
    "header_savings": "no header section was captured whole", "phases_ms": "no exchange was captured whole",
    "compressed_share": "no body that is worth compressing was captured whole, or bodies were not decoded",
    "missed_saving_bytes": "none of the bodies was tried",
  ]

  // MARK: What is a part

  private static func partial(_ card: JSONObject, _ coverage: CoverageTotals, isHTTP2: Bool) -> JSONObject {
    var reasons = JSONObject()
    func say(_ name: String, _ count: Int, _ reason: String) {
      guard count > 0, count < coverage.connections || reasons[name] == nil, card[name] ?? .null != .null else {
        return
      }
      reasons[name] = .string(
        "\(PlainNumbers.grouped(count)) of \(PlainNumbers.counted(coverage.connections, "connection")): "
          + reason)
    }
    let unset = coverage.withoutHandshake + coverage.insideTunnels
    if unset < coverage.connections { say("setup", unset, "no handshake was captured") }
    if isHTTP2 {
      if card["flow_control"]?.object?["partial"] == .boolean(true) {
        say("flow_control", max(1, coverage.withoutBeginning, coverage.withMissingBytes), "bytes are missing")
      }
      for name in ["header_wire_bytes", "header_http1_bytes"] {
        say(name, coverage.withoutBeginning, "the beginning was not captured, nor were entries of the table")
      }
    }
    let (oneSided, missing) = (coverage.oneSided, coverage.withMissingBytes)
    for name in ["requests", "concurrency_mean", "tcp_blocked", "phases_ms"] {
      if missing > 0 { say(name, missing, "bytes are missing") }
      if oneSided > 0 { say(name, oneSided, "one side was captured alone") }
    }
    return reasons
  }
}

extension CoverageTotals {
  /// What an object says that was written by `JSONWriter`.
  fileprivate init(_ object: JSONObject) {
    self.init()
    func number(_ name: String) -> Int { object[name]?.number?.whole ?? 0 }
    connections = number("connections")
    withoutHandshake = number("without_handshake")
    withoutTLSHandshake = number("without_tls_handshake")
    insideTunnels = number("inside_tunnels")
    withoutBeginning = number("without_beginning")
    oneSided = number("one_sided")
    withMissingBytes = number("with_missing_bytes")
  }
}
