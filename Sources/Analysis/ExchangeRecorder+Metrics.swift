import Bytes
import Findings
import HTTP
import Metrics
import TCP

// The metrics of docs/metrics.md that need more than one exchange: what is open at once, and what belongs to an origin.

extension ExchangeRecorder {
  /// How many exchanges of the connection at hand are open, as far as noted.
  var openExchangeCount: Int { tallies[current].activity.meter.open }

  /// Whether the origin of a request of the connection at hand is known.
  var knowsOrigin: Bool { tallies[current].activity.lastOrigin != nil }

  /// The handshake of a connection was captured.
  mutating func establish(_ connection: Int, synToSynAck: Int64, synAckToAck: Int64, at time: Timestamp) {
    noteEndOfTCPHandshake(connection, at: time)
    tallies[connection].activity.clientRoundTrip = synAckToAck
    tallies[connection].activity.roundTrip = synToSynAck &+ synAckToAck  // Each is at most half of 64 bits.
  }

  /// TCP held up bytes that a side of a connection sent.
  mutating func note(_ stall: TCPStall, of side: Side, connection: Int) {
    let isNew = tallies[connection].activity.stalls[side].add(from: stall.begin, to: stall.end)
    self[connection].tcpBlocking[side].add(stallOf: stall.nanoseconds, isSeen: stall.isSeen, isNew: isNew)
  }

  /// How soon what was held back on a connection follows when it may: one and a half round trips, and what the sender needs to
  /// react; any time when the handshake was not captured.
  func patience(of connection: Int) -> Int64 {
    let roundTrip = tallies[connection].activity.roundTrip
    guard roundTrip > 0, roundTrip < Int64.max / 4 else { return .max }
    return roundTrip + roundTrip / 2 + MetricsLimits.backToBackNanoseconds
  }

  /// So many exchanges of the connection at hand are open now.
  mutating func noteOpenExchanges(_ count: Int, at time: Timestamp) {
    let before = tallies[current].activity.meter.open
    tallies[current].activity.meter.change(to: count, at: time)
    if before == 0, count > 0 {
      beginUse(at: time)
    } else if before > 0, count == 0 {
      endUse(at: time)
    }
  }

  /// Whether as many exchanges of the connection at hand are open as the server allows.
  mutating func noteLimit(isReached: Bool, at time: Timestamp) {
    tallies[current].activity.limitMeter.change(to: isReached ? 1 : 0, at: time)
  }

  private mutating func beginUse(at time: Timestamp) {
    guard tallies[current].activity.busyPool == nil, let pool = tallies[current].activity.lastPool else { return }
    let pause = tallies[current].activity.idleSince.map { time.nanoseconds(since: $0) }
    let change = pools[pool].begin(after: pause, slack: tallies[current].activity.slack, at: time)
    tallies[current].activity.busyPool = pool
    add(change)
  }

  private mutating func endUse(at time: Timestamp) {
    tallies[current].activity.idleSince = time
    guard let pool = tallies[current].activity.busyPool else { return }
    tallies[current].activity.busyPool = nil
    add(pools[pool].end(at: time))
  }

  /// Counts what a change of the last origin's connections did. With HTTP/2 a connection in use is free for another request.
  private mutating func add(_ change: ClientPool.Change) {
    guard change != ClientPool.Change(), let last = tallies[current].activity.lastOrigin,
      !tallies[current].activity.origins[last].isHTTP2
    else { return }
    summary.origins[tallies[current].activity.origins[last].place].http1.add(change)
  }

  // MARK: Origins

  /// Notes which origin a request of the connection at hand is for.
  ///
  /// - Parameter time: when the connection is known to serve it.
  mutating func noteOrigin(of exchange: borrowing Exchange, at time: Timestamp) {
    guard exchange.hasRequest, let authority = exchange.request.authority else { return }
    let scheme = exchange.request.scheme ?? .empty
    let text = exchange.request.message.header.text.rawSpan
    let isHTTP2 = exchange.version == .http2
    let isKnown = tallies[current].activity.turn(
      to: text.extracting(authority), scheme: text.extracting(scheme), isHTTP2: isHTTP2)
    guard !isKnown, tallies[current].activity.origins.count < AnalysisLimits.originsOfAConnection else { return }
    serve([UInt8](text.extracting(scheme)), [UInt8](text.extracting(authority)), isHTTP2: isHTTP2, at: time)
  }

  /// The connection at hand has its first request for an origin.
  private mutating func serve(_ scheme: [UInt8], _ authority: [UInt8], isHTTP2: Bool, at time: Timestamp) {
    let name = OriginName(
      scheme: String(decoding: scheme, as: UTF8.self).lowercased(),
      authority: String(decoding: authority, as: UTF8.self).lowercased())
    let place = summary.origins.place(of: name)
    let pool = pools.place(of: context.client.address, to: place, isHTTP2: isHTTP2)
    tallies[current].activity.origins.append(
      ConnectionActivity.ServedOrigin(
        scheme: scheme, authority: authority, isHTTP2: isHTTP2, place: place, pool: pool))
    tallies[current].activity.lastOrigin = tallies[current].activity.origins.count - 1
    var open = 1
    if let pool {
      let isBusy = tallies[current].activity.meter.open > 0 && tallies[current].activity.busyPool == nil
      if isBusy { tallies[current].activity.busyPool = pool }
      add(pools[pool].add(isBusy: isBusy, at: time))
      open = pools[pool].open
    }
    summary.origins[place].count(connectionOf: isHTTP2, amongOpen: open)
  }

