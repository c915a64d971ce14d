/// What setting up connections cost: the handshakes of TCP and TLS, of those connections of which they were captured.
package struct SetupTotals: Sendable, Equatable {
  package private(set) var connections = 0
  /// Requests on these connections.
  package private(set) var requests = 0
  package private(set) var nanoseconds: Int64 = 0
  /// Bytes of TLS's handshakes.
  package private(set) var byteCount = 0

  package init() {}

  /// Counts a connection.
  package mutating func add(nanoseconds: Int64, byteCount: Int, requests: Int) {
    connections += 1
    self.byteCount += byteCount
    self.requests += requests
    self.nanoseconds.addSaturating(nanoseconds)
  }

  package mutating func merge(_ other: SetupTotals) {
    connections += other.connections
    requests += other.requests
    byteCount += other.byteCount
    nanoseconds.addSaturating(other.nanoseconds)
  }
}

/// The numbers of the scorecard for one version of HTTP, summed over connections (docs/metrics.md).
package struct VersionMetrics: Sendable, Equatable {
  /// What can be known of the connections.
  package var coverage = CoverageTotals()
  /// One value for each connection with a request.
  package var requestsPerConnection = Histogram()
  /// Exchanges that were open at once on a connection.
  package var concurrency = ConcurrencyTotals()
  package var setup = SetupTotals()
  package var framing = FramingTotals()
  package var phases = PhaseTotals()
  /// HTTP/1.1: how long responses were held back by earlier ones on the same connection (pipelining).
  package private(set) var headOfLineBlockedNanoseconds: Int64 = 0

  /// HTTP/2: connections that were not needed.
  package var reuse = ReuseTotals()
  /// What server push was worth.
  package var push = PushTotals()
  /// What servers did to the same end.
  package var hints = HintTotals()
  /// What holes in TCP's stream held up, both directions.
  package var tcpBlocking = TCPBlockingTotals()
  /// How long flow control held DATA back, both directions. HTTP/1.1 has none of its own.
  package var flowControl = FlowControlTotals()
  /// How DATA was mixed, both directions.
  package var multiplex = MultiplexTotals()
  /// Requests that began before the response to an earlier one on the connection had ended.
  package var overlappingRequests = 0
  /// HTTP/2: nanoseconds for which as many exchanges were open as the server allows.
  package private(set) var limitNanoseconds: Int64 = 0
  /// HTTP/2: streams that the server refused.
  package var refusedStreams = 0

  package init() {}

  package mutating func addLimit(nanoseconds: Int64) {
    limitNanoseconds.addSaturating(nanoseconds)
  }

  package mutating func addHeadOfLineBlocking(nanoseconds: Int64) {
    headOfLineBlockedNanoseconds.addSaturating(nanoseconds)
  }

  package mutating func merge(_ other: VersionMetrics) {
    coverage.merge(other.coverage)
    requestsPerConnection.merge(other.requestsPerConnection)
    concurrency.merge(other.concurrency)
    setup.merge(other.setup)
    framing.merge(other.framing)
    phases.merge(other.phases)
    headOfLineBlockedNanoseconds.addSaturating(other.headOfLineBlockedNanoseconds)
    reuse.merge(other.reuse)
    push.merge(other.push)
    hints.merge(other.hints)
    tcpBlocking.merge(other.tcpBlocking)
    flowControl.merge(other.flowControl)
    multiplex.merge(other.multiplex)
    overlappingRequests += other.overlappingRequests
    limitNanoseconds.addSaturating(other.limitNanoseconds)
    refusedStreams += other.refusedStreams
  }
}

/// The versions of HTTP over all origins: what the scorecard says about connections.
extension OriginTable {
  /// The sum over origins for a version.
  package func sums(of version: (OriginTotals) -> OriginVersionTotals) -> OriginSums {
    var sums = OriginSums()
    for origin in origins { sums.add(version(origin), isOne: origin.name != nil) }
    return sums
  }
}

/// What a version of HTTP did with its origins, in all.
package struct OriginSums: Sendable, Equatable {
  /// Origins that a request was sent to.
  package private(set) var origins = 0
  /// Those to which there was exactly one connection.
  package private(set) var singleConnectionOrigins = 0
  /// Connections, each once for every origin that it served.
  package private(set) var connections = 0
  package private(set) var mostConnectionsAtOnce = 0
  package private(set) var overlappingConnections = 0
  package private(set) var backToBackRequests = 0
  package private(set) var saturatedNanoseconds: Int64 = 0

  package init() {}

  fileprivate mutating func add(_ totals: OriginVersionTotals, isOne: Bool) {
    guard totals.connections > 0 else { return }
    if isOne {
      origins += 1
      singleConnectionOrigins += totals.connections == 1 ? 1 : 0
    }
    connections += totals.connections
    mostConnectionsAtOnce = max(mostConnectionsAtOnce, totals.mostConnectionsAtOnce)
    overlappingConnections += totals.overlappingConnections
    backToBackRequests += totals.backToBackRequests
    saturatedNanoseconds.addSaturating(totals.saturatedNanoseconds)
  }
}
