import Bytes
import Capture
import Findings
import Packet
import TCP
import TLS
import Threads

/// Several pipelines beside each other, each for its share of the connections. What comes out is the same as with one.
///
/// This thread reads the captures, hands each segment to the pipeline of its connection, a round at a time, and tells what
/// the pipelines brought to light in the order of the segments.
struct JobSet {
  private var intake: Intake
  private var shares: ConnectionShares
  private let channels: [Job.Channels]
  private let threads: [SystemThread]
  /// Of the round under way, one for each job.
  private var batches: [SegmentBatch]
  private var segmentCount = 0
  private var journals: JournalReader
  /// Rounds that were handed out and not told yet.
  private var roundsUnderWay = 0
  private let chronicle: Chronicle
  private let receiver: any RecordReceiver
  private let keys: KeyRing

  /// Nil when the system gives no thread.
  init?(options: AnalysisOptions, receiver: any RecordReceiver) {
    let chronicle = Chronicle(options: options, receiver: receiver)
    let demand = chronicle.sampler.demand
    let wantsFrames = receiver.wantsFrames
    var channels: [Job.Channels] = []
    var threads: [SystemThread] = []
    for _ in 0..<options.jobs {
      let own = Job.Channels()
      let thread = SystemThread {
        var job = Job(own, options: options, demand: demand, wantsFrames: wantsFrames)
        job.run()
      }
      guard let thread else { break }
      threads.append(thread)
      channels.append(own)
    }
    guard !threads.isEmpty else { return nil }
    self.channels = channels
    self.threads = threads
    self.chronicle = chronicle
    self.receiver = receiver
    keys = options.keys
    intake = Intake(limits: options.jobLimits)
    batches = channels.map { _ in SegmentBatch() }
    shares = ConnectionShares(among: channels.count)
    journals = JournalReader(channels, chronicle: chronicle, receiver: receiver)
  }

  /// Reads captures to their end, or until told to stop or the receiver wants no more; then hands over the summary.
  mutating func run(_ captures: inout CaptureSet, while shouldGoOn: () -> Bool) {
    captures.forEachPacket(while: shouldGoOn) { record, bytes in
      receive(record, bytes)
      return !receiver.isFinished
    }
    finish(captures.counters)
  }

  private mutating func receive(_ record: PacketRecord, _ bytes: RawSpan) {
    Self.share(record, bytes, &intake, &shares, &batches, &segmentCount)
    guard intake.isRoundOver else { return }
    handOut()
    intake.beginRound()
    if roundsUnderWay > JobLimits.roundsUnderWay { tellRound() }
  }

  /// Static, so that all are changed side by side.
  private static func share(
    _ record: PacketRecord, _ bytes: RawSpan, _ intake: inout Intake, _ shares: inout ConnectionShares,
    _ batches: inout [SegmentBatch], _ segmentCount: inout Int
  ) {
    intake.receive(record, bytes) { arrival, payload in
      segmentCount += 1
      batches[shares.job(of: arrival.segment)].append(arrival, payload, number: segmentCount)
    }
  }

  /// Hands out what came in the round.
  ///
  /// - Parameter isLast: whether the capture is over.
  private mutating func handOut(isLast: Bool = false) {
    for job in channels.indices {
      var batch = channels[job].emptyBatches.receiveIfReady() ?? SegmentBatch()
      swap(&batch, &batches[job])
      batch.now = intake.clock.now
      batch.isLast = isLast
      channels[job].batches.send(batch)
    }
    roundsUnderWay += 1
  }

  @discardableResult
  private mutating func tellRound() -> [JobConclusion] {
    roundsUnderWay -= 1
    return journals.tellRound()
  }

  /// Ends every connection, and hands over the summary.
  private mutating func finish(_ counters: CaptureCounters) {
    handOut(isLast: true)
    var conclusions: [JobConclusion] = []
    while roundsUnderWay > 0 { conclusions = tellRound() }
    for thread in threads { thread.join() }
    chronicle.conclude(&intake, counters, conclusions, keys)
  }
}
