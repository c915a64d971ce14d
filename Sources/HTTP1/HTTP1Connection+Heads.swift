import Bytes
import Findings
import HTTP

extension HTTP1Connection {
  /// Begins a message, or finds that there is none.
  mutating func beginMessage<R: HTTPReceiver>(
    _ bytes: RawSpan, _ position: inout Int, from side: Side, at time: Timestamp, into receiver: inout R
  ) {
    if side == .server { endSimpleRequest() }
    if !(side == .server && isSimpleRequestAnswered) {
      // RFC 9112 §2.2: empty lines before a message are ignored.
      while bytes.byte(at: position) == ASCII.carriageReturn || bytes.byte(at: position) == ASCII.lineFeed {
        position += 1
        if position == bytes.byteCount { return }
      }
    }
    guard StartLine.canBegin(with: bytes.extracting(from: position), from: side) else {
      readers[side].beginHolding(.idle, at: time)
      refuseMessage(from: side, at: time, searching: .searching, into: &receiver)
      return
    }
    if let lineFeed = bytes.firstIndex(of: ASCII.lineFeed, from: position),
      let end = bytes.sectionEnd(from: lineFeed + 1), end - position <= HTTP1Limits.headByteCount
    {
      let head = bytes.extracting(position..<end)
      if completeHead(head, from: side, start: time, at: time) {
        position = end
      } else {
        readers[side].beginHolding(.idle, at: time)
        refuseMessage(from: side, at: time, searching: .searching, into: &receiver)
      }
      return
    }
    readers[side].beginHolding(.head, at: time)
    if side == .client { beginRequest(at: time) }
    continueHead(bytes, &position, from: side, at: time, into: &receiver)
  }

  /// Continues a head line by line in `held`.
  mutating func continueHead<R: HTTPReceiver>(
    _ bytes: RawSpan, _ position: inout Int, from side: Side, at time: Timestamp, into receiver: inout R
  ) {
    while position < bytes.byteCount {
      let isFirstLine = readers[side].heldLineStart == 0
      let isWhole = readers[side].holdLine(of: bytes, at: &position, limit: HTTP1Limits.headByteCount + 1)
      guard readers[side].held.count <= HTTP1Limits.headByteCount else {
        note(.headTooLarge, from: side, at: time)
        abandon(side, at: time, into: &receiver)
        readers[side].phase = .searchingLineEnd
        return
      }
      if isFirstLine, !readers[side].mayHoldMessage(from: side, isWhole: isWhole) {
        refuseMessage(from: side, at: time, searching: isWhole ? .searching : .searchingLineEnd, into: &receiver)
        return
      }
      guard isWhole else { return }
      if readers[side].endsInEmptyLine {
        completeHeldHead(from: side, at: time)
        return
      }
      readers[side].heldLineStart = readers[side].held.count
    }
  }

  /// Begins a message whose first line was found in `held` after a search.
  mutating func beginHeldMessage(from side: Side) {
    if side == .server { endSimpleRequest() }
    readers[side].phase = .head
    readers[side].heldLineStart = readers[side].held.count
    if side == .client { beginRequest(at: readers.client.heldSince) }
  }

  private mutating func beginRequest(at start: Timestamp) {
    pending.beginRequest(at: start, isFirst: statistics.requests == 0)
  }

  private mutating func completeHeldHead(from side: Side, at time: Timestamp) {
    let held = readers[side].takeHeld()
    // The first line was found possible when it was complete.
    _ = completeHead(held.bytes, from: side, start: readers[side].heldSince, at: time)
    readers[side].reuse(held)
  }

  /// Reads a whole head; false when its first line is none.
  private mutating func completeHead(
    _ head: RawSpan, from side: Side, start: Timestamp, at time: Timestamp
  ) -> Bool {
    switch side {
    case .client: completeRequestHead(head, start: start, at: time)
    case .server: completeResponseHead(head, start: start, at: time)
    }
  }
}

// MARK: - Requests

