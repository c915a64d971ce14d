import Bytes
import Findings
import HTTP
import HTTP1
import HTTP2
import Packet
import TCP

/// Tells what each connection speaks and runs its dissector: takes TCP's streams, gives records.
///
/// A flow is a few words that say which dissector it has; the dissectors themselves stand in slabs of their kind, so that
/// each is changed in place and a connection that is not HTTP costs next to nothing.
struct Dissection<Receiver: RecordReceiver>: TCPReceiver {
  var recorder: ExchangeRecorder<Receiver>
  /// One for each TCP slot.
  private var flows: [Flow] = []
  private var undecided = Slab<Undecided>()
  private var http1s = Slab<HTTP1Connection>()
  private var http2s = Slab<HTTP2Connection>()

  init(receiver: Receiver) {
    self.recorder = ExchangeRecorder(receiver: receiver)
  }

  // MARK: TCP's events

  mutating func open(_ slot: ConnectionSlot, id: Int, ends: TCPEnds, at time: Timestamp) {
    let flow = Flow(stage: .undecided(undecided.insert(Undecided())), endsAreCertain: ends.areCertain)
    if slot < flows.count {
      flows[slot] = flow
    } else {
      flows.append(flow)
    }
    let context = ConnectionContext(
      id: id, client: Endpoint(address: ends.clientAddress, port: ends.clientPort),
      server: Endpoint(address: ends.serverAddress, port: ends.serverPort), start: time)
    recorder.open(slot, context)
  }

  mutating func receive(_ bytes: RawSpan, from side: Side, of slot: ConnectionSlot, at time: Timestamp) {
    recorder.current = slot
    switch flows[slot].stage {
    case .http1(let place):
      let outcome = http1s[place].receive(bytes, from: flows[slot].role(of: side), at: time, into: &recorder)
      if case .switchProtocol(let upgrade, let consumed) = outcome {
        switchProtocol(to: upgrade, of: slot, place, rest: bytes.extracting(from: consumed), from: side, at: time)
      }
    case .http2(let place):
      http2s[place].receive(bytes, from: flows[slot].role(of: side), at: time, into: &recorder)
    case .undecided(let place):
      decide(bytes, from: side, of: slot, place, at: time)
    case .opaque:
      resume(bytes, from: side, of: slot, at: time)
    case .switched:
      break
    }
  }

  mutating func skip(_ byteCount: Int, from side: Side, of slot: ConnectionSlot, at time: Timestamp) {
    recorder.current = slot
    switch flows[slot].stage {
    case .http1(let place):
      http1s[place].skip(byteCount, from: flows[slot].role(of: side), at: time, into: &recorder)
    case .http2(let place):
      http2s[place].skip(byteCount, from: flows[slot].role(of: side), at: time, into: &recorder)
    case .undecided(let place):
      // What was kept cannot be continued: let it decide as it is, then begin anew behind the gap.
      decideFinally(from: side, of: slot, place)
      if case .undecided = flows[slot].stage {
        undecided[place].sides[side] = Undecided.Waiting()
      } else {
        skip(byteCount, from: side, of: slot, at: time)
      }
    case .opaque, .switched:
      break
    }
  }

  mutating func finish(_ side: Side, _ end: TCPStreamEnd, of slot: ConnectionSlot, at time: Timestamp) {
    recorder.current = slot
    if case .undecided(let place) = flows[slot].stage {
      decideFinally(from: side, of: slot, place)
    }
    let reason: EndReason =
      switch end {
      case .fin: .closed
      case .rst: .reset
      case .unknown: .captureEnd
      }
    switch flows[slot].stage {
    case .http1(let place):
      http1s[place].finish(flows[slot].role(of: side), reason: reason, at: time, into: &recorder)
    case .http2(let place):
      http2s[place].finish(flows[slot].role(of: side), reason: reason, at: time, into: &recorder)
    case .undecided, .opaque, .switched:
      break
    }
  }

