import Bytes
import ContentCoding
import EventStream
import Findings
import GRPC
import HTTP

/// Content on its way: decoded and read as it comes, and reported with its exchange.
extension ExchangeRecorder {
  mutating func openContent(of exchange: inout Exchange, from side: Side) -> ContentHandle {
    guard exchange.upgrade != .webSocket else { return openWebSocketContent(of: exchange, from: side) }
    let isWanted = wantsContents && receiver.wants(contentOf: exchange, from: side, of: context)
    return contents.open(exchange, of: context.id, from: side, isWanted: isWanted)
  }

  mutating func receiveContent(_ bytes: RawSpan, of content: ContentHandle, at time: Timestamp) {
    if let content = WebSocketContent(content) {
      receive(bytes, from: content.side, ofWebSocket: content.place, at: time)
    } else {
      contents.receive(bytes, of: content, at: time, into: sink)
    }
  }

  mutating func skipContent(_ byteCount: Int, of content: ContentHandle, at time: Timestamp) {
    if let content = WebSocketContent(content) {
      skip(byteCount, from: content.side, ofWebSocket: content.place, at: time)
    } else {
      contents.skip(byteCount, of: content, at: time, into: sink)
    }
  }

  mutating func loseTrack(of content: ContentHandle, at time: Timestamp) {
    guard let content = WebSocketContent(content) else { return }
    skip(nil, from: content.side, ofWebSocket: content.place, at: time)
  }

  /// Where the messages go that are found in contents of the current connection.
  private var sink: MessageSink { MessageSink(receiver: receiver, connection: context) }

  /// Ends the contents of an exchange, and says what they turned out to be.
  ///
  /// - Parameter sample: set to the beginning of the response's content, if that could have been compressed.
  mutating func closeContents(of exchange: inout Exchange, sample: inout BodySample?) -> ContentFacts {
    closeWebSocketContents(of: &exchange)
    let stream = exchange.stream
    var request = ContentOutcome()
    var response = ContentOutcome()
    if exchange.hasRequest {
      contents.close(&exchange.request.message, noting: &request, into: sink)
      if !request.isOrdinary { report(request, of: exchange.request.message, from: .client, stream: stream) }
    }
    if exchange.hasResponse {
      contents.close(&exchange.response.message, noting: &response, into: sink)
      if !response.isOrdinary { report(response, of: exchange.response.message, from: .server, stream: stream) }
      sample = response.sample
    }
    return facts(of: exchange, request, response)
  }

  /// What the contents of an exchange turned out to be; what is odd about them is reported.
  private mutating func facts(
    of exchange: borrowing Exchange, _ request: borrowing ContentOutcome, _ response: borrowing ContentOutcome
  ) -> ContentFacts {
    let end = exchange.response.message.end ?? exchange.request.message.end ?? context.start
    var facts = ContentFacts()
    facts.isDNSOverHTTPS = exchange.isDNSOverHTTPS
    if request.messages != nil || response.messages != nil {
      let suppressed = (request.messages?.suppressedCount ?? 0) + (response.messages?.suppressedCount ?? 0)
      if suppressed > 0 { receive(.messagesSuppressed(suppressed, stream: exchange.stream), at: end) }
    }
    if let events = response.messages?.events {
      let isWhole = !events.hasGap && response.problem == nil
      facts.eventCount = isWhole ? events.eventCount : nil
      if isWhole, events.isInEvent, exchange.response.message.isComplete {
        receive(.eventCut(stream: exchange.stream), at: end)
      }
    }
    if GRPCFormat(of: exchange.request.message.header) != nil || request.messages?.grpc != nil
      || response.messages?.grpc != nil
    {
      let requests = GRPCMessageReader(of: exchange.request.message, readBy: request)
      let responses = GRPCMessageReader(of: exchange.response.message, readBy: response)
      facts.call = GRPCCall(exchange, requests: requests, responses: responses)
      for finding in facts.call?.findings(exchange, requests: requests, responses: responses) ?? [] {
        receive(finding, at: end)
      }
    }
    return facts
  }

  private mutating func report(
    _ outcome: borrowing ContentOutcome, of message: borrowing Message, from side: Side, stream: UInt32?
  ) {
    let coded = CodedMessage(
      sender: side, stream: stream, codings: message.header.codings, dictionary: outcome.missingDictionary)
    let end = outcome.failure ?? message.end ?? context.start
    if let problem = outcome.problem {
      guard let finding = Finding.content(problem, of: coded, decoded: outcome.decodedByteCount) else { return }
      receive(finding, at: end)
      return
    }
    if outcome.trailingByteCount > 0 { receive(.contentTrailingBytes(outcome.trailingByteCount, of: coded), at: end) }
    if outcome.isRawDeflate { receive(.contentRawDeflate(of: coded), at: end) }
    if outcome.isCodedAgain, message.header.isOfTextType { receive(.contentCodedTwice(of: coded), at: end) }
  }
}

extension GRPCMessageReader {
  /// What read the messages of a content; if nobody did, a reader that says whether there may be any.
  fileprivate init(of message: borrowing Message, readBy outcome: borrowing ContentOutcome) {
    if let reader = outcome.messages?.grpc {
      self = reader
    } else {
      self.init(.grpc)
      if outcome.problem != nil, GRPCFormat(of: message.header) != nil { giveUp() }
    }
  }
}

extension FieldSection {
  /// The values of Content-Encoding and Transfer-Encoding, for a person.
  fileprivate var codings: String {
    var values: [String] = []
    for name: StaticString in ["content-encoding", "transfer-encoding"] {
      for line in lines where self.name(line).equalsIgnoringCase(name) {
        values.append(String(decodingUTF8: value(line)))
      }
    }
    return values.joined(separator: ", ")
  }

  /// Whether Content-Type says text: never the beginning of coded data.
  fileprivate var isOfTextType: Bool {
    let type = MediaType(of: self)
    return type.begins(with: "text/") || type.begins(with: "application/json")
      || type.begins(with: "application/javascript") || type.begins(with: "application/xml")
  }
}