extension HTTP1Connection {
  private mutating func completeRequestHead(_ head: RawSpan, start: Timestamp, at time: Timestamp) -> Bool {
    let lineFeed = head.firstIndex(of: ASCII.lineFeed) ?? head.byteCount
    let text = head.extracting(0..<lineFeed)
    guard let line = RequestLine(text.withoutReturn) else { return false }
    var oddities = line.oddities
    if text.withoutReturn.byteCount == text.byteCount { oddities.insert(.bareLineFeed) }
    if !pending.isRequestOpen { beginRequest(at: start) }
    statistics.requests += 1

    let index = pending.requestCursor
    let fields = pending[index].exchange.request.read(
      line, of: head, fieldsStart: min(head.byteCount, lineFeed + 1), isSecure: isSecure, noting: &oddities)
    let version = line.version ?? (pending[index].exchange.request.message.header.isEmpty ? .http09 : .http10)
    pending[index].exchange.version = version
    // RFC 9110 §7.8: Upgrade in HTTP/1.0 is ignored.
    pending[index].mayEndHTTP1 =
      pending[index].exchange.request.isCONNECT || fields.upgrade != nil && version == .http11
    let framing = BodyFraming(request: fields, version: version, noting: &oddities)
    note(oddities, from: .client, at: time)
    beginContent(framing, of: .client, at: time)
    return true
  }

  /// Whether the response at its cursor answers a request of HTTP/0.9.
  private var isSimpleRequestAnswered: Bool {
    pending.responseCursor < pending.requestCursor && pending.responseCursor < pending.count
      && pending[pending.responseCursor].exchange.version == .http09
  }

  /// Ends a request without a version whose lines are complete, because the server answers it: HTTP/0.9 knows no empty
  /// line (RFC 1945 §4.1).
  mutating func endSimpleRequest() {
    guard readers.client.phase == .head, readers.client.held.count > 0,
      readers.client.heldLineStart == readers.client.held.count
    else { return }
    guard let line = RequestLine(readers.client.held.bytes.firstLineSoFar), line.version == nil else { return }
    let time = readers.client.heldSince
    completeHeldHead(from: .client, at: time)
  }
}

// MARK: - Responses

extension HTTP1Connection {
  private mutating func completeResponseHead(_ head: RawSpan, start: Timestamp, at time: Timestamp) -> Bool {
    let lineFeed = head.firstIndex(of: ASCII.lineFeed) ?? head.byteCount
    let text = head.extracting(0..<lineFeed)
    guard let line = StatusLine(text.withoutReturn) else { return false }
    var oddities = line.oddities
    if text.withoutReturn.byteCount == text.byteCount { oddities.insert(.bareLineFeed) }
    pending.beginResponse(at: start, pipelines: statistics.pipelinedRequests > 0)

    let index = pending.responseCursor
    let fields = pending[index].exchange.response.read(
      line, of: head, fieldsStart: min(head.byteCount, lineFeed + 1), noting: &oddities)
    pending[index].exchange.response.message.start = start
    if !pending[index].exchange.hasRequest { pending[index].exchange.version = line.version }
    let framing = BodyFraming(
      response: fields, version: line.version, status: line.status, toHEAD: isRequest(at: index, "HEAD "),
      toCONNECT: isRequest(at: index, "CONNECT "), noting: &oddities)
    note(oddities, from: .server, at: time)
    if line.status == 101 {
      agreeOnUpgrade(fields, at: index, time)
    } else if let status = line.status, status >= 100, status < 200 {
      keepInterimResponse(status, at: index, time)
    } else {
      beginFinalResponse(framing, at: index, time)
    }
    return true
  }

  /// Whether the request of an exchange has a method. The method may be known before its head is complete.
  private func isRequest(at index: Int, _ methodAndSpace: StaticString) -> Bool {
    if index == pending.requestCursor, pending.isRequestOpen, readers.client.phase == .head {
      return readers.client.held.bytes.matches(methodAndSpace)
    }
    return methodAndSpace.utf8CodeUnitCount == 5
      ? pending[index].exchange.request.isHEAD : pending[index].exchange.request.isCONNECT
  }

