import Capture
import Findings
import HTTP
import TLS

/// Counts the results of all connections in the order of the packets, and hands them to the receiver of the records.
final class Chronicle: ResultReceiver {
  var summary = SummaryRecord()
  /// What is known of each open connection, by its place.
  var uses: [ConnectionUse] = []
  var pools = ClientPools()
  var reuse = ConnectionReuse()
  var oneConnections = OneConnectionModel()
  var sampler = CompressionSampler()
  /// Whether contents are decoded.
  let decodes: Bool
  /// Whether metrics are worked out.
  private let measures: Bool
  private var connectionCount = 0
  private let receiver: any RecordReceiver

  init(options: AnalysisOptions, receiver: any RecordReceiver) {
    decodes = options.contents.decodes
    measures = options.measures
    self.receiver = receiver
    if !measures { sampler.demand.end() }
  }

  // MARK: Connections

  func open(_ connection: Int, inside outer: Int?) -> Int {
    while uses.count <= connection { uses.append(ConnectionUse()) }
    uses[connection] = ConnectionUse(id: connectionCount)
    connectionCount += 1
    return uses[connection].id
  }

  /// The number of an open connection: 0, 1, 2… by first packet.
  func id(of connection: Int) -> Int { uses[connection].id }

  func beginEnding(of connection: Int) {}

  func close(_ connection: Int, _ record: borrowing ConnectionRecord) {
    concludeUse(of: connection, record)
    summary.add(record)
    receiver.receive(record)
  }

  // MARK: Results

  func receive(
    _ exchange: inout Exchange, _ facts: borrowing ContentFacts, sample: consuming BodySample?, by connection: Int,
    _ context: ConnectionContext
  ) {
    summary.add(exchange)
    if measures {
      measureBody(of: exchange, sample: sample)
      measure(exchange, facts.phases, by: connection)
      measureOnOneConnection(&exchange, by: connection, context)
    }
    receiver.receive(exchange, facts, of: context)
  }

  func receive(_ finding: Finding, by connection: Int, _ context: ConnectionContext, at time: Timestamp) {
    summary.findings[Int(finding.severity.rawValue)] += 1
    receiver.receive(finding, of: context, at: time)
  }

  func suppress(_ severity: Finding.Severity) {
    summary.findings[Int(severity.rawValue)] += 1
    summary.losses.suppressedFindings += 1
  }

  // MARK: The capture as a whole

  /// Hands over what is odd about the capture as a whole, and the summary: the end.
  func conclude(
    _ intake: inout Intake, _ counters: CaptureCounters, _ conclusions: [JobConclusion], _ keys: KeyRing
  ) {
    for finding in intake.takeFindings() { receive(ofCapture: finding) }
    if counters.dropped > 0 { receive(ofCapture: .droppedPackets(counters.dropped)) }
    receiver.receive(summary(intake, counters, conclusions, keys))
  }

  private func receive(ofCapture finding: Finding) {
    summary.findings[Int(finding.severity.rawValue)] += 1
    receiver.receive(finding, of: nil, at: nil)
  }

  /// What was counted until now: of connections only those that are over.
  func summary(
    _ intake: borrowing Intake, _ counters: CaptureCounters, _ conclusions: [JobConclusion], _ keys: KeyRing
  ) -> SummaryRecord {
    var summary = self.summary
    intake.add(to: &summary)
    for conclusion in conclusions { conclusion.add(to: &summary) }
    summary.tls.keys = KeyTotals(keys)
    summary.losses.truncatedPackets = counters.truncatedPackets
    summary.losses.droppedPackets = counters.dropped
    summary.losses.unanalysedPackets = counters.unanalysed
    return summary
  }
}
