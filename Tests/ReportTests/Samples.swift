@testable import Analysis
import Bytes
import Findings
import HPACK
import HTTP
import HTTP1
import HTTP2
import Metrics
import Packet
import TCP

@testable import TLS
@testable import WebSocket

extension RecordReceiver {
  /// An exchange in whose contents nothing was found.
  func receive(_ exchange: borrowing Exchange, of connection: ConnectionContext) {
    receive(exchange, ContentFacts(), of: connection)
  }
}

/// Records as a capture could hold them.
enum Sample {
  static let start = Timestamp(nanoseconds: 1_795_504_323_412_000_000)

  /// A moment some milliseconds after the start.
  static func after(_ milliseconds: Double) -> Timestamp {
    Timestamp(nanoseconds: start.nanoseconds + Int64(milliseconds * 1_000_000))
  }

  static func context(id: Int, port: UInt16 = 51544, serverPort: UInt16 = 80) -> ConnectionContext {
    ConnectionContext(
      id: id, client: Endpoint(address: IPAddress(ipv4: 0x0A00_0004), port: port),
      server: Endpoint(address: IPAddress(ipv4: 0xC0A8_0101), port: serverPort), start: start)
  }

  /// A GET request with a response of 1,234 bytes.
  static func exchange(
    index: Int = 0, method: String = "GET", host: String = "shop.example.com", path: String = "/api/cart",
    status: Int = 200, reason: String = "OK", at milliseconds: Double = 0.25
  ) -> Exchange {
    var exchange = Exchange()
    exchange.index = index
    exchange.state = .complete
    exchange.hasRequest = true
    exchange.request.method = exchange.request.message.header.appendText(Array(method.utf8).rawSpan)
    exchange.request.path = exchange.request.message.header.appendText(Array(path.utf8).rawSpan)
    exchange.request.message.header.append("Host", host)
    exchange.request.authority = exchange.request.message.header.lines.first.map {
      exchange.request.message.header.valueRange($0)
    }
    exchange.request.message.header.append("Accept", "*/*")
    exchange.request.message.headerWireByteCount = 90
    exchange.request.message.headerListByteCount = 80
    exchange.request.message.http1ByteCount = 90
    exchange.request.message.hpackByteCount = 40
    exchange.request.message.isComplete = true
    exchange.request.message.start = after(milliseconds)
    exchange.request.message.end = after(milliseconds)
    exchange.hasResponse = true
    exchange.response.status = status
    exchange.response.reason = exchange.response.message.header.appendText(Array(reason.utf8).rawSpan)
    exchange.response.message.header.append("Content-Type", "application/json")
    exchange.response.message.headerWireByteCount = 60
    exchange.response.message.headerListByteCount = 50
    exchange.response.message.http1ByteCount = 60
    exchange.response.message.hpackByteCount = 30
    exchange.request.message.decodedBodyByteCount = 0
    exchange.response.message.bodyByteCount = 1234
    exchange.response.message.decodedBodyByteCount = 1234
    exchange.response.message.isComplete = true
    exchange.response.message.start = after(milliseconds + 31)
    exchange.response.message.end = after(milliseconds + 33.5)
    return exchange
  }

  /// The same on a stream of HTTP/2.
  static func exchange(stream: UInt32, path: String = "/api/cart", at milliseconds: Double = 0.25) -> Exchange {
    var exchange = exchange(index: Int(stream / 2), path: path, reason: "", at: milliseconds)
    exchange.stream = stream
    exchange.version = .http2
    exchange.response.reason = nil
    return exchange
  }

