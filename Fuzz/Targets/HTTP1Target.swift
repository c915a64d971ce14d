import Bytes
import Findings
import HTTP

@testable import HTTP1

/// A conversation in HTTP/1.x, behind a byte that says how to split it. However it is split, the same must come out.
func fuzzHTTP1(_ input: [UInt8]) {
  guard let pieceByteCount = input.first else { return }
  let conversation = Conversation(input.dropFirst())
  guard let whole = readHTTP1(conversation.steps, splitInto: nil),
    let split = readHTTP1(conversation.steps, splitInto: max(1, Int(pieceByteCount)))
  else { return }
  // Behind what is no message, the next one is searched where a packet begins.
  guard !whole.found("http1-not-http"), !split.found("http1-not-http") else { return }
  whole.expectSame(as: split, "splitting HTTP/1.x into \(pieceByteCount)")
}

/// Reads steps; nil when what comes out may depend on how they are split: a message is searched where a packet begins.
private func readHTTP1(_ steps: [Conversation.Step], splitInto pieceByteCount: Int?) -> Transcript? {
  var connection = HTTP1Connection(isSecure: false)
  var transcript = Transcript()
  var time = Timestamp(nanoseconds: 0)
  for step in steps {
    time.nanoseconds += 1_000_000
    switch step {
    case .receive(let side, let bytes):
      var start = 0
      while start < bytes.count {
        let end = min(start + (pieceByteCount ?? bytes.count), bytes.count)
        let piece = bytes.rawSpan.extracting(start..<end)
        if case .switchProtocol(let upgrade, let consumed) = connection.receive(
          piece, from: side, at: time, into: &transcript)
        {
          expect(consumed <= piece.byteCount, "no more is consumed than was given")
          transcript.add(connection, upgrade, rest: bytes.rawSpan.extracting(from: start + consumed), of: side)
          return transcript
        }
        if connection.readers[side].phase == .searchingLineEnd { return nil }
        start = end
      }
    case .skip(let side, let count): connection.skip(count, from: side, at: time, into: &transcript)
    case .finish(let side, let reason): connection.finish(side, reason: reason, at: time, into: &transcript)
    }
  }
  transcript.add(http1: connection.statistics)
  return transcript
}

extension Transcript {
  /// Adds what is left to the protocol that a connection switched to.
  fileprivate mutating func add(_ connection: HTTP1Connection, _ upgrade: Upgrade, rest: RawSpan, of side: Side) {
    var connection = connection
    add([UInt8](upgrade.name.utf8).rawSpan, "upgrade")
    if let exchange = connection.takeUpgradedExchange() { add(exchange) }
    for role in Side.allCases {
      var bytes = [UInt8](connection.takeHeldBytes(of: role).bytes)
      if role == side { bytes.append(rest) }
      add(bytes.rawSpan, role.name)
    }
  }
}
