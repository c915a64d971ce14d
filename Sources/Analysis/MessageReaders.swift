import ContentCoding
import EventStream
import Findings
import GRPC
import HTTP

/// Who reads messages out of the decoded content of one message: of a call, or events.
///
/// An object, since few contents have such readers and they are large: a reference is all that the others carry about.
final class MessageReaders {
  private(set) var grpc: GRPCMessageReader?
  private(set) var events: EventStreamReader?
  private var reportedCount = 0
  /// Messages that were counted but not reported: too many for what was sent.
  private(set) var suppressedCount = 0
  /// What was found in the piece that is being read; empty between two, and kept for its storage.
  private var messages: [GRPCMessage] = []
  private var found: [ServerSentEvent] = []

  /// Those who read what a side sends in an exchange; nil when its content is of no such type.
  init?(for exchange: borrowing Exchange, from side: Side, undoesCompression: Bool) {
    switch side {
    case .client:
      addGRPC(for: exchange.request.message.header, undoesCompression)
    case .server:
      addGRPC(for: exchange.response.message.header, undoesCompression)
      if MediaType(of: exchange.response.message.header).isEventStream { events = EventStreamReader() }
    }
    if grpc == nil, events == nil { return nil }
  }

  private func addGRPC(for header: borrowing FieldSection, _ undoesCompression: Bool) {
    guard let format = GRPCFormat(of: header) else { return }
    grpc = undoesCompression ? GRPCMessageReader(format, header: header) : GRPCMessageReader(format)
  }

  // MARK: Content

  /// The next decoded bytes.
  ///
  /// - Parameter place: where the content stands and how much of it was sent until now.
  func receive(_ bytes: RawSpan, at time: Timestamp, using pool: DecoderPool, from place: Place, into sink: MessageSink)
  {
    grpc?.receive(bytes, at: time, using: pool, into: &messages)
    events?.receive(bytes, at: time, into: &found)
    report(from: place, to: sink)
  }

  /// Bytes of a content without codings were not captured.
  func skip(_ byteCount: Int, at time: Timestamp, using pool: DecoderPool, from place: Place, into sink: MessageSink) {
    events?.skip(byteCount)
    grpc?.skip(byteCount, at: time, using: pool, into: &messages)
    report(from: place, to: sink)
  }

  /// The content ended.
  ///
  /// - Parameters:
  ///   - isComplete: whether it did so as its framing says.
  ///   - isDecoded: whether all of it came here.
  func finish(isComplete: Bool, isDecoded: Bool, using pool: DecoderPool, from place: Place, into sink: MessageSink) {
    grpc?.finish(isComplete: isComplete && isDecoded, using: pool, into: &messages)
    if !isDecoded { grpc?.giveUp() }
    report(from: place, to: sink)
  }

  /// Which content it is, and how many bytes of it were sent until now.
  struct Place {
    let origin: ContentOrigin
    let sentByteCount: Int
  }

  // MARK: Messages

  private func report(from place: Place, to sink: MessageSink) {
    for index in messages.indices { report(.grpc(messages[index]), from: place, to: sink) }
    for index in found.indices { report(.event(found[index]), from: place, to: sink) }
    messages.removeAll(keepingCapacity: true)
    found.removeAll(keepingCapacity: true)
  }

  private func report(_ message: ContentMessage.Body, from place: Place, to sink: MessageSink) {
    guard reportedCount < AnalysisLimits.freeMessagesOfAContent + place.sentByteCount else {
      suppressedCount += 1
      return
    }
    reportedCount += 1
    sink.receiver.receive(ContentMessage(origin: place.origin, body: message), of: sink.connection)
  }
}
