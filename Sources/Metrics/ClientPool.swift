import Findings

/// The HTTP/1.x connections that one client has open to one origin, and which of them are in use.
///
/// A client that wants to send another request while all are in use has to wait for one of them, or open one more. What it
/// wanted cannot be seen; that it sent the next request at the moment when one became free, can.
package struct ClientPool: Sendable, Equatable {
  /// Connections that are open.
  package private(set) var open = 0
  /// Those with a request whose response has not ended.
  package private(set) var busy = 0
  /// Since when all are in use.
  private var saturatedSince: Timestamp?

  package init() {}

  /// What a change did.
  package struct Change: Sendable, Equatable {
    /// Nanoseconds for which all connections had been in use, when that is over.
    package var saturatedNanoseconds: Int64 = 0
    /// Whether the request that began had, as it seems, waited for its connection.
    package var isBackToBack = false

    package init() {}
  }

  /// A connection was opened, or is first known to be to this origin.
  package mutating func add(isBusy: Bool, at time: Timestamp) -> Change {
    open += 1
    busy += isBusy ? 1 : 0
    return settle(at: time)
  }

  /// A connection is no longer open.
  package mutating func remove(isBusy: Bool, at time: Timestamp) -> Change {
    open -= 1
    busy -= isBusy ? 1 : 0
    return settle(at: time)
  }

  /// A connection that was idle has a request.
  ///
  /// - Parameter pause: how long it had been idle, nil if it had not been in use before.
  /// - Parameter slack: how long the client may take to send its next request when it has one waiting, in nanoseconds.
  package mutating func begin(after pause: Int64?, slack: Int64, at time: Timestamp) -> Change {
    let isBackToBack = open > 1 && busy == open - 1 && pause.map { $0 <= slack } ?? false
    busy += 1
    var change = settle(at: time)
    change.isBackToBack = isBackToBack
    return change
  }

  /// The last response that a connection was in use for ended.
  package mutating func end(at time: Timestamp) -> Change {
    busy -= 1
    return settle(at: time)
  }

  /// A pool is saturated while it has two connections at least, and all are in use: of a client with one connection nobody
  /// can say that it wanted to do two things at once.
  private mutating func settle(at time: Timestamp) -> Change {
    let isSaturated = open > 1 && busy == open
    var change = Change()
    if isSaturated {
      saturatedSince = saturatedSince ?? time
    } else if let since = saturatedSince {
      change.saturatedNanoseconds = max(0, time.nanoseconds(since: since))
      saturatedSince = nil
    }
    return change
  }
}