  static func connection(
    _ context: ConnectionContext, carried: ConnectionProtocol = .http1, exchanges: Int = 1
  ) -> ConnectionRecord {
    var tcp = TCPStatistics()
    tcp.packets = BySide(client: 6, server: 5)
    tcp.payloadByteCounts = BySide(client: 90, server: 1294)
    tcp.synToSynAckNanoseconds = 400_000
    tcp.synAckToAckNanoseconds = 100_000
    tcp.end = .fin
    var headers = HeaderTotals()
    headers.sections = exchanges
    headers.wireByteCount = 90 * exchanges
    headers.listByteCount = 80 * exchanges
    headers.http1ByteCount = 90 * exchanges
    headers.hpackByteCount = 40 * exchanges
    var http1: HTTP1Statistics?
    if carried == .http1 {
      var statistics = HTTP1Statistics()
      statistics.requests = exchanges
      statistics.pipelinedRequests = 1
      statistics.maxPipelineDepth = 2
      statistics.headOfLineBlockedNanoseconds = 2_500_000
      http1 = statistics
    }
    var record = ConnectionRecord(context: context)
    record.end = after(812.5)
    record.carried = carried
    record.detectedBy = carried == .http1 ? .requestLine : carried == .http2 ? .preface : nil
    record.tcp = tcp
    record.http1 = http1
    record.http2 = carried == .http2 ? http2 : nil
    record.headers = BySide(both: headers)
    record.exchangeCount = exchanges
    return record
  }

  /// TLS 1.3 after a handshake of 12 ms; with a reason it was not decrypted.
  static func tls(_ reason: UndecryptedReason? = nil, serverName: String = "shop.example.com") -> TLSRecord {
    var facts = TLSFacts()
    facts.version = .tls13
    facts.cipherSuite = 0x1301
    facts.serverName = serverName
    facts.offeredProtocols = ["h2", "http/1.1"]
    facts.protocolName = reason == nil ? "h2" : nil
    facts.isResumed = reason == nil
    facts.group = NamedGroup(rawValue: 29)
    var statistics = TLSStatistics()
    statistics.handshakeStart = after(1)
    statistics.handshakeEnd = after(13)
    statistics.roundTrips = 1
    statistics.records = BySide(client: 4, server: 9)
    statistics.keyOrigin = reason == nil ? .keyLog : nil
    return TLSRecord(
      facts: facts, statistics: statistics, hasClientCertificate: false, undecryptedReason: reason,
      notDecryptedBecause: reason == nil ? nil : "No key log was given.")
  }

  static var http2: HTTP2Statistics {
    var statistics = HTTP2Statistics()
    statistics.streams = 3
    statistics.maxConcurrentStreams = 2
    statistics.pushes = 1
    statistics.frames.client[.headers] = 3
    statistics.frames.client[.settings] = 2
    statistics.frames.client[.windowUpdate] = 1
    statistics.frames.server[.headers] = 3
    statistics.frames.server[.data] = 1042
    statistics.frames.server[.settings] = 2
    statistics.settings.client = [Setting(.headerTableSize, 4096), Setting(SettingIdentifier(rawValue: 2570), 1)]
    statistics.settings.server = [Setting(.maxConcurrentStreams, 100)]
    statistics.hpack = BySide(both: hpack)
    statistics.goaways = [Goaway(from: .server, lastStream: 5, errorCode: ErrorCode(rawValue: 0), time: after(800))]
    statistics.resets.client = 1
    return statistics
  }

  /// A close frame of a client.
  static var message: WebSocketMessage {
    var message = WebSocketMessage(exchange: 2, stream: nil, from: .client)
    message.begin(.close, isCompressed: false, at: after(700))
    message.fragmentCount = 1
    message.controlPayload = [0x03, 0xE9] + Array("bye".utf8)
    message.payloadByteCount = 5
    message.wireByteCount = 11
    message.isComplete = true
    message.end = after(700.5)
    return message
  }

  static var webSocket: WebSocketStatistics {
    var statistics = WebSocketStatistics()
    statistics.sides.client.add(message)
    statistics.sides.client.messages[.text] = 12
    statistics.sides.client.messages[.ping] = 3
    statistics.sides.client.frames = 16
    statistics.sides.client.payloadByteCount = 1_500
    statistics.sides.client.wireByteCount = 1_620
    statistics.sides.client.compressedMessages = 11
    statistics.sides.client.pingRoundTrips.add(20_000_000)
    statistics.sides.client.pingRoundTrips.add(31_000_000)
    statistics.sides.server.missingByteCount = 300
    statistics.sides.server.messages[.binary] = 1
    return statistics
  }

