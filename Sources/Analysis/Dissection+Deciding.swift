import Bytes
import Findings
import HTTP1
import HTTP2

/// Deciding what a flow speaks.
extension Dissection {
  mutating func decide(_ bytes: RawSpan, from side: Side, in flow: Int, _ place: Int, at time: Timestamp) {
    let waiting = undecided[place].sides[side].bytes.count
    if waiting == 0 {
      let opening = Opening.of(bytes, isFinal: false)
      if opening == .unknown {
        undecided[place].sides[side].opening = .unknown
        giveUpIfBothAreUnknown(flow, place)
        return
      }
      if adopt(opening, bytes, from: side, in: flow, place) {
        receive(bytes, from: side, in: flow, at: time)
        return
      }
    }
    undecided[place].sides[side].bytes.append(bytes)
    undecided[place].sides[side].time = time
    guard waiting > 0 else { return }
    let isFinal = waiting + bytes.byteCount >= AnalysisLimits.undecidedByteCount
    settle(from: side, in: flow, place, isFinal: isFinal)
  }

  /// Decides by what was kept of a side, for nothing can be added to it.
  mutating func decideFinally(from side: Side, in flow: Int, _ place: Int) {
    guard !undecided[place].sides[side].bytes.isEmpty else { return }
    settle(from: side, in: flow, place, isFinal: true)
  }

  private mutating func settle(from side: Side, in flow: Int, _ place: Int, isFinal: Bool) {
    let waiting = undecided[place].sides[side].bytes
    let opening = Opening.of(waiting.bytes, isFinal: isFinal)
    if opening == .unknown {
      undecided[place].sides[side].opening = .unknown
      undecided[place].sides[side].bytes.removeAll()
      giveUpIfBothAreUnknown(flow, place)
    } else {
      _ = adopt(opening, waiting.bytes, from: side, in: flow, place)
    }
  }

  /// A side that is not understood may yet be the middle of a body; once neither is, only a new beginning is looked for.
  private mutating func giveUpIfBothAreUnknown(_ flow: Int, _ place: Int) {
    guard undecided[place].sides.client.opening == .unknown, undecided[place].sides.server.opening == .unknown
    else { return }
    undecided.remove(place, leaving: Undecided())
    flows[flow].stage = .opaque
  }

  /// Gives a flow the dissector that an opening asks for, and the dissector what was kept; false while undecided.
  ///
  /// - Parameter bytes: those that the opening is of.
  private mutating func adopt(
    _ opening: Opening, _ bytes: RawSpan, from side: Side, in flow: Int, _ place: Int
  ) -> Bool {
    switch opening {
    case .undecided, .unknown:
      return false
    case .tls:
      beginTLS(bytes, from: side, in: flow)
    case .prelude(let kind):
      flows[flow].stage = .prelude(preludes.insert(Prelude(kind)))
      if side == .server { turnRoles(of: flow) }
    case .http1Request, .http1Response, .http2Preface, .http2Frames:
      begin(opening, from: side, in: flow)
    }
    replay(undecided[place].sides, in: flow)
    undecided.remove(place, leaving: Undecided())
    return true
  }

  /// Gives a flow the HTTP dissector that an opening of a side asks for.
  ///
  /// - Parameter detection: what gave the protocol away, if not the opening.
  mutating func begin(_ opening: Opening, by detection: Detection? = nil, from side: Side, in flow: Int) {
    let isSecure = flows[flow].isSecure
    switch opening {
    case .http1Request:
      let http1 = http1s.insert(HTTP1Connection(isSecure: isSecure))
      begin(.http1(http1), .http1, detection ?? .requestLine, client: side, in: flow)
    case .http1Response:
      let http1 = http1s.insert(HTTP1Connection(isSecure: isSecure))
      begin(.http1(http1), .http1, .statusLine, client: side.opposite, in: flow)
    case .http2Preface:
      let http2 = insert(HTTP2Connection(isSecure: isSecure))
      begin(.http2(http2), .http2, detection ?? .preface, client: side, in: flow)
    case .http2Frames:
      let http2 = insert(HTTP2Connection(midStreamIsSecure: isSecure))
      begin(.http2(http2), .http2, .frames, client: .client, in: flow)
    case .undecided, .tls, .prelude, .unknown:
      break
    }
  }

  /// The place of a new connection of HTTP/2.
  mutating func insert(_ http2: consuming HTTP2Connection) -> Int {
    if !recorder.measures { http2.stopMeasuring() }
    return http2s.insert(http2)
  }

  private mutating func begin(
    _ stage: FlowStage, _ carried: ConnectionProtocol, _ detection: Detection, client: Side, in flow: Int
  ) {
    flows[flow].stage = stage
    recorder.identify(flows[flow].connection, as: carried, by: detection)
    if case .http2(let place) = stage {
      http2s[place].patienceNanoseconds = recorder.patience(of: flows[flow].connection)
    }
    if client == .server { turnRoles(of: flow) }
  }

  /// Makes the server of the layer below this layer's client.
  mutating func turnRoles(of flow: Int) {
    guard !flows[flow].isRoleSwapped else { return }
    flows[flow].isRoleSwapped = true
    if !flows[flow].endsAreCertain { recorder.swapEnds(of: flows[flow].connection) }
  }

  /// Gives the dissector what both sides had sent before it was chosen, the client's first.
  private mutating func replay(_ sides: BySide<Undecided.Waiting>, in flow: Int) {
    let first: Side = flows[flow].isRoleSwapped ? .server : .client
    for side in [first, first.opposite] where !sides[side].bytes.isEmpty {
      let waiting = sides[side].bytes
      receive(waiting.bytes, from: side, in: flow, at: sides[side].time)
    }
  }

  /// Looks whether a flow that was not understood begins an HTTP message here.
  mutating func resume(_ bytes: RawSpan, from side: Side, in flow: Int, at time: Timestamp) {
    let opening = Opening.resumption(bytes)
    guard opening != .unknown else { return }
    begin(opening, from: side, in: flow)
    receive(bytes, from: side, in: flow, at: time)
  }
}
