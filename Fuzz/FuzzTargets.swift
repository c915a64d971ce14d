import Analysis
import Bytes
import Capture
import Findings
import HPACK
import HTTP
import HTTP1
import HTTP2
import Packet

/// A capture file through the whole pipeline.
func fuzzCapture(_ input: [UInt8]) {
  guard var captures = try? CaptureSet([.bytes(input, name: "input")], filter: nil) else { return }
  var pipeline = Pipeline(receiver: CountingReceiver())
  pipeline.run(&captures) { true }
}

/// One packet: two bytes of link type, then its bytes.
func fuzzPacket(_ input: [UInt8]) {
  guard input.count >= 2 else { return }
  var decoder = PacketDecoder()
  let bytes = input.rawSpan
  let linkType = LinkType(rawValue: UInt32(bytes.uint16(at: 0)))
  // Twice, so that fragments meet themselves.
  for second in 0..<2 {
    decoder.decode(
      bytes.extracting(from: 2), originalByteCount: input.count, linkType: linkType,
      at: Timestamp(nanoseconds: Int64(second))
    ) { segment, payload in
      precondition(payload.byteCount + segment.missingPayloadByteCount >= 0)
    }
  }
}

/// Field blocks, each after its length in one byte; a length of 255 forgets the table, 254 changes its size.
func fuzzHPACK(_ input: [UInt8]) {
  guard let first = input.first else { return }
  var decoder = HPACKDecoder(isFromStart: first & 1 == 0)
  var section = FieldSection()
  var reader = ByteReader(input.rawSpan)
  _ = reader.readUInt8()
  while let length = reader.readUInt8() {
    switch length {
    case 255: decoder.forgetEntries()
    case 254: decoder.setAllowedTableByteCount(Int(reader.readUInt16() ?? 0))
    default:
      guard let range = reader.readRange(min(Int(length), reader.remainingCount)) else { return }
      section.removeAll()
      _ = decoder.decode(reader.bytes.extracting(range), into: &section)
    }
  }
}

/// A conversation in HTTP/1.x.
func fuzzHTTP1(_ input: [UInt8]) {
  var connection = HTTP1Connection(isSecure: false)
  var receiver = CountingReceiver()
  Conversation.forEachStep(of: input) { step, bytes, side, time in
    switch step {
    case .receive:
      if case .switchProtocol(_, let consumed) = connection.receive(bytes, from: side, at: time, into: &receiver) {
        precondition(consumed <= bytes.byteCount)
        _ = connection.takeUpgradedExchange()
        return false
      }
    case .skip(let count): connection.skip(count, from: side, at: time, into: &receiver)
    case .finish(let reason): connection.finish(side, reason: reason, at: time, into: &receiver)
    }
    return true
  }
}

/// A conversation in HTTP/2; the first bit says whether it begins with the preface.
func fuzzHTTP2(_ input: [UInt8]) {
  guard let first = input.first else { return }
  var connection = first & 1 == 0 ? HTTP2Connection(isSecure: false) : HTTP2Connection(midStreamIsSecure: false)
  var receiver = CountingReceiver()
  Conversation.forEachStep(of: Array(input.dropFirst())) { step, bytes, side, time in
    switch step {
    case .receive: connection.receive(bytes, from: side, at: time, into: &receiver)
    case .skip(let count): connection.skip(count, from: side, at: time, into: &receiver)
    case .finish(let reason): connection.finish(side, reason: reason, at: time, into: &receiver)
    }
    return true
  }
}

/// Input as a conversation: each step is a byte that says what, two of length, and bytes.
enum Conversation {
  enum Step {
    case receive
    case skip(Int)
    case finish(EndReason)
  }

  /// Calls `body` with each step until it answers false; both sides are finished at the end.
  static func forEachStep(of input: [UInt8], _ body: (Step, RawSpan, Side, Timestamp) -> Bool) {
    var reader = ByteReader(input.rawSpan)
    var time = Timestamp(nanoseconds: 0)
    var isFinished = BySide(both: false)
    let nothing: [UInt8] = []
    while let what = reader.readUInt8(), let length = reader.readUInt16() {
      let side: Side = what & 1 == 0 ? .client : .server
      time.nanoseconds += 1_000_000
      if isFinished[side] { continue }
      switch what >> 1 & 7 {
      case 6:
        guard body(.skip(Int(length) + 1), nothing.rawSpan, side, time) else { return }
      case 7:
        isFinished[side] = true
        guard body(.finish(length & 1 == 0 ? .closed : .reset), nothing.rawSpan, side, time) else { return }
      default:
        guard let range = reader.readRange(min(Int(length), reader.remainingCount)) else { return }
        guard body(.receive, reader.bytes.extracting(range), side, time) else { return }
      }
    }
    for side in Side.allCases where !isFinished[side] {
      guard body(.finish(.captureEnd), nothing.rawSpan, side, time) else { return }
    }
  }
}

/// Looks at all that it is given, so that a bad range in it does not stay hidden.
struct CountingReceiver: HTTP2Receiver, RecordReceiver {
  var count = 0

  var wantsFrames: Bool { true }

  mutating func receive(_ exchange: inout Exchange) { look(at: exchange) }
  mutating func receive(_ finding: Finding, at time: Timestamp) { count += finding.message.utf8.count }
  mutating func receive(_ frame: FrameRecord, from side: Side, at time: Timestamp) { count += frame.length }
  mutating func receive(_ capture: CaptureRecord) { count += capture.files.count }
  mutating func receive(_ exchange: borrowing Exchange, of connection: ConnectionContext) { look(at: exchange) }
  mutating func receive(_ connection: borrowing ConnectionRecord) { count += connection.exchangeCount }
  mutating func receive(_ finding: Finding, of connection: ConnectionContext?, at time: Timestamp?) { count += 1 }
  mutating func receive(
    _ frame: borrowing FrameRecord, from side: Side, of connection: ConnectionContext, at time: Timestamp
  ) { count += frame.length }
  mutating func receive(_ summary: borrowing SummaryRecord) { count += summary.packets }

  private mutating func look(at exchange: borrowing Exchange) {
    for message in [exchange.request.message, exchange.response.message] {
      precondition(message.bodyByteCount >= 0 && message.headerWireByteCount >= 0)
      for section in [message.header, message.trailers] {
        for line in section.lines { count += section.name(line).byteCount + section.value(line).byteCount }
      }
    }
    for range in [exchange.request.method, exchange.request.scheme, exchange.request.authority, exchange.request.path] {
      if let range { count += exchange.request.message.header.bytes(range).byteCount }
    }
    if let reason = exchange.response.reason { count += exchange.response.message.header.bytes(reason).byteCount }
  }
}