  static var hpack: HPACKStatistics {
    var statistics = HPACKStatistics()
    statistics.blocks = 3
    statistics.wireByteCount = 210
    statistics.listByteCount = 1800
    statistics.http1ByteCount = 2000
    statistics.indexedStatic = 10
    statistics.indexedDynamic = 20
    statistics.literalIndexedStaticName = 4
    statistics.literalIndexedNewName = 5
    statistics.literalNeverIndexed = 1
    statistics.insertions = 9
    statistics.evictions = 2
    statistics.sizeUpdates = 1
    statistics.strings = 15
    statistics.huffmanStrings = 10
    statistics.peakTableByteCount = 900
    return statistics
  }

  static var summary: SummaryRecord {
    var summary = SummaryRecord()
    summary.packets = 21_480
    summary.byteCount = 14_234_567
    summary.firstTime = start
    summary.lastTime = after(9_800)
    summary.tcpSegments = 21_400
    summary.udpDatagrams = 80
    summary.connectionsByProtocol[Int(ConnectionProtocol.http1.rawValue)] = 14
    summary.connectionsByProtocol[Int(ConnectionProtocol.http2.rawValue)] = 2
    summary.connectionsByProtocol[Int(ConnectionProtocol.tls.rawValue)] = 1
    summary.connectionsByProtocol[Int(ConnectionProtocol.unknown.rawValue)] = 1
    summary.exchangesByVersion = [0, 2, 210, 240]
    summary.http1.exchanges = 212
    summary.http1.connections = 14
    summary.http1.maxRequestsOnAConnection = 41
    summary.http1.maxConcurrent = 2
    summary.http1.byState = [210, 0, 1, 1, 0]
    summary.http1.responseBodyByteCount = 5_000_000
    summary.http1.headers.client = totals(wire: 190_000, hpack: 21_000)
    summary.http1.headers.server = totals(wire: 60_000, hpack: 9_000)
    summary.http2.exchanges = 240
    summary.http2.connections = 2
    summary.http2.maxRequestsOnAConnection = 197
    summary.http2.maxConcurrent = 38
    summary.http2.byState = [236, 3, 1, 0, 0]
    summary.http2.responseBodyByteCount = 6_000_000
    summary.http2.pushes = 1
    summary.http2.headers = BySide(both: totals(wire: 21_000, hpack: 21_000))
    summary.http2.headers.client.http1ByteCount = 190_000
    summary.http2.headers.server.http1ByteCount = 70_000
    summary.hpack = BySide(both: hpack)
    summary.frames = http2.frames
    summary.findings = [1, 1, 1]
    addMetrics(to: &summary)
    addCosts(to: &summary)
    summary.retransmittedSegments = 3
    summary.tls.connections = 3
    summary.tls.decrypted = 2
    summary.tls.byVersion = [.tls13: 2]
    summary.tls.undecrypted[Int(UndecryptedReason.noMatchingSecret.rawValue)] = 1
    summary.tls.keys.logs = ["keys.log"]
    summary.tls.keys.keyLog.secretCount = 36
    summary.tls.keys.keyLog.usedCount = 28
    return summary
  }

  /// HTTP/1.1: 14 connections to two origins; HTTP/2: one to each.
  private static func addMetrics(to summary: inout SummaryRecord) {
    for requests in [41, 30, 27, 20, 20, 14, 12, 10, 10, 8, 7, 6, 4, 3] as [Int64] {
      summary.http1.metrics.requestsPerConnection.record(requests)
      summary.http1.metrics.phases.connect.record(500_000)
    }
    for requests in [197, 43] as [Int64] { summary.http2.metrics.requestsPerConnection.record(requests) }
    summary.http1.metrics.setup.add(nanoseconds: 869_200_000, byteCount: 63_600, requests: 212)
    summary.http2.metrics.setup.add(nanoseconds: 72_000_000, byteCount: 9_600, requests: 240)
    summary.http1.metrics.addHeadOfLineBlocking(nanoseconds: 2_500_000)
    summary.http1.metrics.framing.add(5_400_000, overhead: 21_600)
    summary.http2.metrics.framing.add(6_100_000, overhead: 67_100)
    var meter = ConcurrencyMeter()
    for (count, time) in [(2, 0.0), (1, 10), (0, 100)] { meter.change(to: count, at: after(time)) }
    summary.http1.metrics.concurrency.merge(meter.totals)
    for (count, time) in [(38, 200.0), (4, 210), (0, 300)] { meter.change(to: count, at: after(time)) }
    summary.http2.metrics.concurrency = meter.totals
    let phases = Phases(requestStart: start, requestEnd: after(0.5), responseStart: after(31), responseEnd: after(33.5))
    summary.http1.metrics.phases.add(phases)
    summary.http2.metrics.phases.add(phases)
    for (authority, connections) in [("shop.example.com", 10), ("img.example.com", 4)] {
      let place = summary.origins.place(of: OriginName(scheme: "https", authority: authority))
      for open in 1...connections { summary.origins[place].http1.countConnection(amongOpen: min(6, open)) }
      summary.origins[place].http1.backToBackRequests = 13 * connections
      summary.origins[place].http1.saturatedNanoseconds = 200_000_000
      summary.origins[place].http1.add(phases)
      summary.origins[place].http2.countConnection(amongOpen: 1)
      summary.origins[place].http2.add(phases)
    }
  }

