import Bytes
import Capture
import Findings
import HPACK
import HTTP
import HTTP1
import HTTP2
import WebSocket

/// A connection's record while it grows, and what else is kept of an open connection.
struct ConnectionTally: Sendable {
  var record: ConnectionRecord
  /// The place of its header cost model; nil before its first HTTP/1.x message.
  var model: Int?
  var findings = FindingCounter()
  var activity = ConnectionActivity()
}

/// How often a connection reported what.
struct FindingCounter: Sendable {
  private var counts: [(code: String, count: Int)] = []
  private var total = 0

  /// Whether one more finding of a code may be reported; counts it.
  mutating func admits(_ code: String) -> Bool {
    total += 1
    guard let index = counts.firstIndex(where: { $0.code == code }) else {
      counts.append((code, 1))
      return total <= AnalysisLimits.findingsOfAConnection
    }
    counts[index].count += 1
    return counts[index].count <= AnalysisLimits.findingsOfACode && total <= AnalysisLimits.findingsOfAConnection
  }
}

/// Takes what the dissectors finish, counts it for its connection, and hands it on with the connection's context.
struct ExchangeRecorder: HTTP2Receiver {
  /// One for each open connection.
  var tallies = Slab<ConnectionTally>()
  /// The context of the connection in each place: by itself, for it is read with each exchange and a tally is large.
  private var contexts: [ConnectionContext] = []
  /// The packet that is being read; nil between rounds and behind the last.
  var packet: PacketMark?
  /// The place of the connection whose bytes are being dissected.
  var current = 0
  private var models = Slab<HeaderCostModel>()
  var contents: Contents
  /// Nil where a place is free, or its WebSocket in use.
  var webSockets = Slab<WebSocketConnection?>()
  /// Whether metrics are worked out.
  let measures: Bool
  /// Where results go that are counted over all connections.
  let results: any ResultReceiver
  /// Where what is left goes: messages, frames, contents.
  let receiver: any RecordReceiver
  let wantsFrames: Bool
  let wantsContents: Bool

  /// - Parameter demand: whether samples of bodies are wanted.
  init(
    contents: ContentOptions, measures: Bool, demand: SampleDemand, results: any ResultReceiver,
    receiver: any RecordReceiver
  ) {
    self.contents = Contents(options: contents, demand: demand)
    self.measures = measures
    self.wantsFrames = receiver.wantsFrames
    self.wantsContents = receiver.wantsContents
    self.results = results
    self.receiver = receiver
  }

  // MARK: Connections

  /// Begins to count for a connection and says where.
  ///
  /// - Parameter inside: the place of the connection whose tunnel carries it.
  mutating func open(client: Endpoint, server: Endpoint, inside outer: Int?, at time: Timestamp) -> Int {
    var context = ConnectionContext(id: 0, client: client, server: server, start: time)
    let place = tallies.insert(ConnectionTally(record: ConnectionRecord(context: context)))
    context.id = results.open(place, inside: outer)
    if place < contexts.count { contexts[place] = context } else { contexts.append(context) }
    self[place].inside = outer.map { contexts[$0].id }
    return place
  }

  /// The context of an open connection.
  func context(of connection: Int) -> ConnectionContext { contexts[connection] }

  /// Corrects who is the client of a connection, before anything of it was reported.
  mutating func swapEnds(of connection: Int) {
    contexts[connection].swapEnds()
  }

  /// TCP's handshake of a connection is over.
  mutating func noteEndOfTCPHandshake(_ connection: Int, at time: Timestamp) {
    contexts[connection].setup.tcpEnd = time
  }

  /// TLS's handshake of a connection is over; of TLS inside TLS the first counts.
  mutating func note(_ handshake: ConnectionSetup.Handshake, of connection: Int) {
    if contexts[connection].setup.tls == nil { contexts[connection].setup.tls = handshake }
  }

  /// The record of an open connection, which is reported at its end.
  subscript(connection: Int) -> ConnectionRecord {
    @inline(__always) get { tallies[connection].record }
    @inline(__always) _modify { yield &tallies[connection].record }
  }

  /// Says what a connection carries, as far as is known by now.
  mutating func identify(_ connection: Int, as carried: ConnectionProtocol, by detection: Detection?) {
    self[connection].carried = carried
    self[connection].detectedBy = detection ?? self[connection].detectedBy
  }

  /// Hands over the record of a connection that is over.
  mutating func close(_ connection: Int, at time: Timestamp) {
    self[connection].context = contexts[connection]
    self[connection].end = time
    if let model = tallies[connection].model { self[connection].watchedHTTP1 = models[model].watched }
    concludeMetrics(of: connection, at: time)
    contents.end(connection: contexts[connection].id)
    results.close(connection, self[connection])
    if let model = tallies[connection].model { models.remove(model, leaving: HeaderCostModel()) }
    tallies.remove(connection, leaving: ConnectionTally(record: ConnectionRecord(context: contexts[connection])))
  }

  // MARK: Results

  /// The context of the connection whose bytes are being dissected.
  var context: ConnectionContext { contexts[current] }

  mutating func receive(_ exchange: inout Exchange) {
    if measures { measureHeaders(of: &exchange) }
    var sample: BodySample?
    var facts = closeContents(of: &exchange, sample: &sample)
    if measures { facts.phases = phases(of: exchange) }
    reportSlowness(of: exchange)
    self[current].exchangeCount += 1
    if exchange.hasRequest { self[current].headers.client.add(exchange.request.message) }
    if exchange.hasResponse { self[current].headers.server.add(exchange.response.message) }
    if measures { noteRequest(of: exchange) }
    results.receive(&exchange, facts, sample: sample, by: current, context)
  }

  mutating func receive(_ finding: Finding, at time: Timestamp) {
    guard tallies[current].findings.admits(finding.code) else {
      results.suppress(finding.severity)
      return
    }
    var finding = finding
    // What waited until now was shown by an earlier packet.
    if let packet, packet.time == time { finding.packet = packet.number }
    results.receive(finding, by: current, context, at: time)
  }

  /// Reports a client that takes so long that it may want to keep the server busy.
  private mutating func reportSlowness(of exchange: borrowing Exchange) {
    let limit = AnalysisLimits.slowNanoseconds
    if exchange.hasRequest, exchange.upgrade == nil, let start = exchange.request.message.start,
      let end = exchange.request.message.end, end.nanoseconds(since: start) > limit
    {
      let seconds = Int(end.nanoseconds(since: start) / 1_000_000_000)
      let byteCount = exchange.request.message.bodyByteCount
      if (exchange.request.message.headerWireByteCount + byteCount) / seconds < AnalysisLimits.slowBytesASecond {
        receive(.slowRequest(seconds, byteCount: byteCount, stream: exchange.stream), at: end)
      }
    }
    if exchange.flowControlNanoseconds > limit, let end = exchange.response.message.end {
      receive(.slowRead(Int(exchange.flowControlNanoseconds / 1_000_000_000), stream: exchange.stream), at: end)
    }
  }

  mutating func receive(_ frame: FrameRecord, from side: Side, at time: Timestamp) {
    receiver.receive(frame, from: side, of: context, at: time)
  }

  /// Adds what an HTTP/1.x exchange's header sections would cost under HPACK on this connection.
  private mutating func measureHeaders(of exchange: inout Exchange) {
    guard exchange.version != .http2 else { return }
    let place: Int
    if let model = tallies[current].model {
      place = model
    } else {
      place = models.insert(HeaderCostModel())
      tallies[current].model = place
    }
    models[place].measure(&exchange)
  }
}
