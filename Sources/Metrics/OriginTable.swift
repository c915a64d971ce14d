/// What was done with one origin in one version of HTTP.
package struct OriginVersionTotals: Sendable, Equatable {
  /// Requests seen, promised ones left out.
  package var requests = 0
  /// Connections on which at least one of them was sent.
  package var connections = 0
  /// The most connections that one client had open at once. A connection counts from its first request to the origin on.
  package var mostConnectionsAtOnce = 0
  /// Connections that a client opened while it had another one open: one HTTP/2 connection would have done for both.
  package var overlappingConnections = 0
  /// HTTP/1.x: requests that were sent at the moment when a connection became free, while all others were in use.
  package var backToBackRequests = 0
  /// HTTP/1.x: nanoseconds in which a client had at least two connections open and all were in use, summed over clients.
  package var saturatedNanoseconds: Int64 = 0
  /// From the request's last byte to the response's first, in nanoseconds.
  package var wait = Histogram()
  /// From the request's first byte to the response's last, in nanoseconds.
  package var total = Histogram()

  package init() {}

  /// Counts a request, with its phases if they are known.
  package mutating func add(_ phases: Phases?) {
    requests += 1
    guard let phases else { return }
    wait.record(phases.wait)
    total.record(phases.total)
  }

  /// Counts a connection, one of so many that its client has open.
  package mutating func countConnection(amongOpen open: Int) {
    connections += 1
    mostConnectionsAtOnce = max(mostConnectionsAtOnce, open)
    overlappingConnections += open > 1 ? 1 : 0
  }

  package mutating func add(_ change: ClientPool.Change) {
    saturatedNanoseconds.addSaturating(change.saturatedNanoseconds)
    backToBackRequests += change.isBackToBack ? 1 : 0
  }

  package mutating func merge(_ other: OriginVersionTotals) {
    requests += other.requests
    connections += other.connections
    mostConnectionsAtOnce = max(mostConnectionsAtOnce, other.mostConnectionsAtOnce)
    overlappingConnections += other.overlappingConnections
    backToBackRequests += other.backToBackRequests
    saturatedNanoseconds.addSaturating(other.saturatedNanoseconds)
    wait.merge(other.wait)
    total.merge(other.total)
  }
}

/// An origin: scheme and authority (RFC 9110 §4.3.1).
package struct OriginName: Hashable, Sendable {
  package var scheme: String
  package var authority: String

  package init(scheme: String, authority: String) {
    self.scheme = scheme
    self.authority = authority
  }
}

/// An origin, and what was done with it.
package struct OriginTotals: Sendable, Equatable {
  /// Nil for all origins together that were too many to be told apart.
  package let name: OriginName?
  package var http1 = OriginVersionTotals()
  package var http2 = OriginVersionTotals()

  package init(name: OriginName?) {
    self.name = name
  }
}

/// The origins in order of appearance; beyond `MetricsLimits.origins` one more stands for all the others.
package struct OriginTable: Sendable, Equatable {
  package private(set) var origins: [OriginTotals] = []
  private var places: [OriginName: Int] = [:]

  package init() {}

  /// The place of an origin, which gets one if need be.
  package mutating func place(of name: OriginName) -> Int {
    if let place = places[name] { return place }
    guard origins.count < MetricsLimits.origins else {
      if origins.count == MetricsLimits.origins { origins.append(OriginTotals(name: nil)) }
      return MetricsLimits.origins
    }
    places[name] = origins.count
    origins.append(OriginTotals(name: name))
    return origins.count - 1
  }

  package subscript(place: Int) -> OriginTotals {
    get { origins[place] }
    _modify { yield &origins[place] }
  }

  package mutating func merge(_ other: OriginTable) {
    merge(other) { $0 }
  }

  private mutating func merge(_ other: OriginTable, renaming rename: (OriginName) -> OriginName) {
    for origin in other.origins {
      // What could not be told apart there, cannot be here.
      let place = origin.name.map { self.place(of: rename($0)) } ?? placeOfOthers()
      origins[place].http1.merge(origin.http1)
      origins[place].http2.merge(origin.http2)
    }
  }

  /// The same origins under other names; those that get the same name become one.
  package func renamed(_ rename: (OriginName) -> OriginName) -> OriginTable {
    var table = OriginTable()
    table.merge(self, renaming: rename)
    return table
  }

  private mutating func placeOfOthers() -> Int {
    if let place = origins.firstIndex(where: { $0.name == nil }) { return place }
    origins.append(OriginTotals(name: nil))
    return origins.count - 1
  }
}