  /// A loss that seven streams paid for, a push, and bodies that were left uncompressed.
  private static func addCosts(to summary: inout SummaryRecord) {
    summary.http2.metrics.tcpBlocking.add(stallOf: 84_000_000, isSeen: true, isNew: true)
    for _ in 0..<7 { summary.http2.metrics.tcpBlocking.add(innocentFor: 12_000_000) }
    summary.http2.metrics.push.promised = 1
    summary.http2.metrics.push.delivered = 1
    summary.http2.metrics.push.byteCount = 2_000
    summary.http2.metrics.push.duplicateByteCount = 500
    summary.http2.metrics.hints.earlyHints = 3
    summary.http2.metrics.hints.preloadLinks = 4
    summary.http2.metrics.reuse.coalescible = 1
    var bodies = BodyTotals()
    bodies.bodies = 12
    bodies.byteCount = 1_600_000
    bodies.compressibleByteCount = 2_000_000
    bodies.compressedByteCount = 600_000
    bodies.missedBodies = 9
    bodies.missedByteCount = 1_400_000
    bodies.sample.bodies = 9
    bodies.sample.byteCount = 1_400_000
    bodies.sample.gzipByteCount = 210_000
    bodies.sample.brotliByteCount = 190_000
    bodies.sample.zstdByteCount = 200_000
    summary.http1.bodies.add(bodies, of: Array("application/json".utf8).rawSpan)
    summary.hpack.client.watched = watched([("cookie", 88_200, 3_100, 189), ("authorization", 41_000, 410, 195)])
    summary.hpack.server.watched = watched([("set-cookie", 9_000, 8_000, 0)])
    summary.watchedHTTP1.client = watched([("cookie", 60_000, 60_800, 0)])
  }

  private static func watched(_ fields: [(name: String, list: Int, wire: Int, hits: Int)]) -> FieldWatchSummary {
    var summary = FieldWatchSummary()
    summary.blocks = 64
    summary.wireByteCount = 4_000
    summary.greedy = TableSizeCosts(byteCounts: [
      9_000, 8_000, 7_000, 6_000, 5_000, 4_040, 4_000, 4_000, 4_000, 4_000, 4_000,
    ])
    for field in fields {
      var cost = FieldCost()
      for line in 0..<197 {
        let isFirst = line == 0
        cost.add(
          listByteCount: isFirst ? field.list : 0, wireByteCount: isFirst ? field.wire : 0, isHit: line < field.hits)
      }
      summary.fields.add(cost, of: field.name)
    }
    return summary
  }

  private static func totals(wire: Int, hpack: Int) -> HeaderTotals {
    var totals = HeaderTotals()
    totals.sections = 212
    totals.wireByteCount = wire
    totals.listByteCount = wire * 9 / 10
    totals.http1ByteCount = wire
    totals.hpackByteCount = hpack
    return totals
  }
}

extension FieldSection {
  /// Appends a line of two strings.
  mutating func append(_ name: String, _ value: String, certainty: Certainty = .certain) {
    append(name: Array(name.utf8).rawSpan, value: Array(value.utf8).rawSpan, certainty: certainty)
  }
}
