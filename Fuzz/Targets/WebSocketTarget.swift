import Bytes
import Findings

@testable import WebSocket

/// A WebSocket, behind a byte that says how to split it and one that says what was agreed. However it is split, the same must
/// come out.
func fuzzWebSocket(_ input: [UInt8]) {
  guard input.count >= 2 else { return }
  let conversation = Conversation(input.dropFirst(2))
  let extensions = WebSocketExtensions(choice: input[1])
  guard let whole = readWebSocket(conversation.steps, extensions, splitInto: nil),
    let split = readWebSocket(conversation.steps, extensions, splitInto: max(1, Int(input[0])))
  else { return }
  whole.expectSame(as: split, "splitting a WebSocket into \(input[0])")
}

/// Reads steps; nil when what comes out may depend on how they are split: frames are searched where a packet begins.
private func readWebSocket(
  _ steps: [Conversation.Step], _ extensions: WebSocketExtensions, splitInto pieceByteCount: Int?
) -> Transcript? {
  var connection = WebSocketConnection(exchange: 0, extensions: extensions)
  var transcript = Transcript()
  var time = Timestamp(nanoseconds: 0)
  for step in steps {
    time.nanoseconds += 1_000_000
    switch step {
    case .receive(let side, let bytes):
      let isSearching = connection.readers[side].phase == .searching
      for start in stride(from: 0, to: bytes.count, by: pieceByteCount ?? max(1, bytes.count)) {
        let piece = bytes.rawSpan.extracting(start..<min(start + (pieceByteCount ?? bytes.count), bytes.count))
        connection.receive(piece, from: side, at: time, into: &transcript)
      }
      if isSearching { return nil }
    case .skip(let side, let count):
      connection.skip(count, from: side, at: time, into: &transcript)
    case .finish(let side, let reason):
      connection.finish(side, isClosed: reason == .closed, at: time, into: &transcript)
    }
  }
  for side in Side.allCases {
    let sent = connection.statistics.sides[side]
    expect(sent.frames >= sent.messages.occurring.reduce(0) { $0 + $1.count }, "a message has a frame")
    expect(sent.missingByteCount >= 0 && sent.payloadByteCount >= 0, "payload is not negative")
  }
  transcript.add(webSocket: connection.statistics)
  return transcript
}

extension WebSocketExtensions {
  /// What a byte stands for: bit 0 compression, bits 1 and 2 without context takeover, bit 3 something unknown, the rest the
  /// windows' size.
  fileprivate init(choice: UInt8) {
    self.init()
    hasUnknown = choice & 8 != 0
    guard choice & 1 != 0 else { return }
    var deflate = PerMessageDeflate()
    deflate.keepsContext = BySide(client: choice & 2 == 0, server: choice & 4 == 0)
    deflate.windowBits = BySide(both: 8 + Int(choice >> 4) % 8)
    self.deflate = deflate
  }
}
