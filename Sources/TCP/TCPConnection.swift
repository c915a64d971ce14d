import Bytes
import Findings
import Packet

/// One TCP connection: its handshake, its two streams, and how it ends.
struct TCPConnection: Sendable {
  let key: ConnectionKey
  let hash: UInt64
  /// 0, 1, 2… by first packet.
  let id: Int
  /// Whether the key's low end is the client.
  let clientIsLow: Bool
  private(set) var streams = BySide(both: StreamReassembler())
  private(set) var statistics = TCPStatistics()
  /// When its last packet was captured.
  private(set) var lastTime: Timestamp
  /// What the present was then, which never goes back: packets' times do where captures were put together.
  private(set) var lastNow = Timestamp(nanoseconds: .min)
  /// Tells this connection from others that had its slot before.
  let generation: UInt32

  private var synTime: Timestamp?
  private var synAckTime: Timestamp?
  private var windowScales: BySide<UInt8?> = BySide(both: nil)
  /// Whether both SYNs were seen, so that the scale of windows is known (RFC 7323 §2.2: it applies when both sent one).
  private var sawBothSYNs: Bool { streams.client.hasSYN && streams.server.hasSYN }

  init(key: ConnectionKey, hash: UInt64, id: Int, clientIsLow: Bool, generation: UInt32, time: Timestamp) {
    self.key = key
    self.hash = hash
    self.id = id
    self.clientIsLow = clientIsLow
    self.generation = generation
    self.lastTime = time
  }

  /// Bytes held out of order.
  var chargedByteCount: Int { streams.client.chargedByteCount + streams.server.chargedByteCount }

  /// Whether nothing more than stragglers is to come. Stored, since it is asked for each packet.
  private(set) var isClosed = false

  /// The ends for whoever receives the streams.
  func ends(areCertain: Bool) -> TCPEnds {
    TCPEnds(
      clientAddress: clientIsLow ? key.lowAddress : key.highAddress,
      serverAddress: clientIsLow ? key.highAddress : key.lowAddress,
      clientPort: clientIsLow ? key.lowPort : key.highPort, serverPort: clientIsLow ? key.highPort : key.lowPort,
      areCertain: areCertain)
  }

  /// Whether a segment is the beginning of another connection between the same ends: a SYN that does not fit, or data
  /// far from anything after the end.
  func isSucceeded(by segment: TCPSegment, sourceIsLow: Bool, payloadCount: Int) -> Bool {
    let side = side(sourceIsLow: sourceIsLow)
    if segment.flags.contains(.syn) {
      if segment.flags.contains(.ack) {
        return isClosed && !streams[side].isStart(synSequence: segment.sequence)
      }
      return !streams[side].isStart(synSequence: segment.sequence)
    }
    guard isClosed, payloadCount > 0, streams[side].isStarted else { return false }
    return abs(streams[side].distance(of: segment.sequence)) > TCPLimits.largestUnseenAcknowledgment
  }

  private func side(sourceIsLow: Bool) -> Side {
    sourceIsLow == clientIsLow ? .client : .server
  }

  // MARK: Segments

  /// What a segment changed of that which is counted over all connections.
  struct Change {
    /// Bytes held out of order more than before.
    var chargedByteCount: Int
    /// Whether the connection was open before, and is closed now.
    var isClosing: Bool
  }

  /// Takes a segment of this connection.
  mutating func receive<Receiver: TCPReceiver>(
    _ segment: TCPSegment, _ payload: RawSpan, sourceIsLow: Bool, slot: ConnectionSlot, limits: TCPLimits,
    at time: Timestamp, now: Timestamp, into receiver: inout Receiver
  ) -> Change {
    lastNow = now
    let charged = chargedByteCount
    let wasClosed = isClosed
    receive(
      segment, payload, from: side(sourceIsLow: sourceIsLow), slot: slot, limits: limits, at: time, into: &receiver)
    noteEnd()
    return Change(chargedByteCount: chargedByteCount - charged, isClosing: isClosed && !wasClosed)
  }

  private mutating func receive<Receiver: TCPReceiver>(
    _ segment: TCPSegment, _ payload: RawSpan, from side: Side, slot: ConnectionSlot, limits: TCPLimits,
    at time: Timestamp, into receiver: inout Receiver
  ) {
    if time > lastTime { lastTime = time }
    statistics.packets[side] += 1
    let origin = StreamReassembler.Origin(slot: slot, side: side)
    let wasEstablished = statistics.synAckToAckNanoseconds != nil
    startStreams(segment, from: side, at: time)
    if !wasEstablished, let first = statistics.synToSynAckNanoseconds, let second = statistics.synAckToAckNanoseconds {
      receiver.establish(slot, synToSynAck: first, synAckToAck: second, at: time)
    }
    if segment.flags.contains(.ack) {
      let isAlone = payload.isEmpty && segment.missingPayloadByteCount == 0 && segment.flags == .ack
      let stall = streams[side.opposite].acknowledge(
        segment.acknowledgment, window: window(of: segment, from: side), isAlone: isAlone, at: time)
      if let stall { receiver.receive(stall, of: side.opposite, slot) }
    }
    if segment.flags.contains(.rst) {
      // What an RST carries is text about the reason (RFC 9293 §3.5.3), not data of the stream.
      if isAcceptable(reset: segment, from: side) { statistics.end = .rst }
    } else if !payload.isEmpty || segment.flags.contains(.fin) || segment.missingPayloadByteCount > 0 {
      receivePayload(segment, payload, origin: origin, at: time, into: &receiver)
    }
    declareGaps(slot: slot, limits: limits, at: time, into: &receiver)
  }

