import Analysis
import Findings
import HTTP
import Metrics

/// When an entry begins and where its time went, in HAR's parts. In nanoseconds; nil where a part does not apply.
struct HARTimings: Equatable {
  private(set) var start: Timestamp
  /// What the request waited for: its connection's turn, and earlier responses on it.
  private(set) var blocked: Int64?
  /// From the connection's first packet to the end of its handshakes, TLS included.
  private(set) var connect: Int64?
  /// The part of `connect` that TLS took.
  private(set) var ssl: Int64?
  let send: Int64
  let wait: Int64
  let receive: Int64

  init(_ exchange: borrowing Exchange, of connection: ConnectionContext) {
    let request = exchange.hasRequest ? (exchange.request.message.start, exchange.request.message.end) : (nil, nil)
    let response = exchange.hasResponse ? (exchange.response.message.start, exchange.response.message.end) : (nil, nil)
    // What was not captured takes no time.
    let begin = request.0 ?? response.0 ?? connection.start
    let sent = request.1 ?? begin
    let first = response.0 ?? max(begin, sent)
    let phases = Phases(
      requestStart: begin, requestEnd: sent, responseStart: first, responseEnd: response.1 ?? first,
      queue: exchange.queueNanoseconds)
    start = begin
    send = phases.send
    wait = phases.wait
    receive = phases.receive
    blocked = phases.queue > 0 ? phases.queue : nil
    if exchange.index == 0, exchange.hasRequest, !exchange.isPushed { addSetup(of: connection) }
  }

  /// Puts the time in front that setting the connection up took, if that was for this request.
  private mutating func addSetup(of connection: ConnectionContext) {
    guard let established = connection.setup.end.map({ min($0, start) }) else { return }
    let pause = start.nanoseconds(since: established)
    let duration = established.nanoseconds(since: connection.start)
    guard duration >= 0, pause <= ReportLimits.idleBeforeFirstRequestNanoseconds else { return }
    if let tls = connection.setup.tls {
      ssl = min(duration, max(0, min(tls.end, start).nanoseconds(since: tls.start)))
    }
    connect = duration
    var waited = pause
    waited.addSaturating(blocked ?? 0)
    blocked = waited
    start = connection.start
  }

  /// The sum of the parts; TLS is in `connect`.
  var total: Int64 {
    var sum = send
    for part in [wait, receive, blocked ?? 0, connect ?? 0] { sum.addSaturating(part) }
    return sum
  }
}
