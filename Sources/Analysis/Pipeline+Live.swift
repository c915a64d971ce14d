import Findings
import TLS

/// What an analysis needs beside packets while they are being captured: time passes without them, secrets come late, and
/// memory must last.
extension Pipeline {
  /// Hands over the first record of a capture that is under way. To be called once, before all packets.
  package mutating func begin(linkTypes: [UInt32]) {
    begin(format: "live", linkTypes: linkTypes)
  }

  /// Lets time pass in which no packet came: what was waited for too long is given up.
  package mutating func advance(to time: Timestamp) {
    expire(at: time)
    dissection.giveUpWaiting(at: time)
  }

  /// Whether a TLS connection began to wait for a secret since `resumeWaiting`.
  package var wantsSecrets: Bool { dissection.wantsSecrets }

  /// Tries again what waits for a secret.
  package mutating func resumeWaiting() {
    dissection.resumeWaiting()
  }

  /// Connections that are open or ended a short time ago.
  package var connectionCount: Int { tcp.connectionCount }

  /// Gives up so many connections, those that were silent longest first, and what others hold out of order.
  package mutating func giveUp(connections count: Int) {
    tcp.giveUp(connections: count, into: &dissection)
  }
}
