import Bytes
import Capture
import Findings
import Packet
import TCP

/// The first stage, which all packets go through in their order: their TCP segments are found, and time passes.
///
/// Packets come in rounds. What concerns connections that have no packet at the moment, such as those that were silent too long,
/// is done at a round's end: behind the same packet however many pipelines there are.
struct Intake {
  private let limits: JobLimits
  private var decoder = PacketDecoder()
  private(set) var clock = TCPClock()
  private var packets = 0
  private var byteCount = 0
  private var firstTime = Timestamp(nanoseconds: .max)
  private var lastTime = Timestamp(nanoseconds: .min)
  /// Of the round under way.
  private var roundPackets = 0
  private var roundByteCount = 0

  init(limits: JobLimits) {
    self.limits = limits
  }

  /// A segment on its way to the connection that it belongs to.
  struct Arrival: Sendable, BitwiseCopyable {
    var segment: TCPSegment
    /// The packet that it came in.
    var packet: PacketMark
    /// The present, as far as time stamps can be believed.
    var now: Timestamp
  }

  /// Takes a packet, and gives each segment in it to a closure.
  mutating func receive(_ record: PacketRecord, _ bytes: RawSpan, _ body: (Arrival, RawSpan) -> Void) {
    count(record, byteCount: bytes.byteCount)
    Self.decode(record, bytes, &decoder, &clock, body)
  }

  /// Static, so that both are changed side by side.
  private static func decode(
    _ record: PacketRecord, _ bytes: RawSpan, _ decoder: inout PacketDecoder, _ clock: inout TCPClock,
    _ body: (Arrival, RawSpan) -> Void
  ) {
    decoder.decode(
      bytes, originalByteCount: record.originalByteCount, linkType: LinkType(rawValue: record.linkType), at: record.time
    ) { segment, payload in
      clock.advance(to: record.time)
      let packet = PacketMark(number: record.number, time: record.time)
      body(Arrival(segment: segment, packet: packet, now: clock.now), payload)
    }
  }

  private mutating func count(_ record: PacketRecord, byteCount: Int) {
    packets += 1
    self.byteCount += byteCount
    lastTime = max(lastTime, record.time)
    firstTime = min(firstTime, record.time)
    roundPackets += 1
    roundByteCount += byteCount
  }

  /// Whether the round has as many packets as belong to it.
  var isRoundOver: Bool {
    roundPackets >= limits.roundPackets || roundByteCount >= limits.roundByteCount
  }

  mutating func beginRound() {
    roundPackets = 0
    roundByteCount = 0
  }

  /// Takes the time of a clock that can be trusted.
  mutating func move(to time: Timestamp) {
    clock.move(to: time)
  }

  /// What is odd about packets, since the last call.
  mutating func takeFindings() -> [Finding] {
    decoder.takeFindings()
  }

  /// Counts the packets.
  func add(to summary: inout SummaryRecord) {
    summary.packets += packets
    summary.byteCount += byteCount
    if packets > 0 {
      summary.firstTime = firstTime
      summary.lastTime = lastTime
    }
    summary.add(decoder.statistics)
  }
}
