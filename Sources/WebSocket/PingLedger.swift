import Bytes
import Findings

/// The pings of one side that wait for their pong, oldest first.
struct PingLedger: Sendable {
  private var pings: [(payload: [UInt8], time: Timestamp)] = []

  /// A ping was sent.
  mutating func note(_ payload: [UInt8], at time: Timestamp) {
    if pings.count == WebSocketLimits.pingsInFlight { pings.removeFirst() }
    pings.append((payload, time))
  }

  /// A pong came: when its ping was sent, or nil when it answers none. Pings before that one are not waited for any more,
  /// for a side may answer the last one alone (RFC 6455 §5.5.3).
  mutating func answer(_ payload: [UInt8]) -> Timestamp? {
    guard let index = pings.lastIndex(where: { $0.payload == payload }) else { return nil }
    let time = pings[index].time
    pings.removeSubrange(...index)
    return time
  }
}
