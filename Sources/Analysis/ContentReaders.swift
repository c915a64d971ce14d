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
  /// Whether the receiver of the records wants it as it comes.
  var isWanted = false
  var hash: RunningHash?
  var grpc: GRPCMessageReader?
  var events: EventStreamReader?
  /// The beginning of a body that was not compressed and could have been.
  var sample: BodySample?
  /// Bytes of content as they were sent, so far.
  var sentByteCount = 0
  private var reportedCount = 0
  /// Messages that were counted but not reported: too many for what was sent.
  private(set) var suppressedCount = 0
  /// What was found in the piece that is being read; empty between two, and kept for its storage.
  private var messages: [GRPCMessage] = []
  private var found: [ServerSentEvent] = []

  init(of origin: ContentOrigin) {
    self.origin = origin
  }

  /// Whether there is nobody.
  var isEmpty: Bool { !isWanted && hash == nil && grpc == nil && events == nil && sample == nil }

  /// Whether somebody asks when each byte came.
  var areTimed: Bool { grpc != nil || events != nil }

  /// Puts those in place who read messages out of the content that a side sends in an exchange.
  mutating func addMessageReaders(for exchange: borrowing Exchange, undoesCompression: Bool) {
    switch origin.side {
    case .client:
      addGRPC(for: exchange.request.message.header, undoesCompression)
    case .server:
      addGRPC(for: exchange.response.message.header, undoesCompression)
      if MediaType(of: exchange.response.message.header).isEventStream { events = EventStreamReader() }
    }
  }

  private mutating func addGRPC(for header: borrowing FieldSection, _ undoesCompression: Bool) {
    guard let format = GRPCFormat(of: header) else { return }
    grpc = undoesCompression ? GRPCMessageReader(format, header: header) : GRPCMessageReader(format)
  }

  // MARK: Content

  /// The next decoded bytes.
  mutating func receive(_ bytes: RawSpan, at time: Timestamp, using pool: DecoderPool, into sink: MessageSink) {
    if isWanted { sink.receiver.receive(bytes, of: origin, of: sink.connection) }
    hash?.update(bytes)
    sample?.receive(bytes)
    grpc?.receive(bytes, at: time, using: pool, into: &messages)
    events?.receive(bytes, at: time, into: &found)
    report(to: sink)
  }

  /// Bytes of a content without codings were not captured.
  mutating func skip(_ byteCount: Int, at time: Timestamp, using pool: DecoderPool, into sink: MessageSink) {
    passOn(missing: byteCount, to: sink)
    events?.skip(byteCount)
    grpc?.skip(byteCount, at: time, using: pool, into: &messages)
    report(to: sink)
  }

  /// Tells the receiver of the records, if it wants the content, that so many bytes of it were not captured.
  func passOn(missing byteCount: Int, to sink: MessageSink) {
    if isWanted { sink.receiver.skip(byteCount, of: origin, of: sink.connection) }
  }

  /// The content ended.
  ///
  /// - Parameters:
  ///   - isComplete: whether it did so as its framing says.
  ///   - isDecoded: whether all of it came here.
  mutating func finish(isComplete: Bool, isDecoded: Bool, using pool: DecoderPool, into sink: MessageSink) {
    grpc?.finish(isComplete: isComplete && isDecoded, using: pool, into: &messages)
    if !isDecoded { grpc?.giveUp() }
    report(to: sink)
  }

  // MARK: Messages

  private mutating func report(to sink: MessageSink) {
    for index in messages.indices { report(.grpc(messages[index]), to: sink) }
    for index in found.indices { report(.event(found[index]), to: sink) }
    messages.removeAll(keepingCapacity: true)
    found.removeAll(keepingCapacity: true)
  }

  private mutating func report(_ message: ContentMessage.Body, to sink: MessageSink) {
    guard reportedCount < AnalysisLimits.freeMessagesOfAContent + sentByteCount else {
      suppressedCount += 1
      return
    }
    reportedCount += 1
    sink.receiver.receive(ContentMessage(origin: origin, body: message), of: sink.connection)
  }
}