  mutating func receive(_ finding: Finding, of slot: ConnectionSlot, at time: Timestamp) {
    recorder.current = slot
    recorder.receive(finding, at: time)
  }

  mutating func close(_ slot: ConnectionSlot, _ statistics: TCPStatistics, at time: Timestamp) {
    var http1: HTTP1Statistics? = recorder.tallies[slot].http1
    var http2: HTTP2Statistics?
    switch flows[slot].stage {
    case .http1(let place):
      http1 = http1s[place].statistics
      http1s.remove(place, leaving: HTTP1Connection(isSecure: false))
    case .http2(let place):
      http2 = http2s[place].statistics
      http2s.remove(place, leaving: HTTP2Connection(isSecure: false))
    case .undecided(let place):
      undecided.remove(place, leaving: Undecided())
    case .opaque, .switched:
      break
    }
    flows[slot].stage = .switched
    var tcp = statistics
    if flows[slot].isRoleSwapped, !flows[slot].endsAreCertain {
      tcp.packets.swap()
      tcp.payloadByteCounts.swap()
    }
    let tally = recorder.tallies[slot]
    recorder.close(
      ConnectionRecord(
        context: tally.context, end: time, carried: flows[slot].carried, detectedBy: flows[slot].detectedBy, tcp: tcp,
        http1: http1, http2: http2, headers: tally.headers, exchangeCount: tally.exchanges),
      of: slot)
  }

  // MARK: Deciding what a connection speaks

  private mutating func decide(
    _ bytes: RawSpan, from side: Side, of slot: ConnectionSlot, _ place: Int, at time: Timestamp
  ) {
    let waiting = undecided[place].sides[side].bytes.count
    if waiting == 0 {
      let opening = Opening.of(bytes, isFinal: false)
      if opening == .unknown {
        undecided[place].sides[side].opening = .unknown
        giveUpIfBothAreUnknown(slot, place)
        return
      }
      if adopt(opening, from: side, of: slot, place) {
        receive(bytes, from: side, of: slot, at: time)
        return
      }
    }
    undecided[place].sides[side].bytes.append(bytes)
    undecided[place].sides[side].time = time
    guard waiting > 0 else { return }
    let isFinal = waiting + bytes.byteCount >= AnalysisLimits.undecidedByteCount
    settle(from: side, of: slot, place, isFinal: isFinal)
  }

  /// Decides by what was kept of a side, for nothing can be added to it.
  private mutating func decideFinally(from side: Side, of slot: ConnectionSlot, _ place: Int) {
    guard !undecided[place].sides[side].bytes.isEmpty else { return }
    settle(from: side, of: slot, place, isFinal: true)
  }

  private mutating func settle(from side: Side, of slot: ConnectionSlot, _ place: Int, isFinal: Bool) {
    let waiting = undecided[place].sides[side].bytes
    let opening = Opening.of(waiting.bytes, isFinal: isFinal)
    if opening == .unknown {
      undecided[place].sides[side].opening = .unknown
      undecided[place].sides[side].bytes.removeAll()
      giveUpIfBothAreUnknown(slot, place)
    } else {
      _ = adopt(opening, from: side, of: slot, place)
    }
  }

  /// A side that is not understood may yet be the middle of a body; once neither is, only a new beginning is looked for.
  private mutating func giveUpIfBothAreUnknown(_ slot: ConnectionSlot, _ place: Int) {
    let sides = undecided[place].sides
    guard sides.client.opening == .unknown, sides.server.opening == .unknown else { return }
    undecided.remove(place, leaving: Undecided())
    flows[slot].stage = .opaque
  }

