import Findings
import HTTP
import Metrics

/// What an open connection does among those of its client.
struct ConnectionUse {
  /// An origin that requests of the connection were for.
  struct Origin {
    /// Its place in the summary.
    let place: Int
    /// The place of the client's connections to it; nil when there are too many clients.
    let pool: Int?
    let isHTTP2: Bool
    let authority: [UInt8]
  }

  /// 0, 1, 2… by first packet.
  var id = 0
  /// The origins, in order of their first request.
  var origins: [Origin] = []
  /// Which of them the last request was for.
  var lastOrigin: Int?
  /// The pool in which the connection counts as busy.
  var busyPool: Int?

  /// The pool of the origin that the last request was for.
  var lastPool: Int? {
    guard let lastOrigin else { return nil }
    return origins[lastOrigin].pool
  }
}

// The metrics of docs/metrics.md that need more than one connection: what clients do with the connections to an origin.

extension Chronicle {
  func serve(_ origin: ServedOrigin, by connection: Int) {
    let name = OriginName(
      scheme: String(decoding: origin.scheme, as: UTF8.self).lowercased(),
      authority: String(decoding: origin.authority, as: UTF8.self).lowercased())
    let place = summary.origins.place(of: name)
    let pool = pools.place(of: origin.client, to: place, isHTTP2: origin.isHTTP2)
    uses[connection].origins.append(
      ConnectionUse.Origin(place: place, pool: pool, isHTTP2: origin.isHTTP2, authority: origin.authority))
    uses[connection].lastOrigin = uses[connection].origins.count - 1
    var open = 1
    if let pool {
      let isBusy = origin.isBusy && uses[connection].busyPool == nil
      if isBusy { uses[connection].busyPool = pool }
      add(pools[pool].add(isBusy: isBusy, at: origin.time), by: connection)
      open = pools[pool].open
    }
    summary.origins[place].count(connectionOf: origin.isHTTP2, amongOpen: open)
  }

  func turn(_ connection: Int, to origin: Int) {
    uses[connection].lastOrigin = origin
  }

  func beginUse(of connection: Int, _ pause: UsePause, at time: Timestamp) {
    guard uses[connection].busyPool == nil, let pool = uses[connection].lastPool else { return }
    uses[connection].busyPool = pool
    add(pools[pool].begin(after: pause.nanoseconds, slack: pause.slack, at: time), by: connection)
  }

  func endUse(of connection: Int, at time: Timestamp) {
    guard let pool = uses[connection].busyPool else { return }
    uses[connection].busyPool = nil
    add(pools[pool].end(at: time), by: connection)
  }

  /// Counts what a change of the last origin's connections did. With HTTP/2 a connection in use is free for another request.
  private func add(_ change: ClientPool.Change, by connection: Int) {
    guard change != ClientPool.Change(), let last = uses[connection].lastOrigin, !uses[connection].origins[last].isHTTP2
    else { return }
    summary.origins[uses[connection].origins[last].place].http1.add(change)
  }

  /// Counts an exchange, of the origin that its connection's last request was for.
  func measure(_ exchange: borrowing Exchange, _ phases: Phases?, by connection: Int) {
    if exchange.response.status == 421, exchange.version == .http2 {
      summary.http2.metrics.reuse.misdirectedRequests += 1
    }
    let hints = HintTotals(of: exchange)
    if hints != HintTotals() { summary.add(hints, isHTTP2: exchange.version == .http2) }
    if let phases { summary.add(phases, isHTTP2: exchange.version == .http2) }
    guard exchange.isRequested, let last = uses[connection].lastOrigin else { return }
    let place = uses[connection].origins[last].place
    if exchange.version == .http2 {
      summary.origins[place].http2.add(phases)
    } else {
      summary.origins[place].http1.add(phases)
    }
  }

  /// Encodes the headers of an HTTP/1.x exchange as on the one connection that HTTP/2 would have had for the origin.
  func measureOnOneConnection(_ exchange: inout Exchange, by connection: Int, _ context: ConnectionContext) {
    guard exchange.version != .http2, exchange.hasRequest, let last = uses[connection].lastOrigin else { return }
    let origin = uses[connection].origins[last].place
    guard origin < MetricsLimits.origins else { return }
    oneConnections.measure(&exchange, of: context.client.address, to: origin) { side, totals in
      summary.oneConnection[side].merge(totals)
    }
  }

  /// A connection is over: its client has one less to its origins.
  func concludeUse(of connection: Int, _ record: borrowing ConnectionRecord) {
    if record.http2 != nil, record.requests > 0 {
      let authorities = uses[connection].origins.map { String(decoding: $0.authority, as: UTF8.self).lowercased() }
      reuse.add(ConnectionReuse.Connection(record, authorities: authorities), to: &summary.http2.metrics.reuse)
    }
    for index in uses[connection].origins.indices {
      guard let pool = uses[connection].origins[index].pool else { continue }
      uses[connection].lastOrigin = index
      add(pools[pool].remove(isBusy: false, at: record.end), by: connection)
      pools.removeIfEmpty(pool)
    }
    uses[connection].origins = []
    uses[connection].lastOrigin = nil
  }
}

extension OriginTotals {
  /// Counts a connection that sent its first request to the origin, one of so many that its client has open.
  fileprivate mutating func count(connectionOf isHTTP2: Bool, amongOpen open: Int) {
    if isHTTP2 { http2.countConnection(amongOpen: open) } else { http1.countConnection(amongOpen: open) }
  }
}
