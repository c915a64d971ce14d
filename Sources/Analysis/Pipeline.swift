import Bytes
import Capture
import Findings
import Packet
import TCP
import TLS

/// What the caller wants of an analysis.
package struct AnalysisOptions {
  /// The captures' names as the user gave them.
  package var names: [String]
  package var tcpLimits = TCPLimits()
  /// The secrets with which TLS is decrypted; those of the captures themselves are added to them.
  package var keys = KeyRing()
  package var contents = ContentOptions()
  /// Whether the metrics of docs/metrics.md are worked out; without them exchanges, connections and findings are the same.
  package var measures = true
  /// Nil when the analysis may use as much as its other limits allow.
  package var memory: MemoryBudget?

  package init(names: [String] = []) {
    self.names = names
  }
}

/// The whole way of the bytes: packets → TCP segments → streams → HTTP → records. One call stack a packet.
package struct Pipeline {
  private var decoder = PacketDecoder()
  var tcp: TCPReassembly
  var dissection: Dissection
  private let names: [String]
  private let memory: MemoryBudget?
  private var packetsUntilMemoryIsCounted = 0

  package init(options: AnalysisOptions = AnalysisOptions(), receiver: any RecordReceiver) {
    self.names = options.names
    self.memory = options.memory
    self.tcp = TCPReassembly(limits: options.tcpLimits)
    self.dissection = Dissection(options: options, receiver: receiver)
  }

  /// Reads captures to their end, or until told to stop or the receiver wants no more; then finishes what is open and gives
  /// the summary.
  ///
  /// - Parameter shouldGoOn: asked before each packet.
  package mutating func run(_ captures: inout CaptureSet, while shouldGoOn: () -> Bool) {
    begin(format: Self.joined(captures.formats), linkTypes: captures.linkTypes)
    takeSecrets(of: captures)
    var isStoppedForSecrets = true
    while isStoppedForSecrets {
      isStoppedForSecrets = false
      captures.forEachPacket(while: shouldGoOn) { record, bytes in
        receive(record, bytes)
        countMemory()
        isStoppedForSecrets = dissection.wantsSecrets
        return !isStoppedForSecrets && !dissection.recorder.receiver.isFinished
      }
      if isStoppedForSecrets {
        captures.readSecretsAhead()
        takeSecrets(of: captures)
      }
    }
    takeSecrets(of: captures)
    dissection.tlsContext.keys.isComplete = true
    dissection.resumeWaiting()
    finish(captures.counters)
  }

  /// Keeps to the memory budget; looks at it every so many packets only.
  private mutating func countMemory() {
    guard memory != nil else { return }
    packetsUntilMemoryIsCounted -= 1
    guard packetsUntilMemoryIsCounted < 0 else { return }
    packetsUntilMemoryIsCounted = AnalysisLimits.packetsBetweenMemoryCounts
    keepToMemoryBudget()
  }

  /// Gives up connections when more memory is in use than is allowed.
  package mutating func keepToMemoryBudget() {
    memory?.enforce(on: &self)
  }

  /// Takes the secrets that the captures hold, as far as they were read by now, and goes on with what waits for them.
  private mutating func takeSecrets(of captures: borrowing CaptureSet) {
    dissection.tlsContext.keys.isComplete = !captures.mayHoldMoreSecrets
    for block in captures.secrets where block.type == .tlsKeyLog {
      let log = KeyLogReader(name: "Decryption Secrets Block", origin: .pcapng)
      log.read(block.content.bytes, into: dissection.tlsContext.keys)
      log.finish(into: dissection.tlsContext.keys)
    }
    dissection.resumeWaiting()
  }

  /// The formats of several captures, each once, in order of appearance.
  private static func joined(_ formats: [String]) -> String {
    var distinct: [String] = []
    for format in formats where !distinct.contains(format) { distinct.append(format) }
    return distinct.joined(separator: ",")
  }

  /// Hands over the first record. To be called once, before all packets.
  mutating func begin(format: String, linkTypes: [UInt32]) {
    dissection.recorder.receiver.receive(
      CaptureRecord(files: names, format: format, linkTypes: linkTypes.map(LinkType.init(rawValue:))))
  }

  /// Takes one packet.
  package mutating func receive(_ record: PacketRecord, _ bytes: RawSpan) {
    count(record, byteCount: bytes.byteCount)
    Self.decode(record, bytes, &decoder, &tcp, &dissection)
  }

  /// Decodes a packet into the streams; static, so that the three are changed side by side.
  private static func decode(
    _ record: PacketRecord, _ bytes: RawSpan, _ decoder: inout PacketDecoder, _ tcp: inout TCPReassembly,
    _ dissection: inout Dissection
  ) {
    decoder.decode(
      bytes, originalByteCount: record.originalByteCount, linkType: LinkType(rawValue: record.linkType), at: record.time
    ) { segment, payload in
      tcp.receive(segment, payload, at: record.time, into: &dissection)
    }
  }

  private mutating func count(_ record: PacketRecord, byteCount: Int) {
    dissection.recorder.packet = record
    dissection.recorder.summary.packets += 1
    dissection.recorder.summary.byteCount += byteCount
    if record.time > dissection.recorder.summary.lastTime ?? Timestamp(nanoseconds: .min) {
      dissection.recorder.summary.lastTime = record.time
    }
    if record.time < dissection.recorder.summary.firstTime ?? Timestamp(nanoseconds: .max) {
      dissection.recorder.summary.firstTime = record.time
    }
  }

  /// Ends every connection and hands over the summary. To be called once, after all packets.
  package mutating func finish(_ counters: CaptureCounters) {
    dissection.recorder.packet = nil
    tcp.finish(into: &dissection)
    for finding in decoder.takeFindings() { dissection.recorder.receive(ofCapture: finding) }
    if counters.dropped > 0 { dissection.recorder.receive(ofCapture: .droppedPackets(counters.dropped)) }
    dissection.recorder.receiver.receive(summary(counters))
  }

  /// What was counted until now: of connections only those that are over.
  package func summary(_ counters: CaptureCounters) -> SummaryRecord {
    var summary = dissection.recorder.summary
    summary.add(decoder.statistics)
    summary.tls.keys = KeyTotals(dissection.tlsContext.keys)
    summary.backlog.connectionsWithoutSecret = dissection.waiting.count
    summary.losses.truncatedPackets = counters.truncatedPackets
    summary.losses.droppedPackets = counters.dropped
    summary.losses.unanalysedPackets = counters.unanalysed
    summary.losses.silentConnections = tcp.costs.silentConnections
    summary.losses.evictedConnections = tcp.costs.evictedConnections
    summary.losses.holesGivenUp = tcp.costs.holesGivenUp
    return summary
  }
}
