import Findings
import HTTP
import Metrics

extension SummaryRecord {
  /// Counts where the time of an exchange went.
  mutating func add(_ phases: Phases, isHTTP2: Bool) {
    if isHTTP2 { http2.metrics.phases.add(phases) } else { http1.metrics.phases.add(phases) }
  }

  /// Counts what a response told early.
  mutating func add(_ hints: HintTotals, isHTTP2: Bool) {
    if isHTTP2 { http2.metrics.hints.merge(hints) } else { http1.metrics.hints.merge(hints) }
  }

  /// Counts what was measured of a connection that is over: for the version that it ended in.
  mutating func addMetrics(of connection: borrowing ConnectionRecord) {
    if let http2 = connection.http2 {
      self.http2.metrics.add(connection)
      self.http2.metrics.addLimit(nanoseconds: connection.streamLimitNanoseconds)
      self.http2.metrics.overlappingRequests += http2.overlappingRequests
      self.http2.metrics.refusedStreams += http2.refusedStreams
      self.http2.metrics.push.merge(http2.push)
      for side in Side.allCases {
        self.http2.metrics.flowControl.merge(http2.flowControl[side])
        self.http2.metrics.multiplex.merge(http2.multiplex[side])
      }
      self.http2.metrics.framing.merge(http2.framing.client)
      self.http2.metrics.framing.merge(http2.framing.server)
    } else if connection.http1 != nil {
      self.http1.metrics.add(connection)
    }
    if let http1 = connection.http1 {
      self.http1.metrics.overlappingRequests += http1.pipelinedRequests
      self.http1.metrics.framing.merge(http1.framing.client)
      self.http1.metrics.framing.merge(http1.framing.server)
      self.http1.metrics.addHeadOfLineBlocking(nanoseconds: http1.headOfLineBlockedNanoseconds)
    }
  }
}

extension VersionMetrics {
  fileprivate mutating func add(_ connection: borrowing ConnectionRecord) {
    coverage.add(connection)
    if connection.requests > 0 { requestsPerConnection.record(Int64(connection.requests)) }
    concurrency.merge(connection.concurrency)
    tcpBlocking.merge(connection.tcpBlocking.client)
    tcpBlocking.merge(connection.tcpBlocking.server)
    let tcp = connection.tcp?.handshakeRTTNanoseconds
    let tls = connection.tls?.statistics.handshakeNanoseconds
    if let tcp { phases.connect.record(tcp) }
    if let tls { phases.tls.record(tls) }
    if let setup = connection.setupNanoseconds {
      self.setup.add(nanoseconds: setup, byteCount: connection.setupByteCount ?? 0, requests: connection.requests)
    }
  }
}

extension CoverageTotals {
  fileprivate mutating func add(_ connection: borrowing ConnectionRecord) {
    connections += 1
    insideTunnels += connection.inside == nil ? 0 : 1
    if let tcp = connection.tcp {
      withoutHandshake += tcp.handshakeRTTNanoseconds == nil ? 1 : 0
      withMissingBytes += tcp.missingByteCount > 0 ? 1 : 0
    }
    if let tls = connection.tls { withoutTLSHandshake += tls.statistics.handshakeNanoseconds == nil ? 1 : 0 }
    oneSided += connection.isOneSided ? 1 : 0
    withoutBeginning += connection.detectedBy == .frames ? 1 : 0
  }
}

extension ConnectionRecord {
  /// Whether packets of one side alone were captured.
  package var isOneSided: Bool {
    guard let tcp else { return false }
    return tcp.packets.client == 0 || tcp.packets.server == 0
  }

  /// Bytes of TLS's handshake, 0 without TLS; nil when it was not captured, and for a connection inside a tunnel.
  package var setupByteCount: Int? {
    guard setupNanoseconds != nil else { return nil }
    return tls?.statistics.handshakeByteCount ?? 0
  }

  /// How long the handshakes of TCP and TLS took, in nanoseconds; nil when one of them was not captured, and for a connection
  /// inside a tunnel.
  package var setupNanoseconds: Int64? {
    guard let tcp = tcp?.handshakeRTTNanoseconds else { return nil }
    guard let tls else { return tcp }
    guard let handshake = tls.statistics.handshakeNanoseconds else { return nil }
    return tcp.addingReportingOverflow(handshake).partialValue
  }
}
