import Bytes
import Findings
import HTTP
import Metrics
import TCP

// The metrics of docs/metrics.md that need more than one exchange of a connection: what is open at once, and which origins the
// exchanges belong to. What needs more than one connection is with `Chronicle`.

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
    guard tallies[current].activity.lastOrigin != nil else { return }
    let pause = UsePause(
      nanoseconds: tallies[current].activity.idleSince.map { time.nanoseconds(since: $0) },
      slack: tallies[current].activity.slack)
    results.beginUse(of: current, pause, at: time)
  }

  private mutating func endUse(at time: Timestamp) {
    tallies[current].activity.idleSince = time
    results.endUse(of: current, at: time)
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
    if let origin = tallies[current].activity.origin(
      at: text.extracting(authority), scheme: text.extracting(scheme), isHTTP2: isHTTP2)
    {
      guard origin != tallies[current].activity.lastOrigin else { return }
      tallies[current].activity.lastOrigin = origin
      results.turn(current, to: origin)
      return
    }
    guard tallies[current].activity.origins.count < AnalysisLimits.originsOfAConnection else { return }
    serve([UInt8](text.extracting(scheme)), [UInt8](text.extracting(authority)), isHTTP2: isHTTP2, at: time)
  }

  /// The connection at hand has its first request for an origin.
  private mutating func serve(_ scheme: [UInt8], _ authority: [UInt8], isHTTP2: Bool, at time: Timestamp) {
    tallies[current].activity.origins.append(
      ConnectionActivity.Origin(scheme: scheme, authority: authority, isHTTP2: isHTTP2))
    tallies[current].activity.lastOrigin = tallies[current].activity.origins.count - 1
    results.serve(
      ServedOrigin(
        scheme: scheme, authority: authority, isHTTP2: isHTTP2, client: context.client.address,
        isBusy: openExchangeCount > 0, time: time),
      by: current)
  }

  // MARK: Exchanges and connections

  /// Notes an exchange of the connection at hand.
  mutating func noteRequest(of exchange: borrowing Exchange) {
    guard exchange.isRequested else { return }
    tallies[current].activity.requests += 1
    noteOrigin(of: exchange, at: exchange.response.message.end ?? exchange.request.message.end ?? context.start)
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

extension Exchange {
  /// Whether the client asked for it.
  var isRequested: Bool { hasRequest && !isPushed }
}
