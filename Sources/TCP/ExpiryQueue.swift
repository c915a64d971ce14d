import DequeModule
import Findings

/// Connections in the order in which they may have to be given up.
///
/// Nothing is moved when a connection is used: an entry whose connection was active since is put back at the end when its
/// turn comes, so each packet costs one comparison, and a connection lasts at most twice its time-out.
struct ExpiryQueue: Sendable {
  struct Entry: Sendable {
    var slot: ConnectionSlot
    var generation: UInt32
    /// When it is looked at next.
    var deadline: Timestamp
  }

  private var entries = Deque<Entry>()
  /// How long a connection in this queue lasts without a packet.
  let timeout: Int64

  init(timeout: Int64) {
    self.timeout = timeout
  }

  /// Puts a connection at the end.
  mutating func append(_ slot: ConnectionSlot, generation: UInt32, lastTime: Timestamp) {
    let (deadline, overflow) = lastTime.nanoseconds.addingReportingOverflow(timeout)
    entries.append(
      Entry(slot: slot, generation: generation, deadline: Timestamp(nanoseconds: overflow ? .max : deadline)))
  }

  /// Whether the first entry's turn has come.
  func isDue(at time: Timestamp) -> Bool {
    guard let first = entries.first else { return false }
    // A deadline beyond what 64 bits hold never comes, also not for a packet of the last moment there is.
    return first.deadline <= time && first.deadline.nanoseconds < .max
  }

  /// Takes the first entry out, whether or not its turn has come.
  mutating func popFirst() -> Entry? {
    entries.popFirst()
  }
}
