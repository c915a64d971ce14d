import HTTP
import Packet

extension SummaryRecord {
  /// Counts an exchange.
  mutating func add(_ exchange: borrowing Exchange) {
    exchangesByVersion[Int(exchange.version.rawValue)] += 1
    if exchange.version == .http2 { http2.add(exchange) } else { http1.add(exchange) }
  }

  /// Takes over what the packet decoder met.
  mutating func add(_ packets: PacketStatistics) {
    tcpSegments += packets.tcpSegments
    udpDatagrams += packets.udpDatagrams
    quicPackets += packets.quicInitialPackets
    otherPackets +=
      packets.sctpPackets + packets.espPackets + packets.otherTransportPackets + packets.nonIPFrames
      + packets.protectedWirelessFrames + packets.macsecFrames
    losses.unknownLinkTypes.merge(packets.unknownLinkTypes, uniquingKeysWith: +)
    losses.malformedPackets += packets.malformedPackets + packets.tooDeepPackets
    losses.incompleteFragments += packets.fragments.timedOutDatagrams + packets.fragments.evictedDatagrams
  }

  /// Counts a connection that is over.
  mutating func add(_ connection: borrowing ConnectionRecord) {
    connectionsByProtocol[Int(connection.carried.rawValue)] += 1
    addMetrics(of: connection)
    if let tcp = connection.tcp {
      retransmittedSegments += tcp.retransmittedSegments
      outOfOrderSegments += tcp.outOfOrderSegments
      missingByteCount += tcp.missingByteCount
    }
    if let record = connection.tls { tls.add(record) }
    if let statistics = connection.webSocket { webSocket = statistics.merged(with: webSocket) }
    watchedHTTP1.client.merge(connection.watchedHTTP1.client)
    watchedHTTP1.server.merge(connection.watchedHTTP1.server)
    if let statistics = connection.http1 {
      http1.connections += 1
      // A response whose request was not captured is an exchange, too.
      let exchanges = connection.http2 == nil ? connection.exchangeCount : 0
      http1.maxRequestsOnAConnection = max(http1.maxRequestsOnAConnection, statistics.requests, exchanges)
      http1.maxConcurrent = max(http1.maxConcurrent, statistics.maxPipelineDepth, min(exchanges, 1))
    }
    if let statistics = connection.http2 {
      http2.connections += 1
      http2.maxRequestsOnAConnection = max(http2.maxRequestsOnAConnection, statistics.streams)
      http2.maxConcurrent = max(http2.maxConcurrent, statistics.maxConcurrentStreams)
      http2.pushes += statistics.pushes
      hpack.client.merge(statistics.hpack.client)
      hpack.server.merge(statistics.hpack.server)
      frames.client.merge(statistics.frames.client)
      frames.server.merge(statistics.frames.server)
    }
  }
}

extension SummaryRecord {
  /// All versions of HTTP together.
  package var allVersions: VersionTotals {
    var sum = http1
    sum.merge(http2)
    return sum
  }
}

extension VersionTotals {
  package mutating func merge(_ other: VersionTotals) {
    exchanges += other.exchanges
    for state in byState.indices { byState[state] += other.byState[state] }
    connections += other.connections
    maxRequestsOnAConnection = max(maxRequestsOnAConnection, other.maxRequestsOnAConnection)
    maxConcurrent = max(maxConcurrent, other.maxConcurrent)
    requestBodyByteCount += other.requestBodyByteCount
    responseBodyByteCount += other.responseBodyByteCount
    headers.client.merge(other.headers.client)
    headers.server.merge(other.headers.server)
    bodies.merge(other.bodies)
    pushes += other.pushes
    metrics.merge(other.metrics)
  }

  /// Counts an exchange of this version.
  mutating func add(_ exchange: borrowing Exchange) {
    exchanges += 1
    byState[Int(exchange.state.rawValue)] += 1
    if exchange.hasRequest {
      headers.client.add(exchange.request.message)
      requestBodyByteCount += exchange.request.message.bodyByteCount
    }
    if exchange.hasResponse {
      headers.server.add(exchange.response.message)
      responseBodyByteCount += exchange.response.message.bodyByteCount
    }
  }
}

extension HeaderTotals {
  /// Counts a message's header section.
  mutating func add(_ message: borrowing Message) {
    sections += 1
    wireByteCount += message.headerWireByteCount
    listByteCount += message.headerListByteCount
    http1ByteCount += message.http1ByteCount
    hpackByteCount += message.hpackByteCount ?? 0
  }
}
