import Bytes
import ContentCoding
import EventStream
import Findings
import GRPC
import HTTP
import TLS

/// Who reads the decoded content of one message.
struct ContentReaders {
  let origin: ContentOrigin
  var hash: RunningHash?
  var grpc: GRPCMessageReader?
  var events: EventStreamReader?
  /// Bytes of content as they were sent, so far.
  var sentByteCount = 0
  private var reportedCount = 0

  init(of origin: ContentOrigin) {
    self.origin = origin
  }

  /// Whether there is nobody.
  var isEmpty: Bool { hash == nil && grpc == nil && events == nil }

  /// Puts those in place who read messages out of the content that a side sends in an exchange.
  mutating func addMessageReaders(for exchange: borrowing Exchange, undoesCompression: Bool) {
    switch origin.side {
    case .client:
      addGRPC(for: exchange.request.message.header, undoesCompression)
    case .server:
      addGRPC(for: exchange.response.message.header, undoesCompression)
      if exchange.response.message.header.announcesEvents { events = EventStreamReader() }
    }
  }

  private mutating func addGRPC(for header: borrowing FieldSection, _ undoesCompression: Bool) {
    guard let format = GRPCFormat(of: header) else { return }
    grpc = undoesCompression ? GRPCMessageReader(format, header: header) : GRPCMessageReader(format)
  }

  // MARK: Content

  /// The next decoded bytes.
  mutating func receive(_ bytes: RawSpan, at time: Timestamp, using pool: DecoderPool, into sink: MessageSink) {
    hash?.update(bytes)
    if grpc != nil {
      var messages: [GRPCMessage] = []
      grpc?.receive(bytes, at: time, using: pool, into: &messages)
      report(messages, to: sink)
    }
    if events != nil {
      var found: [ServerSentEvent] = []
      events?.receive(bytes, at: time, into: &found)
      for event in found { report(.event(event), to: sink) }
    }
  }

  /// Bytes of a content without codings were not captured.
  mutating func skip(_ byteCount: Int, at time: Timestamp, using pool: DecoderPool, into sink: MessageSink) {
    events?.skip(byteCount)
    guard grpc != nil else { return }
    var messages: [GRPCMessage] = []
    grpc?.skip(byteCount, at: time, using: pool, into: &messages)
    report(messages, to: sink)
  }

  /// The content ended.
  ///
  /// - Parameters:
  ///   - isComplete: whether it did so as its framing says.
  ///   - isDecoded: whether all of it came here.
  mutating func finish(isComplete: Bool, isDecoded: Bool, using pool: DecoderPool, into sink: MessageSink) {
    guard grpc != nil else { return }
    var messages: [GRPCMessage] = []
    grpc?.finish(isComplete: isComplete && isDecoded, using: pool, into: &messages)
    if !isDecoded { grpc?.giveUp() }
    report(messages, to: sink)
  }

  // MARK: Messages

  private mutating func report(_ messages: [GRPCMessage], to sink: MessageSink) {
    for message in messages { report(.grpc(message), to: sink) }
  }

  private mutating func report(_ message: ContentMessage.Body, to sink: MessageSink) {
    reportedCount += 1
    guard reportedCount <= AnalysisLimits.freeMessagesOfAContent + sentByteCount else { return }
    sink.receiver.receive(ContentMessage(origin: origin, body: message), of: sink.connection)
  }
}

extension FieldSection {
  /// Whether the content is a stream of events (HTML §9.2.5).
  fileprivate var announcesEvents: Bool {
    guard let line = first("content-type") else { return false }
    let value = value(line)
    let type: StaticString = "text/event-stream"
    let count = type.utf8CodeUnitCount
    guard value.byteCount >= count, value.extracting(0..<count).equalsIgnoringCase(type) else { return false }
    return value.byteCount == count || !ASCII.isTokenCharacter(value.byte(at: count))
  }
}
