import Bytes
import Findings
import Packet

@testable import TCP

/// Keeps everything that reassembly hands on.
struct RecordingReceiver: TCPReceiver {
  /// One event, in the order of the calls.
  enum Event: Equatable {
    case bytes([UInt8], Side)
    case gap(Int, Side)
    case finish(Side, TCPStreamEnd)
    case close
  }

  struct Connection {
    var id: Int
    var ends: TCPEnds
    var events: [Event] = []
    var findings: [Finding] = []
    var statistics: TCPStatistics?

    /// A side's stream with `nil` for each missing byte.
    func stream(of side: Side) -> [UInt8?] {
      var stream: [UInt8?] = []
      for event in events {
        switch event {
        case .bytes(let bytes, side): stream += bytes.map(Optional.some)
        case .gap(let count, side): stream += [UInt8?](repeating: nil, count: min(count, 1 << 20))
        case .bytes, .gap, .finish, .close: break
        }
      }
      return stream
    }

    /// A side's stream as text, a gap of n bytes as `<n>`.
    func text(of side: Side) -> String {
      var text = ""
      for event in events {
        switch event {
        case .bytes(let bytes, side): text += String(decoding: bytes, as: UTF8.self)
        case .gap(let count, side): text += "<\(count)>"
        case .bytes, .gap, .finish, .close: break
        }
      }
      return text
    }
  }

  /// By id.
  var connections: [Connection] = []
  private var slots: [Int: Int] = [:]

  mutating func establish(_ slot: ConnectionSlot, synToSynAck: Int64, synAckToAck: Int64, at time: Timestamp) {}

  mutating func open(_ slot: ConnectionSlot, id: Int, ends: TCPEnds, at time: Timestamp) {
    slots[slot] = connections.count
    connections.append(Connection(id: id, ends: ends))
  }

  mutating func receive(_ bytes: RawSpan, from side: Side, of slot: ConnectionSlot, at time: Timestamp) {
    append(.bytes([UInt8](bytes), side), slot)
  }

  mutating func skip(_ byteCount: Int, from side: Side, of slot: ConnectionSlot, at time: Timestamp) {
    append(.gap(byteCount, side), slot)
  }

  mutating func finish(_ side: Side, _ end: TCPStreamEnd, of slot: ConnectionSlot, at time: Timestamp) {
    append(.finish(side, end), slot)
  }

  mutating func receive(_ finding: Finding, of slot: ConnectionSlot, at time: Timestamp) {
    if let index = slots[slot] { connections[index].findings.append(finding) }
  }

  mutating func close(_ slot: ConnectionSlot, _ statistics: TCPStatistics, at time: Timestamp) {
    append(.close, slot)
    if let index = slots[slot] { connections[index].statistics = statistics }
    slots[slot] = nil
  }

  private mutating func append(_ event: Event, _ slot: Int) {
    if let index = slots[slot] { connections[index].events.append(event) }
  }
}

/// A conversation's segments, written as a script.
struct Script {
  var reassembly: TCPReassembly
  var receiver = RecordingReceiver()
  private var clock = TCPClock()
  /// Milliseconds of capture time; each segment takes one.
  var now: Int64 = 0
  var initialSequence = BySide<UInt32>(client: 1000, server: 5000)
  var clientPort: UInt16 = 50000
  var serverPort: UInt16 = 80

  init(limits: TCPLimits = TCPLimits()) {
    reassembly = TCPReassembly(limits: limits, seed: 1)
  }

  /// SYN, SYN-ACK, ACK.
  mutating func handshake() {
    send(.client, at: -1, flags: .syn)
    send(.server, at: -1, flags: [.syn, .ack], acknowledging: 0)
    send(.client, at: 0, acknowledging: 0)
  }

  /// Sends a segment whose first byte has an offset in its side's stream; `acknowledging` is an offset of the other's.
  mutating func send(
    _ side: Side, at offset: Int, _ payload: [UInt8] = [], flags: TCPFlags = [], acknowledging: Int? = nil,
    missing: Int = 0, doubtful: Int = 0
  ) {
    let address = BySide(client: IPAddress(ipv4: 0x0A00_0001), server: IPAddress(ipv4: 0x0A00_0002))
    let port = BySide(client: clientPort, server: serverPort)
    let segment = TCPSegment(
      source: address[side], destination: address[side.opposite], sourcePort: port[side],
      destinationPort: port[side.opposite], sequence: sequence(side, offset),
      acknowledgment: acknowledging.map { sequence(side.opposite, $0) } ?? 0,
      flags: acknowledging == nil ? flags : flags.union(.ack), missingPayloadByteCount: missing,
      doubtfulPayloadByteCount: doubtful)
    now += 1
    receive(segment, payload, at: Timestamp(nanoseconds: now * 1_000_000))
  }

  mutating func send(
    _ side: Side, at offset: Int, _ text: String, flags: TCPFlags = [], acknowledging: Int? = nil, missing: Int = 0,
    doubtful: Int = 0
  ) {
    send(
      side, at: offset, Array(text.utf8), flags: flags, acknowledging: acknowledging, missing: missing,
      doubtful: doubtful)
  }

  /// Two pure acknowledgments at the last moment that a timestamp holds.
  mutating func sendAtLastMoment() {
    let segment = TCPSegment(
      source: IPAddress(ipv4: 0x0A00_0001), destination: IPAddress(ipv4: 0x0A00_0002), sourcePort: clientPort,
      destinationPort: serverPort, sequence: sequence(.client, 0), acknowledgment: sequence(.server, 0), flags: .ack)
    for _ in 0..<2 { receive(segment, [], at: Timestamp(nanoseconds: .max)) }
  }

  /// Lets time pass before each segment.
  private mutating func receive(_ segment: TCPSegment, _ payload: [UInt8], at time: Timestamp) {
    clock.advance(to: time)
    reassembly.expire(at: clock.now, into: &receiver)
    reassembly.receive(segment, payload.rawSpan, at: time, now: clock.now, into: &receiver)
  }

  mutating func finish() {
    reassembly.finish(into: &receiver)
  }

  private func sequence(_ side: Side, _ offset: Int) -> UInt32 {
    initialSequence[side] &+ 1 &+ UInt32(truncatingIfNeeded: offset)
  }
}