  private mutating func beginFinalResponse(_ framing: BodyFraming, at index: Int, _ time: Timestamp) {
    pending[index].exchange.hasResponse = true
    noteResponse(at: index, from: pending[index].exchange.response.message.start ?? time)
    guard framing == .tunnel else {
      beginFinalContent(framing, at: index, time)
      return
    }
    pending[index].exchange.upgrade = .connectTunnel
    pending[index].exchange.response.message.isComplete = true
    pending[index].exchange.response.message.end = time
    agreedUpgrade = .connectTunnel
    readers.server.beginHolding(.holding, at: time)
  }

  private mutating func beginFinalContent(_ framing: BodyFraming, at index: Int, _ time: Timestamp) {
    guard !pending[index].exchange.hasRequest, framing != .none, framing != .length(0) else {
      beginContent(framing, of: .server, at: time)
      return
    }
    self[messageOf: .server].end = time
    readers.server.beginHolding(.contentUnlessHEAD(framing), at: time)
  }

  /// Puts an interim response aside, from where the final one will be read into (RFC 9110 §15.2).
  private mutating func keepInterimResponse(_ status: Int, at index: Int, _ time: Timestamp) {
    if pending[index].exchange.informational.count < HTTP1Limits.informationalResponses {
      pending[index].exchange.informational.append(
        InformationalResponse(status: status, header: pending[index].exchange.response.message.header, time: time))
      pending.charge(pending[index].exchange.response.message.heldByteCount, to: index)
    } else {
      note(.tooManyInterimResponses, from: .server, at: time)
    }
    pending[index].exchange.response.reset()
    readers.server.phase = .idle
  }

  /// Takes in a 101: HTTP/1 ends behind it (RFC 9110 §15.2.2).
  private mutating func agreeOnUpgrade(_ fields: FramingFields, at index: Int, _ time: Timestamp) {
    let upgrade = Upgrade(answer: fields.upgrade, of: pending[index].exchange)
    if pending[index].exchange.hasRequest, !pending[index].mayEndHTTP1, pending[index].exchange.request.method != nil {
      note(.switchNotAskedFor, from: .server, at: time)
    }
    pending[index].exchange.upgrade = upgrade
    if upgrade == .h2c {
      keepInterimResponse(101, at: index, time)
    } else {
      pending[index].exchange.hasResponse = true
      pending[index].exchange.response.message.isComplete = true
      pending[index].exchange.response.message.end = time
      noteResponse(at: index, from: pending[index].exchange.response.message.start ?? time)
    }
    agreedUpgrade = upgrade
    readers.server.beginHolding(.holding, at: time)
  }
}

// MARK: - No messages

extension HTTP1Connection {
  /// What stands where a message must begin is none: looks for one in the lines from here on.
  ///
  /// - Parameter phase: `searching` at the beginning of a line, else `searchingLineEnd`.
  private mutating func refuseMessage<R: HTTPReceiver>(
    from side: Side, at time: Timestamp, searching phase: SideReader.Phase, into receiver: inout R
  ) {
    if side == .server, isSimpleRequestAnswered {
      beginSimpleResponse(at: time, into: &receiver)
      return
    }
    note(.notHTTP, from: side, at: time)
    switch side {
    case .client: pending.cancelRequest()
    case .server: pending.hasLostResponses = true
    }
    readers[side].beginHolding(phase, at: time)
  }

  /// Begins the response of HTTP/0.9: content alone, up to the close (RFC 1945 §6).
  private mutating func beginSimpleResponse<R: HTTPReceiver>(at time: Timestamp, into receiver: inout R) {
    let start = readers.server.heldSince
    let held = readers.server.takeHeld()
    pending.beginResponse(at: start, pipelines: false)
    let index = pending.responseCursor
    pending[index].exchange.hasResponse = true
    pending[index].exchange.response.message.start = start
    noteResponse(at: index, from: start)
    addContent(held.bytes, from: .server, at: time, into: &receiver)
    readers.server.reuse(held)
    beginContent(.untilClose, of: .server, at: time)
  }
}
