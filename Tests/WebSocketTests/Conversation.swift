import Bytes
import Findings

@testable import WebSocket

/// Takes down what a WebSocket hands over, with the payload of its messages.
struct Recorder: WebSocketReceiver {
  /// A message and its payload.
  struct Heard: Equatable {
    var from: Side
    var type: String
    /// As UTF-8 where it is, else in hexadecimal digits.
    var payload: String
    var isCompressed = false
    var fragments = 1
    var isComplete = true
    /// Nil when it could not be decompressed.
    var byteCount: Int?
    var wireByteCount = 0
    var missingByteCount = 0
    var start: Int64 = 0
    var end: Int64 = 0
  }

  var heard: [Heard] = []
  var codes: [String] = []
  let wantsPayload = true
  private var payloads = BySide(both: [UInt8]())

  mutating func receive(_ payload: RawSpan, of message: borrowing WebSocketMessage) {
    payloads[message.from].append(payload)
  }

  mutating func receive(_ message: borrowing WebSocketMessage) {
    var payload = message.controlPayload
    if message.opcode?.isControl != true {
      payload = payloads[message.from]
      payloads[message.from] = []
    }
    heard.append(
      Heard(
        from: message.from, type: message.opcode?.name ?? "unknown",
        payload: String(validating: payload, as: UTF8.self) ?? Hexadecimal.encode(payload.rawSpan),
        isCompressed: message.isCompressed, fragments: message.fragmentCount, isComplete: message.isComplete,
        byteCount: message.payloadByteCount, wireByteCount: message.wireByteCount,
        missingByteCount: message.missingByteCount, start: message.start.nanoseconds, end: message.end.nanoseconds))
  }

  mutating func receive(_ finding: Finding, at time: Timestamp) {
    codes.append(finding.code)
  }

  /// Type and payload of each message, without the details.
  var summary: [String] {
    heard.map { "\($0.from.name) \($0.type) \($0.payload)" + ($0.isComplete ? "" : " (incomplete)") }
  }
}

/// What both sides send, step by step.
struct Conversation {
  enum Step {
    case bytes(Side, [UInt8])
    /// So many bytes are missing; nil: nobody knows.
    case gap(Side, Int?)
    case end(Side)
  }

  var steps: [Step] = []
  var extensions = WebSocketExtensions()

  init(extensions: String? = nil, _ steps: Step...) {
    self.steps = steps
    if let extensions {
      let value = Array(extensions.utf8)
      self.extensions.add(fieldValue: value.rawSpan)
    }
  }

  /// The results when the bytes come as the steps say; the n-th step at n nanoseconds.
  func heard() -> Recorder {
    heard { [$0] }.recorder
  }

  /// Whole, byte by byte, and with each of its steps split at every point: the same messages and findings.
  func heardInEveryWay() -> [Recorder] {
    let longest = steps.map { if case .bytes(_, let bytes) = $0 { bytes.count } else { 0 } }.max() ?? 0
    var recorders = [heard(), heard { $0.map { [$0] } }.recorder]
    for point in 1..<max(2, min(longest, 300)) {
      recorders.append(heard { [Array($0.prefix(point)), Array($0.dropFirst(point))] }.recorder)
    }
    return recorders
  }

  func heard(_ split: ([UInt8]) -> [[UInt8]]) -> (recorder: Recorder, statistics: WebSocketStatistics) {
    var recorder = Recorder()
    var connection = WebSocketConnection(exchange: 0, extensions: extensions)
    for (index, step) in steps.enumerated() {
      let time = Timestamp(nanoseconds: Int64(index))
      switch step {
      case .bytes(let side, let bytes):
        for piece in split(bytes) { connection.receive(piece.rawSpan, from: side, at: time, into: &recorder) }
      case .gap(let side, let count):
        connection.skip(count, from: side, at: time, into: &recorder)
      case .end(let side):
        connection.finish(side, isClosed: true, at: time, into: &recorder)
      }
    }
    let time = Timestamp(nanoseconds: Int64(steps.count))
    for side in Side.allCases { connection.finish(side, isClosed: false, at: time, into: &recorder) }
    return (recorder, connection.statistics)
  }
}

/// A frame's bytes, the length in the shortest form.
func frame(
  _ opcode: Opcode, _ payload: [UInt8], isFinal: Bool = true, reservedBits: UInt8 = 0, key: UInt32? = nil
) -> [UInt8] {
  var bytes: [UInt8] = [(isFinal ? 0x80 : 0) | reservedBits | opcode.rawValue]
  let mask: UInt8 = key == nil ? 0 : 0x80
  switch payload.count {
  case ...125: bytes.append(mask | UInt8(payload.count))
  case ...0xFFFF: bytes += [mask | 126, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
  default:
    bytes.append(mask | 127)
    bytes += (0..<8).map { UInt8(payload.count >> (56 - 8 * $0) & 0xFF) }
  }
  guard let key else { return bytes + payload }
  let octets = (0..<4).map { UInt8(truncatingIfNeeded: key >> UInt32(24 - 8 * $0)) }
  return bytes + octets + payload.enumerated().map { $1 ^ octets[$0 & 3] }
}

func frame(_ opcode: Opcode, _ text: String, isFinal: Bool = true, key: UInt32? = nil) -> [UInt8] {
  frame(opcode, Array(text.utf8), isFinal: isFinal, key: key)
}

/// The bytes of hexadecimal digits; none when they are none.
func hex(_ digits: String) -> [UInt8] {
  Hexadecimal.decode(digits) ?? []
}
