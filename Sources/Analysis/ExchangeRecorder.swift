import Bytes
import Findings
import HPACK
import HTTP
import HTTP1
import HTTP2

/// What is counted of one connection while its exchanges come.
struct ConnectionTally: Sendable {
  var context: ConnectionContext
  var exchanges = 0
  var headers = BySide(both: HeaderTotals())
  /// The place of its header cost model; nil before its first HTTP/1.x message.
  var model: Int?
  /// Set when the connection left HTTP/1.x.
  var http1: HTTP1Statistics?
  var findings = FindingCounter()
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

/// Takes what the dissectors finish, counts it, and hands it to the report with its connection's context.
struct ExchangeRecorder<Receiver: RecordReceiver>: HTTP2Receiver {
  var receiver: Receiver
  var summary = SummaryRecord()
  /// One for each TCP slot.
  private(set) var tallies: [ConnectionTally] = []
  /// The slot of the connection whose bytes are being dissected.
  var current = 0
  private var models = Slab<HeaderCostModel>()

  init(receiver: Receiver) {
    self.receiver = receiver
  }

  var wantsFrames: Bool { receiver.wantsFrames }

  // MARK: Connections

  /// Begins to count for the connection in a slot.
  mutating func open(_ slot: Int, _ context: ConnectionContext) {
    let tally = ConnectionTally(context: context)
    if slot < tallies.count {
      tallies[slot] = tally
    } else {
      tallies.append(tally)
    }
  }

  /// Corrects who is the client, before anything of the connection was reported.
  mutating func swapEnds(of slot: Int) {
    let context = tallies[slot].context
    tallies[slot].context.client = context.server
    tallies[slot].context.server = context.client
  }

  /// Keeps what the HTTP/1.x dissector counted, for a connection that goes on in another protocol.
  mutating func keep(_ statistics: HTTP1Statistics, of slot: Int) {
    tallies[slot].http1 = statistics
  }

  /// Hands over the record of a connection that is over.
  mutating func close(_ record: ConnectionRecord, of slot: Int) {
    summary.add(record)
    receiver.receive(record)
    if let model = tallies[slot].model { models.remove(model, leaving: HeaderCostModel()) }
    tallies[slot].model = nil
  }

  // MARK: Results

  mutating func receive(_ exchange: inout Exchange) {
    measureHeaders(of: &exchange)
    tallies[current].exchanges += 1
    if exchange.hasRequest { tallies[current].headers.client.add(exchange.request.message) }
    if exchange.hasResponse { tallies[current].headers.server.add(exchange.response.message) }
    summary.add(exchange)
    receiver.receive(exchange, of: tallies[current].context)
  }

  mutating func receive(_ finding: Finding, at time: Timestamp) {
    summary.findings[Int(finding.severity.rawValue)] += 1
    guard tallies[current].findings.admits(finding.code) else {
      summary.losses.suppressedFindings += 1
      return
    }
    receiver.receive(finding, of: tallies[current].context, at: time)
  }

  /// A finding about the capture as a whole.
  mutating func receive(ofCapture finding: Finding) {
    summary.findings[Int(finding.severity.rawValue)] += 1
    receiver.receive(finding, of: nil, at: nil)
  }

  mutating func receive(_ frame: FrameRecord, from side: Side, at time: Timestamp) {
    receiver.receive(frame, from: side, of: tallies[current].context, at: time)
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
