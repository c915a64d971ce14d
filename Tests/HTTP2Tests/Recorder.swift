import Bytes
import Findings
import HTTP

@testable import HTTP2

/// A conversation as a script: what each side sends, what is lost, and the end.
enum Step {
  case client([UInt8])
  case server([UInt8])
  /// So many bytes of a side were not captured.
  case gap(Side, Int)
  case end(Side, EndReason)
}

/// What came out, as text that tests compare.
struct Recorder: HTTP2Receiver, Equatable {
  var wantsFrames = true
  var exchanges: [String] = []
  var findings: [String] = []
  var frames: [String] = []
  var records: [FrameRecord] = []
  var all: [Exchange] = []

  /// The contents in the order in which they began; a gap of n bytes is `[n]`, of unknown length `[?]`.
  var contents: [String] = []

  static func == (left: Recorder, right: Recorder) -> Bool {
    left.exchanges == right.exchanges && left.findings == right.findings && left.frames == right.frames
      && left.contents == right.contents
  }

  mutating func openContent(of exchange: inout Exchange, from side: Side) -> ContentHandle {
    contents.append("")
    return ContentHandle(rawValue: Int32(contents.count - 1))
  }

  mutating func receiveContent(_ bytes: RawSpan, of content: ContentHandle, at time: Timestamp) {
    contents[Int(content.rawValue)] += String(decodingUTF8: bytes)
  }

  mutating func skipContent(_ byteCount: Int, of content: ContentHandle, at time: Timestamp) {
    contents[Int(content.rawValue)] += "[\(byteCount)]"
  }

  mutating func loseTrack(of content: ContentHandle, at time: Timestamp) {
    contents[Int(content.rawValue)] += "[?]"
  }

  mutating func receive(_ exchange: inout Exchange) {
    exchanges.append(Self.text(exchange))
    all.append(exchange)
  }

  mutating func receive(_ finding: Finding, at time: Timestamp) {
    findings.append(finding.code)
  }

  mutating func receive(_ frame: FrameRecord, from side: Side, at time: Timestamp) {
    frames.append("\(side.name) \(frame.type.name) \(frame.stream) \(frame.length)")
    records.append(frame)
  }

  /// `index stream state METHOD path (content) status (content)`, with what else is remarkable.
  private static func text(_ exchange: Exchange) -> String {
    let request = exchange.request
    func string(_ range: ByteRange?) -> String {
      range.map { String(decodingUTF8: request.message.header.bytes($0)) } ?? "-"
    }
    var parts = [
      "#\(exchange.index)", "stream \(exchange.stream.map(String.init) ?? "-")", exchange.state.name,
      string(request.method), string(request.path), "(\(request.message.bodyByteCount))",
    ]
    parts += exchange.informational.map { String($0.status) }
    parts.append(exchange.response.status.map(String.init) ?? "-")
    parts.append("(\(exchange.response.message.bodyByteCount))")
    for line in exchange.response.message.trailers.lines {
      let trailers = exchange.response.message.trailers
      parts.append("\(String(decodingUTF8: trailers.name(line)))=\(String(decodingUTF8: trailers.value(line)))")
    }
    if let code = exchange.resetCode { parts.append(ErrorCode(rawValue: code).name) }
    if exchange.isPushed { parts.append("pushed") }
    if let upgrade = exchange.upgrade { parts.append(upgrade.name) }
    let missing = request.message.missingBodyByteCount + exchange.response.message.missingBodyByteCount
    if missing > 0 { parts.append("missing \(missing)") }
    return parts.joined(separator: " ")
  }
}

/// How a test cuts the bytes of a step before it feeds them.
enum Cut {
  case none
  /// Pieces of so many bytes.
  case every(Int)
  /// Two pieces, at an offset counted over all bytes of the script.
  case at(Int)
}

/// Plays a script; step i happens at i seconds.
func play(_ steps: [Step], on connection: inout HTTP2Connection, cut: Cut = .none) -> Recorder {
  var recorder = Recorder()
  var passed = 0
  func receive(_ bytes: [UInt8], from side: Side, at time: Timestamp) {
    var edges = [0, bytes.count]
    switch cut {
    case .none: break
    case .every(let count): edges = Array(stride(from: 0, to: bytes.count, by: count)) + [bytes.count]
    case .at(let offset) where offset > passed && offset < passed + bytes.count:
      edges = [0, offset - passed, bytes.count]
    case .at: break
    }
    for (start, end) in zip(edges, edges.dropFirst()) {
      connection.receive(bytes.rawSpan.extracting(start..<end), from: side, at: time, into: &recorder)
    }
    passed += bytes.count
  }
  for (index, step) in steps.enumerated() {
    let time = Timestamp(nanoseconds: Int64(index) * 1_000_000_000)
    switch step {
    case .client(let bytes): receive(bytes, from: .client, at: time)
    case .server(let bytes): receive(bytes, from: .server, at: time)
    case .gap(let side, let count): connection.skip(count, from: side, at: time, into: &recorder)
    case .end(let side, let reason): connection.finish(side, reason: reason, at: time, into: &recorder)
    }
  }
  return recorder
}

/// Plays a script on a connection from its preface on.
func play(_ steps: [Step], cut: Cut = .none) -> Recorder {
  var connection = HTTP2Connection(isSecure: false)
  return play(steps, on: &connection, cut: cut)
}

/// The beginning of a connection: preface, SETTINGS of both sides and their acknowledgements.
let opening: [Step] = [
  .client(
    Wire.make {
      $0.preface()
      $0.settings()
    }),
  .server(
    Wire.make {
      $0.settings()
      $0.settingsAck()
    }),
  .client(Wire.make { $0.settingsAck() }),
]

/// Both sides close.
let closing: [Step] = [.end(.client, .closed), .end(.server, .closed)]