  // MARK: Exchanges and connections

  /// Counts an exchange of the connection at hand.
  mutating func measure(_ exchange: borrowing Exchange, _ phases: Phases?) {
    let isRequest = exchange.hasRequest && !exchange.isPushed
    if isRequest {
      tallies[current].activity.requests += 1
      let time = exchange.response.message.end ?? exchange.request.message.end
      noteOrigin(of: exchange, at: time ?? context.start)
    }
    if exchange.response.status == 421, exchange.version == .http2 {
      summary.http2.metrics.reuse.misdirectedRequests += 1
    }
    let hints = HintTotals(of: exchange)
    if hints != HintTotals() { summary.add(hints, isHTTP2: exchange.version == .http2) }
    if let phases { summary.add(phases, isHTTP2: exchange.version == .http2) }
    guard isRequest, let last = tallies[current].activity.lastOrigin else { return }
    let place = tallies[current].activity.origins[last].place
    if exchange.version == .http2 {
      summary.origins[place].http2.add(phases)
    } else {
      summary.origins[place].http1.add(phases)
    }
  }

  /// Encodes the headers of an HTTP/1.x exchange as on the one connection that HTTP/2 would have had for the origin.
  mutating func measureOnOneConnection(_ exchange: inout Exchange) {
    guard exchange.version != .http2, exchange.hasRequest, let last = tallies[current].activity.lastOrigin else {
      return
    }
    let origin = tallies[current].activity.origins[last].place
    guard origin < MetricsLimits.origins else { return }
    oneConnections.measure(&exchange, of: context.client.address, to: origin) { side, totals in
      summary.oneConnection[side].merge(totals)
    }
  }

  /// Takes into a connection's record what was measured, before it is handed over.
  mutating func concludeMetrics(of connection: Int, at time: Timestamp) {
    current = connection
    noteOpenExchanges(0, at: time)
    self[connection].concurrency = tallies[connection].activity.meter.totals
    tallies[connection].activity.limitMeter.change(to: 0, at: time)
    self[connection].streamLimitNanoseconds = tallies[connection].activity.limitMeter.totals.busyNanoseconds
    if let http2 = self[connection].http2 {
      self[connection].tcpBlocking.client.merge(http2.innocence.client)
      self[connection].tcpBlocking.server.merge(http2.innocence.server)
    }
    self[connection].requests = tallies[connection].activity.requests
    if self[connection].http2 != nil, self[connection].requests > 0 {
      let authorities = tallies[connection].activity.origins.map {
        String(decoding: $0.authority, as: UTF8.self).lowercased()
      }
      reuse.add(
        ConnectionReuse.Connection(self[connection], authorities: authorities), to: &summary.http2.metrics.reuse)
    }
    for index in tallies[connection].activity.origins.indices {
      guard let pool = tallies[connection].activity.origins[index].pool else { continue }
      tallies[connection].activity.lastOrigin = index
      add(pools[pool].remove(isBusy: false, at: time))
      pools.removeIfEmpty(pool)
    }
  }
}

extension ExchangeRecorder {
  /// Where the time of an exchange of the connection at hand went; nil where a part is missing.
  ///
  /// Inlined, since to lend it a recorder that is being changed copies the recorder.
  @inline(__always)
  func phases(of exchange: borrowing Exchange) -> Phases? {
    guard var phases = Phases(exchange) else { return nil }
    guard let begin = exchange.response.message.start, let end = exchange.response.message.end else { return phases }
    phases.split(
      lost: tallies[current].activity.stalls.server.nanoseconds(from: begin, to: end),
      flowControl: exchange.flowControlNanoseconds)
    return phases
  }
}

extension Phases {
  /// Of an exchange that is complete; nil where a part is missing.
  fileprivate init?(_ exchange: borrowing Exchange) {
    guard exchange.state == .complete, let requestStart = exchange.request.message.start,
      let requestEnd = exchange.request.message.end, let responseStart = exchange.response.message.start,
      let responseEnd = exchange.response.message.end
    else { return nil }
    self.init(
      requestStart: requestStart, requestEnd: requestEnd, responseStart: responseStart, responseEnd: responseEnd,
      queue: exchange.queueNanoseconds)
  }
}

extension OriginTotals {
  /// Counts a connection that sent its first request to the origin, one of so many that its client has open.
  fileprivate mutating func count(connectionOf isHTTP2: Bool, amongOpen open: Int) {
    if isHTTP2 { http2.countConnection(amongOpen: open) } else { http1.countConnection(amongOpen: open) }
  }
}