  /// Gives a connection the dissector that an opening asks for, and the dissector what was kept; false while undecided.
  private mutating func adopt(_ opening: Opening, from side: Side, of slot: ConnectionSlot, _ place: Int) -> Bool {
    switch opening {
    case .undecided, .unknown:
      return false
    case .tls:
      flows[slot].carried = .tls
      undecided.remove(place, leaving: Undecided())
      flows[slot].stage = .switched
      return true
    case .http1Request:
      begin(.http1(http1s.insert(HTTP1Connection(isSecure: false))), .http1, .requestLine, client: side, of: slot)
    case .http1Response:
      begin(
        .http1(http1s.insert(HTTP1Connection(isSecure: false))), .http1, .statusLine, client: side.opposite, of: slot)
    case .http2Preface:
      begin(.http2(http2s.insert(HTTP2Connection(isSecure: false))), .http2, .preface, client: side, of: slot)
    case .http2Frames:
      begin(
        .http2(http2s.insert(HTTP2Connection(midStreamIsSecure: false))), .http2, .frames, client: .client, of: slot)
    }
    replay(undecided[place].sides, of: slot)
    undecided.remove(place, leaving: Undecided())
    return true
  }

  private mutating func begin(
    _ stage: FlowStage, _ carried: ConnectionProtocol, _ detection: Detection, client: Side, of slot: ConnectionSlot
  ) {
    flows[slot].stage = stage
    flows[slot].carried = carried
    flows[slot].detectedBy = detection
    if client == .server {
      flows[slot].isRoleSwapped = true
      if !flows[slot].endsAreCertain { recorder.swapEnds(of: slot) }
    }
  }

  /// Gives the dissector what both sides had sent before it was chosen, the client's first.
  private mutating func replay(_ sides: BySide<Undecided.Waiting>, of slot: ConnectionSlot) {
    let first: Side = flows[slot].isRoleSwapped ? .server : .client
    for side in [first, first.opposite] where !sides[side].bytes.isEmpty {
      let waiting = sides[side].bytes
      receive(waiting.bytes, from: side, of: slot, at: sides[side].time)
    }
  }

  /// Looks whether a connection that was not understood begins an HTTP message here.
  private mutating func resume(_ bytes: RawSpan, from side: Side, of slot: ConnectionSlot, at time: Timestamp) {
    switch Opening.resumption(bytes) {
    case .http1Request:
      begin(.http1(http1s.insert(HTTP1Connection(isSecure: false))), .http1, .requestLine, client: side, of: slot)
    case .http1Response:
      begin(
        .http1(http1s.insert(HTTP1Connection(isSecure: false))), .http1, .statusLine, client: side.opposite, of: slot)
    case .http2Preface:
      begin(.http2(http2s.insert(HTTP2Connection(isSecure: false))), .http2, .preface, client: side, of: slot)
    case .undecided, .http2Frames, .tls, .unknown:
      return
    }
    receive(bytes, from: side, of: slot, at: time)
  }

  // MARK: Leaving HTTP/1.x

  private mutating func switchProtocol(
    to upgrade: Upgrade, of slot: ConnectionSlot, _ place: Int, rest: RawSpan, from side: Side, at time: Timestamp
  ) {
    recorder.keep(http1s[place].statistics, of: slot)
    switch upgrade {
    case .h2c:
      guard let exchange = http1s[place].takeUpgradedExchange() else { break }
      let held = BySide(
        client: http1s[place].takeHeldBytes(of: .client), server: http1s[place].takeHeldBytes(of: .server))
      http1s.remove(place, leaving: HTTP1Connection(isSecure: false))
      let successor = http2s.insert(HTTP2Connection(upgradedFrom: exchange))
      flows[slot].stage = .http2(successor)
      flows[slot].carried = .http2
      flows[slot].detectedBy = .upgrade
      for role in Side.allCases where !held[role].isEmpty {
        let bytes = held[role]
        http2s[successor].receive(bytes.bytes, from: role, at: time, into: &recorder)
      }
      if !rest.isEmpty { receive(rest, from: side, of: slot, at: time) }
      return
    case .webSocket:
      flows[slot].carried = .webSocket
    case .connectTunnel, .other:
      break
    }
    http1s.remove(place, leaving: HTTP1Connection(isSecure: false))
    flows[slot].stage = .switched
  }
}
