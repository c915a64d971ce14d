import Bytes
import Capture
import Findings
import Packet
import TCP
import TLS

/// What the caller wants of an analysis.
package struct AnalysisOptions: Sendable {
  /// The captures' names as the user gave them.
  package var names: [String]
  package var tcpLimits = TCPLimits()
  /// The secrets with which TLS is decrypted; those of the captures themselves are added to them.
  package var keys = KeyRing()
  package var contents = ContentOptions()
  /// Whether the metrics of docs/metrics.md are worked out; without them exchanges, connections and findings are the same.
  package var measures = true
  /// Pipelines beside each other, for a capture that is there as a whole. What comes out is the same for any number.
  package var jobs = 1
  package var jobLimits = JobLimits()
  /// Nil when the analysis may use as much as its other limits allow.
  package var memory: MemoryBudget?

  package init(names: [String] = []) {
    self.names = names
  }
}

/// The whole way of the bytes: packets → TCP segments → streams → HTTP → records. One call stack a packet.
package struct Pipeline {
  private var intake: Intake
  var tcp: TCPReassembly
  var dissection: Dissection
  private let chronicle: Chronicle
  private let receiver: any RecordReceiver
  private let options: AnalysisOptions
  private var packetsUntilMemoryIsCounted = 0

  package init(options: AnalysisOptions = AnalysisOptions(), receiver: any RecordReceiver) {
    self.options = options
    self.intake = Intake(limits: options.jobLimits)
    self.tcp = TCPReassembly(limits: options.tcpLimits)
    self.receiver = receiver
    self.chronicle = Chronicle(options: options, receiver: receiver)
    self.dissection = Dissection(options: options, chronicle: chronicle, receiver: receiver)
  }

  /// Reads captures to their end, or until told to stop or the receiver wants no more; then finishes what is open and gives
  /// the summary.
  ///
  /// - Parameter shouldGoOn: asked before each packet.
  package mutating func run(_ captures: inout CaptureSet, while shouldGoOn: () -> Bool) {
    begin(format: Self.joined(captures.formats), linkTypes: captures.linkTypes)
    takeSecrets(of: captures)
    if mayHaveJobs, readAllSecrets(of: &captures), var jobs = JobSet(options: options, receiver: receiver) {
      jobs.run(&captures, while: shouldGoOn)
      return
    }
    var isStoppedForSecrets = true
    while isStoppedForSecrets {
      isStoppedForSecrets = false
      captures.forEachPacket(while: shouldGoOn) { record, bytes in
        receive(record, bytes)
        countMemory()
        isStoppedForSecrets = dissection.wantsSecrets
        return !isStoppedForSecrets && !receiver.isFinished
      }
      if isStoppedForSecrets {
        captures.readSecretsAhead()
        takeSecrets(of: captures)
      }
    }
    takeSecrets(of: captures)
    options.keys.isComplete = true
    dissection.resumeWaiting()
    finish(captures.counters)
  }

  /// Whether the connections may be shared among several pipelines: not when somebody wants contents as they come, or when memory
  /// is counted, which all pipelines have in common.
  private var mayHaveJobs: Bool { options.jobs > 1 && options.memory == nil && !receiver.wantsContents }

  /// Several pipelines share the secrets, which must not change then. False when some may come later, or when connections
  /// depend on each other's secrets.
  private mutating func readAllSecrets(of captures: inout CaptureSet) -> Bool {
    if captures.mayHoldMoreSecrets {
      captures.readSecretsAhead()
      takeSecrets(of: captures)
    }
    return !captures.mayHoldMoreSecrets && !options.keys.hasSessionSecrets
  }

  /// Keeps to the memory budget; looks at it every so many packets only.
  private mutating func countMemory() {
    guard options.memory != nil else { return }
    packetsUntilMemoryIsCounted -= 1
    guard packetsUntilMemoryIsCounted < 0 else { return }
    packetsUntilMemoryIsCounted = AnalysisLimits.packetsBetweenMemoryCounts
    keepToMemoryBudget()
  }

  /// Gives up connections when more memory is in use than is allowed.
  package mutating func keepToMemoryBudget() {
    options.memory?.enforce(on: &self)
  }

  /// Takes the secrets that the captures hold, as far as they were read by now, and goes on with what waits for them.
  private mutating func takeSecrets(of captures: borrowing CaptureSet) {
    options.keys.isComplete = !captures.mayHoldMoreSecrets
    for block in captures.secrets where block.type == .tlsKeyLog {
      let log = KeyLogReader(name: "Decryption Secrets Block", origin: .pcapng)
      log.read(block.content.bytes, into: options.keys)
      log.finish(into: options.keys)
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
    receiver.receive(
      CaptureRecord(files: options.names, format: format, linkTypes: linkTypes.map(LinkType.init(rawValue:))))
  }

  /// Takes one packet.
  package mutating func receive(_ record: PacketRecord, _ bytes: RawSpan) {
    Self.receive(record, bytes, &intake, &tcp, &dissection)
    if intake.isRoundOver { endRound() }
  }

  /// Decodes a packet into the streams; static, so that the three are changed side by side.
  private static func receive(
    _ record: PacketRecord, _ bytes: RawSpan, _ intake: inout Intake, _ tcp: inout TCPReassembly,
    _ dissection: inout Dissection
  ) {
    intake.receive(record, bytes) { arrival, payload in
      dissection.recorder.packet = arrival.packet
      tcp.receive(arrival.segment, payload, at: arrival.packet.time, now: arrival.now, into: &dissection)
    }
  }

  private mutating func endRound() {
    dissection.recorder.packet = nil
    tcp.expire(at: intake.clock.now, into: &dissection)
    intake.beginRound()
  }

  /// Lets time pass in which no packet came.
  mutating func expire(at time: Timestamp) {
    intake.move(to: time)
    endRound()
  }

  /// Ends every connection and hands over the summary. To be called once, after all packets.
  package mutating func finish(_ counters: CaptureCounters) {
    dissection.recorder.packet = nil
    tcp.finish(into: &dissection)
    chronicle.conclude(&intake, counters, [conclusion], options.keys)
  }

  /// What was counted until now: of connections only those that are over.
  package func summary(_ counters: CaptureCounters) -> SummaryRecord {
    chronicle.summary(intake, counters, [conclusion], options.keys)
  }

  private var conclusion: JobConclusion { JobConclusion(tcp, dissection) }
}
