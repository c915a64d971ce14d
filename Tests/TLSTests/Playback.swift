import Bytes
import Findings
import RecordedTLS

@testable import TLS

/// Something that a connection is fed.
enum PlaybackStep {
  case bytes([UInt8], from: Side)
  case gap(Int, from: Side)

  var side: Side {
    switch self {
    case .bytes(_, let side), .gap(_, let side): side
    }
  }
}

/// A connection, what it is fed, and what comes out of it.
struct Playback {
  /// What came out, without how it was cut into pieces.
  enum Event: Equatable {
    case plaintext([UInt8], from: Side)
    case gap(Int, from: Side)
    case end(Side, isProper: Bool)
    case finding(String)
  }

  let context: TLSContext
  var connection: TLSConnection
  var output = TLSOutput()
  private(set) var events: [Event] = []
  private var time = Timestamp(nanoseconds: 0)

  init(_ context: TLSContext, isMidStream: Bool = false) {
    self.context = context
    connection = TLSConnection(isMidStream: isMidStream)
  }

  /// Plays steps and ends both sides.
  init(_ steps: [PlaybackStep], _ context: TLSContext, piece: Int = .max, isMidStream: Bool = false) {
    self.init(context, isMidStream: isMidStream)
    play(steps, piece: piece)
    finish()
  }

  mutating func play(_ steps: [PlaybackStep], piece: Int = .max) {
    for step in steps {
      time.nanoseconds += 1_000_000
      switch step {
      case .bytes(let bytes, let side):
        var start = 0
        while start < bytes.count {
          let count = min(piece, bytes.count - start)
          connection.receive(
            bytes.rawSpan.extracting(ByteRange(start: start, count: count)), from: side, at: time, context: context,
            into: &output)
          take()
          start += count
        }
      case .gap(let count, let side):
        connection.skip(count, from: side, at: time, context: context, into: &output)
        take()
      }
    }
  }

  mutating func finish() {
    for side in Side.allCases {
      connection.finish(side, isClosed: true, at: time, context: context, into: &output)
      take()
    }
  }

  mutating func resume() {
    connection.resume(context: context, into: &output)
    take()
  }

  private mutating func take() {
    for event in output.events {
      switch event {
      case .plaintext(let range, let side, _):
        let bytes = Array(output.bytes[range.start..<range.end])
        if case .plaintext(let earlier, side)? = events.last {
          events[events.count - 1] = .plaintext(earlier + bytes, from: side)
        } else {
          events.append(.plaintext(bytes, from: side))
        }
      case .gap(let count, let side, _): events.append(.gap(count, from: side))
      case .end(let side, let isProper, _): events.append(.end(side, isProper: isProper))
      case .finding(let finding, _): events.append(.finding(finding.code))
      }
    }
    output.removeAll()
  }

  // MARK: What came out

  var plaintext: BySide<[UInt8]> {
    var plaintext = BySide<[UInt8]>(both: [])
    for case .plaintext(let bytes, let side) in events { plaintext[side] += bytes }
    return plaintext
  }

  var text: BySide<String> {
    BySide(
      client: String(decoding: plaintext.client, as: UTF8.self),
      server: String(decoding: plaintext.server, as: UTF8.self))
  }

  /// What a side said, a dot for each byte of a gap.
  func dotted(_ side: Side) -> String {
    events.map { event in
      switch event {
      case .plaintext(let bytes, side): String(decoding: bytes, as: UTF8.self)
      case .gap(let count, side): String(repeating: ".", count: min(count, 10_000))
      case .plaintext, .gap, .end, .finding: ""
      }
    }.joined()
  }

  var findings: [String] {
    events.compactMap { event in
      if case .finding(let code) = event { code } else { nil }
    }
  }

  /// Whether each piece that came out of a side stands in its true plaintext, behind the one before.
  func isFound(in truth: [UInt8], of side: Side) -> Bool {
    var rest = truth[...]
    for case .plaintext(let piece, side) in events {
      guard let start = rest.firstRange(of: piece)?.lowerBound else { return false }
      rest = rest[(start + piece.count)...]
    }
    return true
  }
}

extension Conversation {
  /// A ring that holds what the key log has, as far as `isWanted` says of its labels.
  func keys(isComplete: Bool = true, where isWanted: (Substring) -> Bool = { _ in true }) -> KeyRing {
    let ring = KeyRing()
    ring.isComplete = isComplete
    ring.read(lines.filter { isWanted($0.prefix { $0 != " " }) }.joined(separator: "\n"))
    return ring
  }

  private var lines: [Substring] { keyLog.split(separator: "\n") }

  var steps: [PlaybackStep] { turns.map { .bytes($0.bytes, from: $0.side) } }

  /// The records, each a step.
  var records: [PlaybackStep] {
    turns.flatMap { turn -> [PlaybackStep] in
      var records: [PlaybackStep] = []
      var offset = 0
      while offset + RecordHeader.byteCount <= turn.bytes.count {
        let end = offset + RecordHeader.byteCount + RecordHeader(turn.bytes.rawSpan, at: offset).length
        records.append(.bytes(Array(turn.bytes[offset..<end]), from: turn.side))
        offset = end
      }
      return records
    }
  }
}

extension KeyRing {
  func read(_ text: String) {
    let reader = KeyLogReader(name: "keys", origin: .keyLog)
    let bytes = Array(text.utf8)
    reader.read(bytes.rawSpan, into: self)
    reader.finish(into: self)
  }
}
