import Bytes
import Findings
import HTTP

@testable import HTTP2

/// A conversation in HTTP/2, behind a byte that says whether it is captured from its beginning on, and one that says how
/// to split it. However it is split, the same must come out.
func fuzzHTTP2(_ input: [UInt8]) {
  guard input.count >= 2 else { return }
  let isFromStart = input[0] & 1 == 0
  let conversation = Conversation(input.dropFirst(2))
  guard let whole = readHTTP2(conversation.steps, isFromStart: isFromStart, splitInto: nil),
    let split = readHTTP2(conversation.steps, isFromStart: isFromStart, splitInto: max(1, Int(input[1])))
  else { return }
  whole.expectSame(as: split, "splitting HTTP/2 into \(input[1])")
}

/// Reads steps; nil when what comes out may depend on how they are split: frames are searched among the bytes that are
/// there.
private func readHTTP2(_ steps: [Conversation.Step], isFromStart: Bool, splitInto pieceByteCount: Int?) -> Transcript? {
  var connection = isFromStart ? HTTP2Connection(isSecure: false) : HTTP2Connection(midStreamIsSecure: false)
  var transcript = Transcript()
  var time = Timestamp(nanoseconds: 0)
  for step in steps {
    time.nanoseconds += 1_000_000
    switch step {
    case .receive(let side, let bytes):
      for start in stride(from: 0, to: bytes.count, by: pieceByteCount ?? bytes.count) {
        let end = min(start + (pieceByteCount ?? bytes.count), bytes.count)
        connection.receive(bytes.rawSpan.extracting(start..<end), from: side, at: time, into: &transcript)
      }
    case .skip(let side, let count): connection.skip(count, from: side, at: time, into: &transcript)
    case .finish(let side, let reason): connection.finish(side, reason: reason, at: time, into: &transcript)
    }
  }
  guard connection.losses == BySide(both: 0) else { return nil }
  transcript.add(http2: connection.statistics)
  return transcript
}