  private mutating func receivePayload<Receiver: TCPReceiver>(
    _ segment: TCPSegment, _ payload: RawSpan, origin: StreamReassembler.Origin, at time: Timestamp,
    into receiver: inout Receiver
  ) {
    let first = segment.flags.contains(.syn) ? segment.sequence &+ 1 : segment.sequence  // Modulo 2^32 by definition.
    let isLast = segment.flags.contains(.fin)
    let isKeepAlive = payload.byteCount <= 1 && !isLast && streams[origin.side].distance(of: first) == -1
    if !payload.isEmpty { streams[origin.side.opposite].beginTurn() }
    let arrival = streams[origin.side].receive(
      payload, missing: segment.missingPayloadByteCount, doubtful: segment.doubtfulPayloadByteCount, sequence: first,
      isLast: isLast, origin: origin, time: time,
      statistics: &statistics, into: &receiver)
    switch arrival {
    case .outOfOrder:
      statistics.outOfOrderSegments += 1
    case .retransmitted:
      if !payload.isEmpty, !isKeepAlive { statistics.retransmittedSegments += 1 }
    case .inOrder, .outside:
      break
    }
    if isLast, statistics.end == .open { statistics.end = .fin }
  }

  /// Learns where the streams begin from the handshake, or from the first packet there is.
  private mutating func startStreams(_ segment: TCPSegment, from side: Side, at time: Timestamp) {
    if segment.flags.contains(.syn) {
      streams[side].start(afterSYN: segment.sequence)
      windowScales[side] = segment.windowScale
      if segment.flags.contains(.ack) {
        streams[side.opposite].start(at: segment.acknowledgment)
        if synAckTime == nil, let synTime {
          statistics.synToSynAckNanoseconds = min(max(0, time.nanoseconds(since: synTime)), Int64.max / 2)
        }
        if synAckTime == nil || statistics.synAckToAckNanoseconds == nil { synAckTime = time }
      } else if statistics.synToSynAckNanoseconds == nil {
        synTime = time
      }
    } else {
      streams[side].start(at: segment.sequence)
      if side == .client, segment.flags.contains(.ack), let synAckTime, statistics.synAckToAckNanoseconds == nil {
        statistics.synAckToAckNanoseconds = min(max(0, time.nanoseconds(since: synAckTime)), Int64.max / 2)
      }
    }
  }

  /// The window that a segment offers, in bytes; nil when its scale is not known. The one in a SYN is never scaled.
  ///
  /// Inlined, since to lend it a connection that is being changed copies the connection.
  @inline(__always)
  private func window(of segment: TCPSegment, from side: Side) -> Int? {
    if segment.flags.contains(.syn) { return Int(segment.window) }
    guard sawBothSYNs else { return nil }
    guard let mine = windowScales[side], windowScales[side.opposite] != nil else { return Int(segment.window) }
    return Int(segment.window) << Int(min(mine, 14))  // RFC 7323 §2.3: a shift above 14 counts as 14.
  }

  /// Whether a reset can be the sender's own: not from a forger or from long ago (RFC 9293 §3.10.7).
  private func isAcceptable(reset segment: TCPSegment, from side: Side) -> Bool {
    guard streams[side].isStarted, streams[side].offset > 0 else { return true }
    let distance = streams[side].distance(of: segment.sequence)
    return distance >= -65_536 && distance <= TCPLimits.largestWindow
  }

  // MARK: Holes and the end

  private mutating func declareGaps<Receiver: TCPReceiver>(
    slot: ConnectionSlot, limits: TCPLimits, at time: Timestamp, into receiver: inout Receiver
  ) {
    guard streams.client.hasHole || streams.server.hasHole else { return }
    for side in Side.allCases where streams[side].hasHole {
      streams[side].declareGaps(
        limits: limits, origin: StreamReassembler.Origin(slot: slot, side: side), time: time, statistics: &statistics,
        into: &receiver)
    }
  }

  /// Gives up the holes of both sides, because memory is short.
  mutating func giveUpHoles<Receiver: TCPReceiver>(
    slot: ConnectionSlot, at time: Timestamp, into receiver: inout Receiver
  ) {
    for side in Side.allCases {
      streams[side].giveUpHole(
        origin: StreamReassembler.Origin(slot: slot, side: side), time: time, statistics: &statistics, into: &receiver)
    }
    noteEnd()
  }

  private mutating func noteEnd() {
    isClosed = statistics.end == .rst || (streams.client.isFinished && streams.server.isFinished)
  }

  /// Ends both streams and hands over the statistics.
  mutating func close<Receiver: TCPReceiver>(slot: ConnectionSlot, into receiver: inout Receiver) {
    for side in Side.allCases {
      streams[side].finish(
        statistics.end == .rst ? .rst : .unknown, origin: StreamReassembler.Origin(slot: slot, side: side),
        time: lastTime, statistics: &statistics, into: &receiver)
    }
    receiver.close(slot, statistics, at: lastTime)
  }
}
