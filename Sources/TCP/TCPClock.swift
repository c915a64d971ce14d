import Findings

/// The present, as far as the packets' times can be believed: what connections are given up by (`TCPReassembly.expire`).
///
/// It never goes back. A packet that is far ahead of all before it moves it only when the next one confirms it, so that one
/// damaged time stamp ends no connection.
package struct TCPClock: Sendable {
  /// How far a single packet moves the clock at most.
  static let largestStep: Int64 = 60_000_000_000

  package private(set) var now = Timestamp(nanoseconds: .min)
  private var doubted: Timestamp?

  package init() {}

  /// Takes the time of the next packet.
  package mutating func advance(to time: Timestamp) {
    guard time > now else {
      doubted = nil
      return
    }
    let isFirst = now.nanoseconds == .min
    let isConfirmed = doubted.map { Self.isNear(time, $0) } ?? false
    if isFirst || isConfirmed || Self.isNear(time, now) {
      now = time
      doubted = nil
    } else {
      doubted = time
    }
  }

  /// Takes the time of a clock that can be trusted.
  package mutating func move(to time: Timestamp) {
    now = max(now, time)
    doubted = nil
  }

  private static func isNear(_ time: Timestamp, _ other: Timestamp) -> Bool {
    let distance = time.nanoseconds(since: other)
    return distance > -largestStep && distance < largestStep
  }
}
