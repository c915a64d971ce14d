import Bytes
import Findings
import HTTP
import TLS

/// A TLS connection, and the flow of what it carries.
struct TLSLayer {
  var connection: TLSConnection
  /// The flow of the application data; nil before there was any.
  var inner: Int?
  /// How the layer below ended, for when the records before the end were read.
  var ends = BySide<EndReason?>(both: nil)
  /// Whether the record of a side that is under way has bytes that came late.
  var isRecordLate = BySide(both: false)

  /// `mutating` only so that the connection is asked where it lies, and not copied.
  var isWaiting: Bool { mutating get { connection.isWaiting } }
}

/// TLS: its application data is a flow of its own in the same connection.
extension Dissection {
  mutating func beginTLS(_ bytes: RawSpan, from side: Side, in flow: Int) {
    let start = Opening.tlsStart(bytes)
    if start == .client, side == .server || start == .server, side == .client { turnRoles(of: flow) }
    recorder.identify(flows[flow].connection, as: .tls, by: nil)
    let layer = TLSLayer(connection: TLSConnection(isMidStream: start == nil))
    flows[flow].stage = .tls(tls.insert(layer))
  }

  /// Hands on what a TLS connection gave.
  mutating func drain(_ flow: Int, _ place: Int) {
    if tls[place].isWaiting { waitForSecrets(flow) }
    guard !plaintext.events.isEmpty else { return }
    // What the application data holds may be TLS again, so the buffer is taken out.
    var output = TLSOutput()
    swap(&output, &plaintext)
    let connection = flows[flow].connection
    noteHandshake(of: connection, place)
    for event in output.events {
      switch event {
      case .plaintext(let range, let side, let time):
        let inner = inner(of: flow, place)
        let before = delivery
        if tls[place].isRecordLate[side] {
          tls[place].isRecordLate[side] = false
          delivery = .filling
        }
        receive(output.bytes.rawSpan.extracting(range), from: side, in: inner, at: time)
        delivery = before
      case .gap(let byteCount, let side, let time):
        let inner = inner(of: flow, place)
        skip(byteCount, from: side, in: inner, at: time)
      case .end(let side, let isProper, let time):
        guard let inner = tls[place].inner else { continue }
        let reason = tls[place].ends[side] ?? .closed
        finish(side, isProper ? .closed : reason == .closed ? .truncated : reason, in: inner, at: time)
      case .finding(let finding, let time):
        recorder.current = connection
        recorder.receive(finding, at: time)
      }
    }
    output.removeAll()
    swap(&output, &plaintext)
  }

  /// Tells when the handshake was over, once that is known.
  private mutating func noteHandshake(of connection: Int, _ place: Int) {
    guard recorder.context(of: connection).setup.tls == nil,
      let start = tls[place].connection.statistics.handshakeStart,
      let end = tls[place].connection.statistics.handshakeEnd
    else { return }
    recorder.note(ConnectionSetup.Handshake(start: start, end: end), of: connection)
  }

  /// The flow of the application data. ALPN says what it speaks, else its bytes do (RFC 7301).
  private mutating func inner(of flow: Int, _ place: Int) -> Int {
    if let inner = tls[place].inner { return inner }
    let isMidStream = tls[place].connection.statistics.handshakeStart == nil
    var inner = Flow(
      stage: .opaque, connection: flows[flow].connection, endsAreCertain: flows[flow].endsAreCertain && !isMidStream,
      depth: flows[flow].depth + 1)
    inner.isSecure = true
    let number = flows.insert(inner)
    tls[place].inner = number
    recorder.identify(inner.connection, as: .unknown, by: nil)
    guard inner.depth < AnalysisLimits.layersOfAConnection else { return number }
    switch tls[place].connection.facts.protocolName {
    case "h2":
      begin(.http2Preface, by: .alpn, from: .client, in: number)
    case "http/1.1", "http/1.0":
      begin(.http1Request, by: .alpn, from: .client, in: number)
    default:
      flows[number].stage = .undecided(undecided.insert(Undecided()))
    }
    return number
  }

  mutating func removeTLS(_ place: Int, in flow: Int, at time: Timestamp) {
    let connection = flows[flow].connection
    recorder[connection].tls = TLSRecord(tls[place].connection, tlsContext.keys)
    if !tls[place].connection.statistics.isDecrypted { recorder.identify(connection, as: .tls, by: nil) }
    if let inner = tls[place].inner { remove(inner, at: time) }
    tls.remove(place, leaving: TLSLayer(connection: TLSConnection()))
  }

  // MARK: Secrets that come later

  private mutating func waitForSecrets(_ flow: Int) {
    guard !flows[flow].isWaiting else { return }
    flows[flow].isWaiting = true
    waiting.append(flow)
    wantsSecrets = true
  }

  /// Tries again what waits for a secret.
  mutating func resumeWaiting() {
    forEachWaiting { connection, context, output in connection.resume(context: context, into: &output) }
  }

  /// Goes on without the secrets that were waited for too long.
  mutating func giveUpWaiting(at time: Timestamp) {
    forEachWaiting { connection, context, output in
      guard let since = connection.waitingSince,
        time.nanoseconds(since: since) >= AnalysisLimits.secretPatienceNanoseconds
      else { return }
      connection.giveUpWaiting(context: context, into: &output)
    }
  }

  private mutating func forEachWaiting(_ body: (inout TLSConnection, TLSContext, inout TLSOutput) -> Void) {
    guard !waiting.isEmpty else { return wantsSecrets = false }
    let waited = waiting
    waiting = []
    for flow in waited {
      // The place may have been given to another flow since.
      guard flows[flow].isWaiting, case .tls(let place) = flows[flow].stage else { continue }
      flows[flow].isWaiting = false
      body(&tls[place].connection, tlsContext, &plaintext)
      drain(flow, place)
    }
    wantsSecrets = false
  }
}
