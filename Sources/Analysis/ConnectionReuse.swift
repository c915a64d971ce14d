import Findings
import Metrics
import Packet

/// Finds HTTP/2 connections that were opened while another one of the same client would have done (docs/metrics.md).
///
/// Of the connections that ended last, `AnalysisLimits.comparedConnections` are remembered. Each is compared with those when
/// it ends: of two that were open at the same time, the one that began later is the one that was not needed.
struct ConnectionReuse: Sendable {
  /// Why a connection was not needed, the best reason first.
  enum Reason: Int, Sendable {
    case duplicate
    case coalescible
    case listed
    case coveredElsewhere
  }

  /// What is remembered of a connection.
  struct Connection: Sendable {
    let client: IPAddress
    let server: Endpoint
    let start: Timestamp
    let end: Timestamp
    /// The authorities that it served, in lower case.
    var authorities: [String]
    /// The names in its certificate; empty where none was seen.
    var hostNames: [String] = []
    /// The authorities of the origins that its server lists in ORIGIN frames.
    var listedAuthorities: Set<String> = []
    var setupNanoseconds: Int64 = 0
    var setupByteCount = 0
    var roundTrips = 0
    fileprivate(set) var reason: Reason?

    /// Why a connection that began later was not needed beside this one; nil when it was.
    func reason(against later: Connection) -> Reason? {
      guard later.start < end, later.server.port == server.port else { return nil }
      let isSameAddress = later.server.address == server.address
      if isSameAddress, later.authorities.contains(where: authorities.contains) { return .duplicate }
      let isCovered = !hostNames.isEmpty && later.authorities.allSatisfy { covers($0) }
      if isCovered, isSameAddress, !later.hostNames.isEmpty { return .coalescible }
      // RFC 8336 §2.3: a client need not look up the address of what is listed.
      if isCovered, !later.authorities.isEmpty, later.authorities.allSatisfy(listedAuthorities.contains) {
        return .listed
      }
      return isCovered && !later.hostNames.isEmpty && !isSameAddress ? .coveredElsewhere : nil
    }

    /// Whether the certificate is one for an authority's host. A wildcard stands for the leftmost label (RFC 9525 §6.3).
    private func covers(_ authority: String) -> Bool {
      let host = authority.prefix { $0 != ":" }
      let parent = host.drop { $0 != "." }
      return hostNames.contains { $0 == host || (!parent.isEmpty && $0.hasPrefix("*.") && $0.dropFirst() == parent) }
    }
  }

  private var connections: [Connection] = []
  private var next = 0

  /// Compares a connection that ended with those before, and counts what is new.
  mutating func add(_ connection: Connection, to totals: inout ReuseTotals) {
    var connection = connection
    for index in connections.indices where connections[index].client == connection.client {
      if connections[index].start <= connection.start {
        let reason = connections[index].reason(against: connection)
        Self.note(reason, of: &connection, in: &totals)
      } else {
        let reason = connection.reason(against: connections[index])
        Self.note(reason, of: &connections[index], in: &totals)
      }
    }
    if connections.count < AnalysisLimits.comparedConnections {
      connections.append(connection)
    } else {
      connections[next] = connection
      next = (next + 1) % AnalysisLimits.comparedConnections
    }
  }

  /// Counts a connection, once and for the best reason.
  private static func note(_ reason: Reason?, of connection: inout Connection, in totals: inout ReuseTotals) {
    guard let reason, reason.rawValue < connection.reason?.rawValue ?? .max else { return }
    if let before = connection.reason { totals[before] -= 1 }
    totals[reason] += 1
    let wasCounted = connection.reason.map { $0 != .coveredElsewhere } ?? false
    connection.reason = reason
    guard !wasCounted, reason != .coveredElsewhere else { return }
    totals.add(setupNanoseconds: connection.setupNanoseconds)
    totals.setupByteCount += connection.setupByteCount
    totals.roundTrips += connection.roundTrips
  }
}

extension ConnectionReuse.Connection {
  init(_ record: borrowing ConnectionRecord, authorities: [String]) {
    self.init(
      client: record.context.client.address, server: record.context.server, start: record.context.start,
      end: record.end, authorities: authorities)
    hostNames = record.tls?.facts.certificate?.hostNames.map { $0.lowercased() } ?? []
    let origins = record.http2?.origins ?? []
    listedAuthorities = Set(origins.compactMap { $0.hasPrefix("https://") ? String($0.dropFirst(8)) : nil })
    setupNanoseconds = record.setupNanoseconds ?? 0
    setupByteCount = record.setupByteCount ?? 0
    roundTrips = (record.tcp?.handshakeRTTNanoseconds == nil ? 0 : 1) + (record.tls?.statistics.roundTrips ?? 0)
  }
}

extension ReuseTotals {
  fileprivate subscript(reason: ConnectionReuse.Reason) -> Int {
    get {
      switch reason {
      case .duplicate: duplicate
      case .coalescible: coalescible
      case .listed: listed
      case .coveredElsewhere: coveredElsewhere
      }
    }
    set {
      switch reason {
      case .duplicate: duplicate = newValue
      case .coalescible: coalescible = newValue
      case .listed: listed = newValue
      case .coveredElsewhere: coveredElsewhere = newValue
      }
    }
  }
}
