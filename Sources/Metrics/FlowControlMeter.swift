import Findings

/// How long flow control held DATA back, by the window that was used up. It adds up over connections.
package struct FlowControlTotals: Sendable, Equatable, BitwiseCopyable {
  /// Nanoseconds for which streams were held back by their own window, summed over streams.
  package fileprivate(set) var streamBlockedNanoseconds: Int64 = 0
  /// The same for the connection's window.
  package fileprivate(set) var connectionBlockedNanoseconds: Int64 = 0
  /// How often a stream was held back.
  package fileprivate(set) var stalls = 0
  /// Times when no window was left, and it is not known that anything was held back: no DATA followed when there was one again.
  package fileprivate(set) var unconfirmedStalls = 0
  /// Streams that ended without another window.
  package fileprivate(set) var endedStalls = 0
  /// Whether some of it is not known, because bytes of the connection are missing.
  package fileprivate(set) var isPartial = false

  package init() {}

  package var blockedNanoseconds: Int64 {
    var sum = streamBlockedNanoseconds
    sum.addSaturating(connectionBlockedNanoseconds)
    return sum
  }

  package mutating func merge(_ other: FlowControlTotals) {
    streamBlockedNanoseconds.addSaturating(other.streamBlockedNanoseconds)
    connectionBlockedNanoseconds.addSaturating(other.connectionBlockedNanoseconds)
    stalls += other.stalls
    unconfirmedStalls += other.unconfirmedStalls
    endedStalls += other.endedStalls
    isPartial = isPartial || other.isPartial
  }
}

/// The flow-control windows of one sender (RFC 9113 §6.9): when there is none left, and for how long.
///
/// A stream is held back from the DATA frame that leaves no window, while more of it is due, until there is a window again; it
/// counts when DATA of the stream follows soon. Streams go by the slot that they have while they are open. About 64 bytes for
/// each slot.
package struct FlowControlMeter: Sendable {
  private struct Stream: Sendable {
    /// Its identifier: a slot is used by one stream after another.
    var id: UInt32 = 0
    /// WINDOW_UPDATE increments less DATA sent: the window is the initial one and this, so that it follows a change of the
    /// initial one, below 0 too (RFC 9113 §6.9.2).
    var balance = 0
    /// When no window was left; nil while there is one.
    var blockedSince: Timestamp?
    /// Whether it was the stream's own window.
    var isBlockedByStream = false
    /// When there was a window again, while no DATA has followed.
    var liftedAt: Timestamp?
    /// How long there had been none before.
    var waited: Int64 = 0
    /// How long it was held back in all, as far as that is known.
    var heldBack: Int64 = 0
  }

  package private(set) var totals = FlowControlTotals()
  private var initialWindow = Self.firstWindow
  private var connectionWindow = Self.firstWindow
  private var streams: [Stream] = []
  /// The slots of streams without a window.
  private var blocked: [Int] = []

  /// RFC 9113 §6.9.2: the initial size of both windows.
  private static let firstWindow = 65_535

  package init() {}

  /// Bytes were lost, so that no window is known any more.
  package mutating func lose() {
    totals.isPartial = true
    streams.removeAll()
    blocked.removeAll()
  }

  /// The sender sent a DATA frame.
  ///
  /// - Parameter slot: that of its stream; nil when the stream is not open.
  /// - Parameter isLast: whether nothing more of the stream is due.
  /// - Parameter patience: how soon DATA that was held back follows when it may, in nanoseconds.
  package mutating func send(
    _ byteCount: Int, in slot: Int?, id: UInt32, isLast: Bool, patience: Int64, at time: Timestamp
  ) {
    guard !totals.isPartial else { return }
    connectionWindow -= byteCount
    guard let slot else { return }
    prepare(slot, id)
    streams[slot].balance -= byteCount
    if let lifted = streams[slot].liftedAt, byteCount > 0 { confirm(slot, lifted, patience: patience, at: time) }
    guard !isLast, streams[slot].blockedSince == nil, byteCount > 0 else { return }
    let isBlockedByStream = initialWindow + streams[slot].balance <= 0
    guard isBlockedByStream || connectionWindow <= 0 else { return }
    streams[slot].blockedSince = time
    streams[slot].isBlockedByStream = isBlockedByStream
    blocked.append(slot)
  }

  private mutating func confirm(_ slot: Int, _ lifted: Timestamp, patience: Int64, at time: Timestamp) {
    streams[slot].liftedAt = nil
    guard time.nanoseconds(since: lifted) <= patience else {
      totals.unconfirmedStalls += 1
      return
    }
    totals.stalls += 1
    streams[slot].heldBack.addSaturating(streams[slot].waited)
    if streams[slot].isBlockedByStream {
      totals.streamBlockedNanoseconds.addSaturating(streams[slot].waited)
    } else {
      totals.connectionBlockedNanoseconds.addSaturating(streams[slot].waited)
    }
  }

  /// The receiver sent a WINDOW_UPDATE for a stream.
  package mutating func enlarge(by increment: Int, in slot: Int, id: UInt32, at time: Timestamp) {
    guard !totals.isPartial else { return }
    prepare(slot, id)
    streams[slot].balance += increment
    lift(at: time)
  }

  /// The receiver sent a WINDOW_UPDATE for the connection.
  package mutating func enlargeConnection(by increment: Int, at time: Timestamp) {
    guard !totals.isPartial else { return }
    connectionWindow += increment
    lift(at: time)
  }

  /// The receiver's SETTINGS_INITIAL_WINDOW_SIZE is in force.
  package mutating func setInitialWindow(_ byteCount: Int, at time: Timestamp) {
    guard !totals.isPartial else { return }
    initialWindow = byteCount
    lift(at: time)
  }

  /// A slot's stream is over.
  package mutating func close(_ slot: Int) {
    guard slot < streams.count, streams[slot].id != 0 else { return }
    if streams[slot].blockedSince != nil {
      totals.endedStalls += 1
      blocked.removeAll { $0 == slot }
    }
    if streams[slot].liftedAt != nil { totals.unconfirmedStalls += 1 }
    streams[slot] = Stream()
  }

  /// How long an open stream was held back, in nanoseconds.
  package func waited(in slot: Int, id: UInt32) -> Int64 {
    guard slot < streams.count, streams[slot].id == id else { return 0 }
    return streams[slot].heldBack
  }

  /// Frees the streams that have a window again.
  private mutating func lift(at time: Timestamp) {
    guard !blocked.isEmpty, connectionWindow > 0 else { return }
    blocked.removeAll { slot in
      guard initialWindow + streams[slot].balance > 0, let since = streams[slot].blockedSince else { return false }
      streams[slot].blockedSince = nil
      streams[slot].liftedAt = time
      streams[slot].waited = max(0, time.nanoseconds(since: since))
      return true
    }
  }

  private mutating func prepare(_ slot: Int, _ id: UInt32) {
    while streams.count <= slot { streams.append(Stream()) }
    guard streams[slot].id != id else { return }
    close(slot)
    streams[slot].id = id
  }
}
