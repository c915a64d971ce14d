import Bytes
import Findings
import HPACK
import HTTP
import Metrics

/// Both directions of one HTTP/2 connection (RFC 9113): bytes and gaps go in, exchanges come out.
///
/// Each side's bytes run through the same code: `FrameDecoder` cuts them into frames, the extensions in
/// `HTTP2Connection+….swift` act on them, and the stream's `Exchange` is handed over as soon as both messages ended, or
/// as no more of them can come.
package struct HTTP2Connection: Sendable {
  /// Whether the bytes came out of TLS.
  package let isSecure: Bool

  /// The client's preface, as far as it is due.
  var preface: ConnectionPreface
  var decoders = BySide(both: FrameDecoder())
  /// What came of a payload that is read whole and has not come whole.
  var gathered = BySide<[UInt8]>(both: [])
  /// The bytes among which a side's next frame is searched, after its framing was lost.
  var searches = BySide(both: FrameSearch())
  /// The field block of a side that goes on in CONTINUATION frames, and its bytes.
  var pendingBlocks = BySide(both: PendingFieldBlock())
  var fragments = BySide<[UInt8]>(both: [])
  /// The decoder of the field blocks that a side sends.
  var hpack: BySide<HPACKDecoder>
  /// What a side announced in SETTINGS and binds the other side, and what is not acknowledged yet.
  var settings = BySide(both: SettingsInForce())
  var ledgers = BySide(both: SettingsLedger())
  /// Whether a side's first frame is due, which must be SETTINGS.
  var isFirstFrameDue: BySide<Bool>
  var streams = StreamTable()
  /// Where field lines go that belong to no open stream: HPACK must see them all the same.
  var scratch = FieldSection()
  /// How many stretches of a side's bytes were lost; the beginning before a capture counts as one.
  var losses: BySide<Int>
  /// Why no more bytes of a side will come; nil while they may.
  var ends = BySide<EndReason?>(both: nil)
  /// The flow-control windows that a side's DATA frames use up, and how they mix streams.
  var flowControls = BySide(both: FlowControlMeter())
  var multiplexes = BySide(both: MultiplexMeter())
  /// Whether it was reported that a side put a secret into the dynamic table.
  var isSensitivityReported = BySide(both: false)
  /// Whether flow control, the mixing of bodies and the cost of field lines are followed.
  private(set) var measures = true
  /// What was pushed.
  var pushes = PushMeter()
  /// Which streams waited for bytes of others.
  var innocences = BySide(both: InnocenceMeter())
  /// How soon DATA that flow control held back follows when it may, in nanoseconds; the connection's round trips say so.
  package var patienceNanoseconds = Int64.max
  /// How many streams the server lets the client have open (SETTINGS_MAX_CONCURRENT_STREAMS).
  package internal(set) var streamLimit = Int.max
  /// The index of the next exchange.
  var nextIndex = 0
  /// Streams between their first request byte and their last response byte.
  package internal(set) var openExchangeCount = 0
  /// Streams whose response is complete and whose request may still come, oldest first: two captures of one moment may
  /// hold the directions out of order.
  var responsesAheadOfRequest: [UInt32] = []
  var counters = HTTP2Statistics()
  var findingGate = FindingGate()
  var rapidResets = RapidResetWatch()
  /// What a side sends too much of.
  var floods = BySide(both: FloodWatch())

  private init(isSecure: Bool, isFromStart: Bool) {
    self.isSecure = isSecure
    preface = isFromStart ? .due : .passed
    hpack = BySide(both: HPACKDecoder(isFromStart: isFromStart))
    isFirstFrameDue = BySide(both: isFromStart)
    losses = BySide(both: isFromStart ? 0 : 1)
  }

  /// A connection from the client's preface on.
  package init(isSecure: Bool) {
    self.init(isSecure: isSecure, isFromStart: true)
  }

  /// A connection whose beginning was not captured: frame boundaries must be found, and table entries may be unknown.
  package init(midStreamIsSecure isSecure: Bool) {
    self.init(isSecure: isSecure, isFromStart: false)
    decoders.client.isSearching = true
    decoders.server.isSearching = true
    flowControls.client.lose()
    flowControls.server.lose()
  }

  /// A connection after 101 to `Upgrade: h2c` (RFC 7540 §3.2): the exchange becomes stream 1, and its HTTP2-Settings are
  /// the client's first settings, which nobody acknowledges.
  ///
  /// - Parameter nextIndex: the index of the exchange after all those of HTTP/1, of which some may have been sent behind it.
  package init(upgradedFrom exchange: consuming Exchange, nextIndex: Int) {
    self.init(isSecure: false, isFromStart: true)
    // It comes after the 101, and is taken note of where a frame would begin.
    preface = .passed
    adopt(exchange)
    self.nextIndex = nextIndex
  }

  /// Dissects alone from now on, without the metrics that follow frames and field lines.
  package mutating func stopMeasuring() {
    measures = false
    hpack.client.stopWatching()
    hpack.server.stopWatching()
  }

  /// What the connection did so far.
  package var statistics: HTTP2Statistics {
    var statistics = counters
    statistics.hpack = BySide(client: hpack.client.concludedStatistics, server: hpack.server.concludedStatistics)
    statistics.flowControl = BySide(client: flowControls.client.totals, server: flowControls.server.totals)
    statistics.push = pushes.totals
    statistics.innocence = BySide(client: innocences.client.totals, server: innocences.server.totals)
    statistics.multiplex = BySide(client: multiplexes.client.totals, server: multiplexes.server.totals)
    return statistics
  }

  /// The oldest exchange whose request was read and that is not over; nil without one.
  package var oldestOpenExchange: Exchange? {
    streams.openSlots().first { streams.exchanges[$0].hasRequest }.map { streams.exchanges[$0] }
  }

  // MARK: Bytes, gaps, ends

  /// The next bytes of a side, in order.
  package mutating func receive<R: HTTP2Receiver>(
    _ bytes: RawSpan, from side: Side, at time: Timestamp, into receiver: inout R
  ) {
    guard ends[side] == nil else { return }
    var offset = 0
    if !decoders[side].isSearching {
      offset = receiveFrames(bytes, from: side, at: time, into: &receiver)
    }
    guard decoders[side].isSearching else { return }
    searches[side].bytes.append(bytes.extracting(from: offset), at: time)
    resynchronise(side, isEnd: false, into: &receiver)
  }

  /// Bytes of a side that were sent and not captured.
  package mutating func skip<R: HTTP2Receiver>(
    _ byteCount: Int, from side: Side, at time: Timestamp, into receiver: inout R
  ) {
    guard byteCount > 0, ends[side] == nil else { return }
    if side == .client, preface.isDue {
      if byteCount <= preface.remaining {
        preface.advance(byteCount)
        return
      }
      preface = .passed
    }
    if decoders[side].isSearching {
      resynchronise(side, isEnd: true, into: &receiver)
    }
    if decoders[side].isInPayload, byteCount <= decoders[side].remaining {
      cutPayload(byteCount, from: side, at: time, into: &receiver)
      if decoders[side].remaining == 0 { endFrame(from: side, at: time, into: &receiver) }
    } else {
      loseFraming(of: side, afterLosing: byteCount, at: time, into: &receiver)
    }
  }

  /// No more bytes of a side will come. Exchanges that are still open are handed over when both sides are at their end,
  /// or the connection was reset.
  package mutating func finish<R: HTTP2Receiver>(
    _ side: Side, reason: EndReason, at time: Timestamp, into receiver: inout R
  ) {
    guard ends[side] == nil else { return }
    if decoders[side].isSearching {
      resynchronise(side, isEnd: true, into: &receiver)
    }
    ends[side] = reason
    if case .closed = reason, decoders[side].isInPayload {
      let header = decoders[side].header
      report(.h2TruncatedFrame(header, from: side), at: time, into: &receiver)
    }
    if case .reset = reason {
      ends[side.opposite] = ends[side.opposite] ?? reason
    }
    guard ends.client != nil, ends.server != nil else { return }
    checkAcknowledgements(at: time, into: &receiver)
    endAllStreams(at: time, into: &receiver)
  }

  /// Hands a finding over, unless many were.
  mutating func report<R: HTTP2Receiver>(
    _ finding: @autoclosure () -> Finding, at time: Timestamp, into receiver: inout R
  ) {
    guard findingGate.isOpen else { return }
    let finding = finding()
    if findingGate.passes(finding.code) { receiver.receive(finding, at: time) }
  }
}
