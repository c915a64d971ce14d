import Bytes
import Findings
import HTTP
import HTTP1
import HTTP2

/// Leaving HTTP/1.x for what an exchange turned the connection into.
extension Dissection {
  mutating func switchProtocol(
    to upgrade: Upgrade, in flow: Int, _ place: Int, rest: RawSpan, from side: Side, at time: Timestamp
  ) {
    recorder[flows[flow].connection].http1 = http1s[place].statistics
    let exchange = http1s[place].takeUpgradedExchange()
    let held = BySide(
      client: http1s[place].takeHeldBytes(of: .client), server: http1s[place].takeHeldBytes(of: .server))
    http1s.remove(place, leaving: HTTP1Connection(isSecure: false))
    switch upgrade {
    case .h2c:
      guard let exchange else {
        flows[flow].stage = .switched
        return
      }
      flows[flow].stage = .http2(http2s.insert(HTTP2Connection(upgradedFrom: exchange)))
      recorder.identify(flows[flow].connection, as: .http2, by: .upgrade)
    case .connectTunnel:
      openTunnel(in: flow, at: time)
    case .webSocket:
      recorder.identify(flows[flow].connection, as: .webSocket, by: nil)
      flows[flow].stage = .switched
    case .other:
      flows[flow].stage = .switched
    }
    let isRoleSwapped = flows[flow].isRoleSwapped
    for role in Side.allCases where !held[role].isEmpty {
      let bytes = held[role]
      receive(bytes.bytes, from: isRoleSwapped ? role.opposite : role, in: flow, at: time)
    }
    if !rest.isEmpty { receive(rest, from: side, in: flow, at: time) }
  }

  /// Makes a flow the carrier of another connection, which has its own records.
  private mutating func openTunnel(in flow: Int, at time: Timestamp) {
    guard flows[flow].depth < AnalysisLimits.layersOfAConnection else {
      flows[flow].stage = .switched
      return
    }
    let outer = recorder[flows[flow].connection].context
    let connection = recorder.open(
      client: outer.client, server: outer.server, inside: flows[flow].connection, at: time)
    let inner = Flow(
      stage: .undecided(undecided.insert(Undecided())), connection: connection, endsAreCertain: true,
      depth: flows[flow].depth + 1)
    flows[flow].stage = .tunnel(flows.insert(inner))
  }
}
