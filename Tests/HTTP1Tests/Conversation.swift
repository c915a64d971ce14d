import Bytes
import Findings
import HTTP
import Testing

@testable import HTTP1

/// One thing that happens on a connection, in capture order.
enum Step {
  case client(String)
  case server(String)
  case gap(Int, Side)
  case end(Side, EndReason)
}

/// A connection as a script, and what it is read into.
struct Conversation {
  var steps: [Step]
  /// Nanoseconds between two steps: longer than what reordering in the capture can explain.
  var interval: Int64 = 10_000_000

  init(_ steps: Step..., interval: Int64 = 10_000_000) {
    self.steps = steps
    self.interval = interval
  }

  /// Reads the script in one way of cutting its bytes: `cuts` says after which bytes of a step to cut.
  func read(isSecure: Bool = false, cuts: (Int) -> [Int] = { _ in [] }) -> Recorder {
    var recorder = Recorder()
    var connection = HTTP1Connection(isSecure: isSecure)
    for (index, step) in steps.enumerated() {
      let time = Timestamp(nanoseconds: Int64(index + 1) * interval)
      switch step {
      case .client(let text):
        recorder.give(Array(text.utf8), from: .client, at: time, to: &connection, cuts: cuts(index))
      case .server(let text):
        recorder.give(Array(text.utf8), from: .server, at: time, to: &connection, cuts: cuts(index))
      case .gap(let count, let side):
        connection.skip(count, from: side, at: time, into: &recorder)
      case .end(let side, let reason):
        connection.finish(side, reason: reason, at: time, into: &recorder)
      }
    }
    recorder.statistics = connection.statistics
    recorder.nextIndex = connection.nextIndex
    recorder.upgraded = connection.takeUpgradedExchange().map(ExchangeSummary.init)
    return recorder
  }

  /// Reads the script whole, byte by byte, and with every single cut, and expects the same each time.
  func readInEveryWay(isSecure: Bool = false, sourceLocation: SourceLocation = #_sourceLocation) -> Recorder {
    let whole = read(isSecure: isSecure)
    let single = read(isSecure: isSecure) { Array(0..<byteCount(of: $0)) }
    #expect(single == whole, "byte by byte", sourceLocation: sourceLocation)
    for index in steps.indices {
      for cut in 0..<byteCount(of: index) {
        let split = read(isSecure: isSecure) { $0 == index ? [cut] : [] }
        #expect(split == whole, "step \(index) cut at \(cut)", sourceLocation: sourceLocation)
        if split != whole { return whole }
      }
    }
    return whole
  }

  private func byteCount(of index: Int) -> Int {
    switch steps[index] {
    case .client(let text), .server(let text): text.utf8.count
    case .gap, .end: 0
    }
  }
}

/// Keeps what a connection hands over.
struct Recorder: HTTPReceiver, Equatable {
  var exchanges: [ExchangeSummary] = []
  var codes: [String] = []
  var statistics = HTTP1Statistics()
  var upgraded: ExchangeSummary?
  var nextIndex = 0
  /// What the connection switched to.
  var upgrade: Upgrade?
  /// What the new protocol gets of each side.
  var rest = BySide(both: "")

  /// The contents in the order in which they began; a gap of n bytes is `[n]`.
  var contents: [String] = []

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

  mutating func receive(_ exchange: inout Exchange) {
    exchanges.append(ExchangeSummary(exchange))
  }

  mutating func receive(_ finding: Finding, at time: Timestamp) {
    codes.append(finding.code)
  }

  /// Gives bytes to a connection in pieces, until it switches.
  mutating func give(
    _ bytes: [UInt8], from side: Side, at time: Timestamp, to connection: inout HTTP1Connection, cuts: [Int]
  ) {
    var start = 0
    for end in cuts + [bytes.count] where end > start {
      let piece = Array(bytes[start..<end])
      start = end
      guard upgrade == nil else {
        rest[side] += String(decoding: piece, as: UTF8.self)
        continue
      }
      switch connection.receive(piece.rawSpan, from: side, at: time, into: &self) {
      case .more:
        break
      case .switchProtocol(let upgrade, let consumed):
        self.upgrade = upgrade
        for held in [Side.client, .server] {
          rest[held] += String(decodingUTF8: connection.takeHeldBytes(of: held).bytes)
        }
        rest[side] += String(decoding: piece[consumed...], as: UTF8.self)
      }
    }
  }
}

/// An exchange in comparable form.
struct ExchangeSummary: Equatable {
  var index: Int
  var version: HTTPVersion
  var state: ExchangeState
  var upgrade: Upgrade?
  var method: String?
  var scheme: String?
  var authority: String?
  var path: String?
  var status: Int?
  var reason: String?
  var informational: [Int]
  var request: MessageSummary?
  var response: MessageSummary?

  init(_ exchange: Exchange) {
    let text = exchange.request.message.header
    index = exchange.index
    version = exchange.version
    state = exchange.state
    upgrade = exchange.upgrade
    method = exchange.request.method.map { String(decodingUTF8: text.bytes($0)) }
    scheme = exchange.request.scheme.map { String(decodingUTF8: text.bytes($0)) }
    authority = exchange.request.authority.map { String(decodingUTF8: text.bytes($0)) }
    path = exchange.request.path.map { String(decodingUTF8: text.bytes($0)) }
    status = exchange.response.status
    reason = exchange.response.reason.map { String(decodingUTF8: exchange.response.message.header.bytes($0)) }
    informational = exchange.informational.map(\.status)
    request = exchange.hasRequest ? MessageSummary(exchange.request.message) : nil
    response = exchange.hasResponse ? MessageSummary(exchange.response.message) : nil
  }
}

/// A message in comparable form.
struct MessageSummary: Equatable {
  var header: [String]
  var trailers: [String]
  var headerWireByteCount: Int
  var headerListByteCount: Int
  var bodyByteCount: Int
  var missingBodyByteCount: Int
  var isComplete: Bool
  var start: Timestamp?
  var end: Timestamp?

  init(_ message: Message) {
    header = Self.lines(message.header)
    trailers = Self.lines(message.trailers)
    headerWireByteCount = message.headerWireByteCount
    headerListByteCount = message.headerListByteCount
    bodyByteCount = message.bodyByteCount
    missingBodyByteCount = message.missingBodyByteCount
    isComplete = message.isComplete
    start = message.start
    end = message.end
  }

  private static func lines(_ section: FieldSection) -> [String] {
    section.lines.map {
      String(decodingUTF8: section.name($0)) + ": " + String(decodingUTF8: section.value($0))
    }
  }
}

/// A request without content.
let get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
/// A response without content.
let noContent = "HTTP/1.1 204 No Content\r\n\r\n"
/// A response with five bytes of content.
let hello = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
