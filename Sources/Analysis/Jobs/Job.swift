import TCP
import Threads

/// A pipeline in a thread of its own: reads the segments of its share of the connections.
struct Job {
  /// How a job and the thread that reads the captures hand things to each other.
  struct Channels: Sendable {
    let batches = Channel<SegmentBatch>()
    let emptyBatches = Channel<SegmentBatch>()
    let writtenPages = Channel<JournalPage>(capacity: JobLimits.writtenPages)
    let emptyPages = Channel<JournalPage>()
  }

  private let channels: Channels
  private let journal: Journal
  private var tcp: TCPReassembly
  private var dissection: Dissection

  init(_ channels: Channels, options: AnalysisOptions, demand: SampleDemand, wantsFrames: Bool) {
    self.channels = channels
    journal = Journal(
      limits: options.jobLimits, wantsFrames: wantsFrames, emptyPages: channels.emptyPages,
      writtenPages: channels.writtenPages)
    tcp = TCPReassembly(limits: options.tcpLimits)
    dissection = Dissection(options: options, demand: demand, results: journal, receiver: journal)
  }

  /// Reads batches until the capture is over.
  mutating func run() {
    while true {
      var batch = channels.batches.receive()
      Self.read(batch, &tcp, &dissection, journal)
      dissection.recorder.packet = nil
      if batch.isLast {
        tcp.finish(at: batch.now, into: &dissection)
        journal.endRound(JobConclusion(tcp, dissection))
        return
      }
      tcp.expire(at: batch.now, into: &dissection)
      journal.endRound(nil)
      batch.removeAll()
      channels.emptyBatches.send(batch)
    }
  }

  /// Static, so that the two are changed side by side.
  private static func read(
    _ batch: borrowing SegmentBatch, _ tcp: inout TCPReassembly, _ dissection: inout Dissection, _ journal: Journal
  ) {
    batch.forEach { segment, payload in
      let arrival = segment.arrival
      journal.moment = JournalMoment(phase: .segments, number: segment.number)
      dissection.recorder.packet = arrival.packet
      tcp.receive(arrival.segment, payload, at: arrival.packet.time, now: arrival.now, into: &dissection)
    }
  }
}
