import Bytes
import Findings
import HTTP
import HTTP1
import HTTP2

/// What a flow becomes: after HTTP/1.x what an exchange turned it into, after a prelude what stands behind it.
extension Dissection {
  mutating func switchProtocol(
    to upgrade: Upgrade, in flow: Int, _ place: Int, rest: RawSpan, from side: Side, at time: Timestamp
  ) {
    recorder[flows[flow].connection].http1 = http1s[place].statistics
    let exchange = http1s[place].takeUpgradedExchange()
    let held = BySide(
      client: http1s[place].takeHeldBytes(of: .client), server: http1s[place].takeHeldBytes(of: .server))
    let nextIndex = http1s[place].nextIndex
    http1s.remove(place, leaving: HTTP1Connection(isSecure: false))
    switch upgrade {
    case .h2c:
      guard let exchange else {
        flows[flow].stage = .switched
        return
      }
      flows[flow].stage = .http2(
        insert(HTTP2Connection(upgradedFrom: exchange, nextIndex: nextIndex)))
      recorder.identify(flows[flow].connection, as: .http2, by: .upgrade)
    case .webSocket:
      recorder.identify(flows[flow].connection, as: .webSocket, by: nil)
      guard var exchange else {
        flows[flow].stage = .switched
        return
      }
      flows[flow].stage = .webSocket(recorder.openWebSocket(by: exchange, at: time))
      recorder.receive(&exchange)
    case .connectTunnel:
      openTunnel(in: flow, at: time)
    case .other:
      flows[flow].stage = .switched
    }
    receive(held, in: flow, at: time)
    if !rest.isEmpty { receive(rest, from: side, in: flow, at: time) }
  }

  /// Reads on in what stands ahead of the protocol proper.
  mutating func readPrelude(_ bytes: RawSpan, from side: Side, in flow: Int, _ place: Int, at time: Timestamp) {
    let progress = preludes[place].receive(bytes, from: flows[flow].role(of: side))
    guard progress != .underWay else { return }
    let kind = preludes[place].kind
    let rest = preludes[place].rest
    if let trueClient = preludes[place].trueClient { recorder[flows[flow].connection].trueClient = trueClient }
    preludes.remove(place, leaving: Prelude(kind))
    guard progress == .done else {
      flows[flow].stage = .opaque
      return
    }
    switch kind {
    case .proxyProtocol: flows[flow].stage = .undecided(undecided.insert(Undecided()))
    case .socks4, .socks5: openTunnel(in: flow, at: time)
    }
    receive(rest, in: flow, at: time)
  }

  /// Gives a flow what another dissector held of both roles, the client's first.
  private mutating func receive(_ held: BySide<ByteQueue>, in flow: Int, at time: Timestamp) {
    let isRoleSwapped = flows[flow].isRoleSwapped
    for role in Side.allCases where !held[role].isEmpty {
      let bytes = held[role]
      receive(bytes.bytes, from: isRoleSwapped ? role.opposite : role, in: flow, at: time)
    }
  }

  /// Makes a flow the carrier of another connection, which has its own records.
  private mutating func openTunnel(in flow: Int, at time: Timestamp) {
    guard flows[flow].depth < AnalysisLimits.layersOfAConnection else {
      flows[flow].stage = .switched
      return
    }
    let outer = recorder.context(of: flows[flow].connection)
    let connection = recorder.open(
      client: outer.client, server: outer.server, inside: flows[flow].connection, at: time)
    let inner = Flow(
      stage: .undecided(undecided.insert(Undecided())), connection: connection, endsAreCertain: true,
      depth: flows[flow].depth + 1)
    flows[flow].stage = .tunnel(flows.insert(inner))
  }
}
