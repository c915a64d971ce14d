import DequeModule
import Findings

/// Connections in the order in which they may have to be given up.
///
/// Nothing is moved when a connection is used. Each is looked at a few times within its time-out, and put back at the end when
/// it was active. So a packet costs nothing, and when a connection is given up depends on no other.
struct ExpiryQueue: Sendable {
  struct Entry: Sendable {
    var slot: ConnectionSlot
    var generation: UInt32
    /// When it is looked at next.
    var deadline: Timestamp
  }

  /// How often a connection is looked at within its time-out: it lasts at most a quarter longer.
  private static let looks: Int64 = 4

  /// Their deadlines never decrease.
  private var entries = Deque<Entry>()
  /// How long a connection in this queue lasts without a packet.
  let timeout: Int64

  init(timeout: Int64) {
    self.timeout = timeout
  }

  /// Puts a connection at the end. Times never decrease.
  mutating func append(_ slot: ConnectionSlot, generation: UInt32, at time: Timestamp) {
    let (deadline, overflow) = time.nanoseconds.addingReportingOverflow(timeout / Self.looks)
    entries.append(
      Entry(slot: slot, generation: generation, deadline: Timestamp(nanoseconds: overflow ? .max : deadline)))
  }

  /// Takes the first entry out if its turn has come.
  mutating func popDue(at time: Timestamp) -> Entry? {
    // A deadline beyond what 64 bits hold never comes, also not for a packet of the last moment there is.
    guard let first = entries.first, first.deadline <= time, first.deadline.nanoseconds < .max else { return nil }
    return entries.removeFirst()
  }

  /// Takes the first entry out, whether or not its turn has come.
  mutating func popFirst() -> Entry? {
    entries.popFirst()
  }
}
