import Bytes
import Findings
import HTTP

/// How a conversation is cut into segments and sent.
struct Sending {
  /// Bytes of an input that say so.
  static let byteCount = 2

  var hasHandshake: Bool
  /// Whether the segments that a side sends in one go come out of order.
  var isShuffled: Bool
  /// Whether some segments come twice.
  var isRepeated: Bool
  /// Payload bytes of a segment at most.
  var segmentByteCount: Int
  /// Sequence numbers wrap around soon.
  var wraps: Bool

  init(_ input: [UInt8]) {
    hasHandshake = input[0] & 1 == 0
    isShuffled = input[0] & 2 != 0
    isRepeated = input[0] & 4 != 0
    wraps = input[0] & 8 != 0
    segmentByteCount = 1 + Int(input[1]) * 8
  }
}

/// A conversation as a pcap file of raw IPv4 packets, all of one moment, so that nothing depends on time.
struct ConversationCapture {
  private(set) var bytes: [UInt8] = []
  private(set) var segmentCount = 0
  private let sending: Sending
  /// The sequence number of a side's next byte.
  private var next: BySide<UInt32>
  private var isFinished = BySide(both: false)
  /// Segments that a side sends in one go.
  private var waiting: [(side: Side, sequence: UInt32, flags: UInt8, payload: [UInt8])] = []

  private static let fin: UInt8 = 1
  private static let syn: UInt8 = 2
  private static let rst: UInt8 = 4
  private static let ack: UInt8 = 16

  init(_ conversation: Conversation, _ sending: Sending) {
    self.sending = sending
    next = BySide(both: sending.wraps ? 0xFFFF_FFF0 : 1000)
    bytes.append32(0xA1B2_C3D4)
    bytes.append16(2)
    bytes.append16(4)
    for word: UInt32 in [0, 0, 0x40000, 101] { bytes.append32(word) }
    if sending.hasHandshake {
      for side in Side.allCases {
        write(side, next[side], flags: side == .client ? Self.syn : Self.syn | Self.ack, [])
        next[side] &+= 1
      }
    }
    for step in conversation.steps { add(step) }
    flush()
  }

  private mutating func add(_ step: Conversation.Step) {
    switch step {
    case .receive(let side, let content):
      guard !isFinished[side] else { return }
      if waiting.last.map({ $0.side != side }) ?? false { flush() }
      for start in stride(from: 0, to: content.count, by: sending.segmentByteCount) {
        let payload = Array(content[start..<min(start + sending.segmentByteCount, content.count)])
        waiting.append((side, next[side], Self.ack, payload))
        next[side] &+= UInt32(payload.count)
      }
    case .skip(let side, let count):
      flush()
      if !isFinished[side] { next[side] &+= UInt32(count) }
    case .finish(let side, let reason):
      flush()
      guard !isFinished[side] else { return }
      switch reason {
      case .closed, .truncated: write(side, next[side], flags: Self.fin | Self.ack, [])
      case .reset: write(side, next[side], flags: Self.rst, [])
      case .captureEnd: return
      }
      isFinished[side] = true
      next[side] &+= 1
    }
  }

  /// Writes the segments that wait.
  private mutating func flush() {
    var order = Array(waiting.indices)
    // Reversed in groups of three: simple, and every segment's neighbours change.
    if sending.isShuffled {
      order = stride(from: 0, to: order.count, by: 3).flatMap { order[$0..<min($0 + 3, order.count)].reversed() }
    }
    for index in order {
      let segment = waiting[index]
      write(segment.side, segment.sequence, flags: segment.flags, segment.payload)
      if sending.isRepeated, index & 1 == 0 {
        write(segment.side, segment.sequence, flags: segment.flags, segment.payload)
      }
    }
    waiting.removeAll()
  }

  /// Writes a record with a packet.
  private mutating func write(_ side: Side, _ sequence: UInt32, flags: UInt8, _ payload: [UInt8]) {
    segmentCount += 1
    let length = 40 + payload.count
    for word in [1, 0, UInt32(length), UInt32(length)] { bytes.append32(word) }
    // IPv4: version and header length, length, time to live and protocol, addresses.
    bytes.append16(0x4500)
    bytes.append16(UInt16(length))
    for word: UInt32 in [0, 0x4006_0000] { bytes.append32(word) }
    let addresses: [UInt32] = [0x0A00_0001, 0x0A00_0002]
    for address in side == .client ? addresses : addresses.reversed() { bytes.append32(address) }
    // TCP: ports, sequence and acknowledgment number, header length and flags, window.
    for port: UInt16 in side == .client ? [40_000, 80] : [80, 40_000] { bytes.append16(port) }
    bytes.append32(sequence)
    bytes.append32(flags & Self.ack != 0 ? next[side.opposite] : 0)
    bytes.append16(0x5000 | UInt16(flags))
    bytes.append16(0xFFFF)
    bytes.append32(0)
    bytes += payload
  }
}

extension [UInt8] {
  fileprivate mutating func append16(_ value: UInt16) {
    append(UInt8(value >> 8))
    append(UInt8(truncatingIfNeeded: value))
  }

  fileprivate mutating func append32(_ value: UInt32) {
    append16(UInt16(value >> 16))
    append16(UInt16(truncatingIfNeeded: value))
  }
}
