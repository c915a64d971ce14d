import Findings

/// Notices a client that opens and resets streams faster than people cancel requests (CVE-2023-44487).
struct RapidResetWatch: Sendable {
  private static let window: Int64 = 1_000_000_000

  /// When the latest resets were there, a ring.
  private var times: [Timestamp] = []
  private var next = 0
  private var isReported = false

  /// Notes a reset by the client; true once, when the latest ones all fell within a second.
  mutating func noteReset(at time: Timestamp) -> Bool {
    guard !isReported else { return false }
    if times.count < HTTP2Limits.rapidResets {
      times.append(time)
    } else {
      times[next] = time
      next = (next + 1) % times.count
    }
    guard times.count == HTTP2Limits.rapidResets, time.nanoseconds(since: times[next]) <= Self.window else {
      return false
    }
    isReported = true
    times = []
    return true
  }
}
