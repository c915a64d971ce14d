import Bytes
import Findings
import HTTP
import HTTP1
import HTTP2
import Packet
import TCP
import TLS

/// Tells what each connection speaks and runs its dissectors: takes TCP's streams, gives records.
///
/// A connection is a stack of flows: TCP's byte streams, and what a layer of them carries inside. A flow is a few words that
/// say which dissector it has; the dissectors themselves stand in slabs of their kind, so that each is changed in place and a
/// connection that is not HTTP costs next to nothing.
struct Dissection: TCPReceiver {
  var recorder: ExchangeRecorder
  /// The flow of each TCP slot.
  private var roots: [Int] = []
  var flows = Slab<Flow>()
  var undecided = Slab<Undecided>()
  var preludes = Slab<Prelude>()
  var http1s = Slab<HTTP1Connection>()
  var http2s = Slab<HTTP2Connection>()
  var tls = Slab<TLSLayer>()
  /// What TLS decrypts goes through here, a packet's records at a time.
  var plaintext = TLSOutput()
  /// How the bytes came that TCP hands on.
  var delivery = Delivery.prompt
  let tlsContext: TLSContext
  /// The flows whose TLS waits for a secret.
  var waiting: [Int] = []
  /// Whether one began to wait since `resumeWaiting`.
  var wantsSecrets = false

  /// - Parameters:
  ///   - demand: whether samples of bodies are wanted.
  ///   - results: takes what is counted over all connections.
  ///   - receiver: takes what is left: messages, frames, contents.
  init(
    options: AnalysisOptions, demand: SampleDemand, results: any ResultReceiver, receiver: any RecordReceiver
  ) {
    self.tlsContext = TLSContext(keys: options.keys)
    self.recorder = ExchangeRecorder(
      contents: options.contents, measures: options.measures, demand: demand, results: results, receiver: receiver)
  }

  /// The only one of an analysis.
  init(options: AnalysisOptions, chronicle: Chronicle, receiver: any RecordReceiver) {
    self.init(options: options, demand: chronicle.sampler.demand, results: chronicle, receiver: receiver)
  }

  // MARK: TCP's events

  mutating func open(_ slot: ConnectionSlot, id: Int, ends: TCPEnds, at time: Timestamp) {
    let connection = recorder.open(
      client: Endpoint(address: ends.clientAddress, port: ends.clientPort),
      server: Endpoint(address: ends.serverAddress, port: ends.serverPort), inside: nil, at: time)
    let root = flows.insert(
      Flow(stage: .undecided(undecided.insert(Undecided())), connection: connection, endsAreCertain: ends.areCertain))
    if slot < roots.count {
      roots[slot] = root
    } else {
      roots.append(root)
    }
  }

  mutating func establish(_ slot: ConnectionSlot, synToSynAck: Int64, synAckToAck: Int64, at time: Timestamp) {
    recorder.establish(flows[roots[slot]].connection, synToSynAck: synToSynAck, synAckToAck: synAckToAck, at: time)
  }

  mutating func expect(_ delivery: Delivery) {
    self.delivery = delivery
  }

  mutating func receive(_ stall: TCPStall, of side: Side, _ slot: ConnectionSlot) {
    note(stall, of: side, in: roots[slot])
  }

  mutating func receive(_ bytes: RawSpan, from side: Side, of slot: ConnectionSlot, at time: Timestamp) {
    receive(bytes, from: side, in: roots[slot], at: time)
  }

  mutating func skip(_ byteCount: Int, from side: Side, of slot: ConnectionSlot, at time: Timestamp) {
    skip(byteCount, from: side, in: roots[slot], at: time)
  }

  mutating func finish(_ side: Side, _ end: TCPStreamEnd, of slot: ConnectionSlot, at time: Timestamp) {
    let reason: EndReason =
      switch end {
      case .fin: .closed
      case .rst: .reset
      case .unknown: .captureEnd
      }
    finish(side, reason, in: roots[slot], at: time)
  }

  mutating func receive(_ finding: Finding, of slot: ConnectionSlot, at time: Timestamp) {
    recorder.current = flows[roots[slot]].connection
    recorder.receive(finding, at: time)
  }

  mutating func beginEnding(of slot: ConnectionSlot) {
    recorder.results.beginEnding(of: flows[roots[slot]].connection)
  }

  mutating func close(_ slot: ConnectionSlot, _ statistics: TCPStatistics, at time: Timestamp) {
    let root = flows[roots[slot]]
    var tcp = statistics
    if root.isRoleSwapped, !root.endsAreCertain {
      tcp.packets.swap()
      tcp.payloadByteCounts.swap()
    }
    recorder[root.connection].tcp = tcp
    remove(roots[slot], at: time)
    recorder.close(root.connection, at: time)
  }
}
