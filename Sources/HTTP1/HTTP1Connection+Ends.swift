import Bytes
import Findings
import HTTP

extension HTTP1Connection {
  /// The message of a side ended as its framing says.
  mutating func endMessage(of side: Side, at time: Timestamp) {
    self[messageOf: side].isComplete = true
    self[messageOf: side].end = time
    switch side {
    case .client:
      let awaitsAnswer =
        pending[pending.requestCursor].mayEndHTTP1 && !pending[pending.requestCursor].exchange.hasResponse
        && !pending.isServerFinished
      pending.endRequest()
      readers.client.beginHolding(awaitsAnswer ? .holding : .idle, at: time)
    case .server:
      noteDepth(at: time)
      previousResponseEnd = time
      pending.endResponse()
      readers.server.phase = .idle
    }
  }

  /// The message of a side ended early or cannot be followed any further: closes it as it is. The caller sets the phase.
  mutating func abandon<R: HTTPReceiver>(_ side: Side, at time: Timestamp, into receiver: inout R) {
    if side == .server { takeHeldAsContent(into: &receiver) }
    switch readers[side].phase {
    case .head:
      readTruncatedHead(of: side, at: time)
    case .content, .contentUnlessHEAD, .chunked, .trailers, .untilClose:
      endIncomplete(side)
    case .idle, .searching, .searchingLineEnd, .holding, .over:
      break
    }
    readers[side].held.removeAll()
    readers[side].phase = .idle
  }

  private mutating func endIncomplete(_ side: Side) {
    switch side {
    case .client: pending.endRequest()
    case .server: pending.endResponse()
    }
  }

  /// Gives up the oldest of too many exchanges.
  mutating func limitPending<R: HTTPReceiver>(at time: Timestamp, into receiver: inout R) {
    guard pending.isOverfull else { return }
    note(.tooManyPending, from: .client, at: time)
    switch readers.server.phase {
    case .content, .contentUnlessHEAD, .chunked, .trailers, .untilClose:
      abandon(.server, at: time, into: &receiver)
      readers.server.phase = .searchingLineEnd
    case .idle, .head, .searching, .searchingLineEnd, .holding, .over:
      if pending.responseCursor < pending.requestCursor {
        pending.giveUpResponse()
      } else {
        abandon(.client, at: time, into: &receiver)
        readers.client.phase = .searchingLineEnd
      }
    }
  }

  /// Whether the server has answered the last complete request, or will not.
  var isLastRequestDecided: Bool {
    pending.requestCursor == 0 || pending.responseCursor >= pending.requestCursor
      || pending[pending.requestCursor - 1].exchange.hasResponse
  }

  /// Sets what is known of the exchange at the front only now that it is finished.
  mutating func concludeFront() {
    pending[0].exchange.index = pending.takenCount
    pending[0].exchange.state = pending[0].exchange.finalState(wasReset: wasReset)
    if isPipelined(at: 0) { statistics.pipelinedRequests += 1 }
  }
}

// MARK: - Truncated heads

extension HTTP1Connection {
  /// Takes in what is held of a head: the lines that are complete.
  private mutating func readTruncatedHead(of side: Side, at time: Timestamp) {
    let held = readers[side].takeHeld()
    switch side {
    case .client: readTruncatedRequest(held.bytes, at: time)
    case .server: readTruncatedResponse(held.bytes, at: time)
    }
    readers[side].reuse(held)
  }

  private mutating func readTruncatedRequest(_ head: RawSpan, at time: Timestamp) {
    let index = pending.requestCursor
    guard pending.isRequestOpen, index < pending.count else { return }
    if let line = RequestLine(head.firstLineSoFar) {
      var oddities = Oddities()
      _ = pending[index].exchange.request.read(
        line, of: head, fieldsStart: head.secondLineStart, isSecure: isSecure, noting: &oddities)
      if let version = line.version { pending[index].exchange.version = version }
      note(oddities, from: .client, at: time)
    }
    statistics.requests += 1
    pending[index].exchange.request.message.end = time
    pending.endRequest()
  }

  private mutating func readTruncatedResponse(_ head: RawSpan, at time: Timestamp) {
    let line = StatusLine(head.firstLineSoFar)
    if let status = line?.status, status >= 100, status < 200 { return }
    pending.beginResponse(at: readers.server.heldSince, pipelines: statistics.pipelinedRequests > 0)
    let index = pending.responseCursor
    pending[index].exchange.hasResponse = true
    if let line {
      var oddities = Oddities()
      _ = pending[index].exchange.response.read(
        line, of: head, fieldsStart: head.secondLineStart, noting: &oddities)
      if !pending[index].exchange.hasRequest { pending[index].exchange.version = line.version }
      note(oddities, from: .server, at: time)
    }
    pending[index].exchange.response.message.start = readers.server.heldSince
    pending[index].exchange.response.message.end = time
    pending.endResponse()
  }
}

// MARK: - Gaps and the end

extension HTTP1Connection {
  /// Bytes of a side are missing here.
  mutating func passGap<R: HTTPReceiver>(
    _ byteCount: Int, from side: Side, at time: Timestamp, into receiver: inout R
  ) {
    if side == .server { takeHeldAsContent(into: &receiver) }
    switch readers[side].phase {
    case .content:
      let missing = min(byteCount, readers[side].remaining)
      loseContent(missing, from: side, at: time, into: &receiver)
      readers[side].remaining -= missing
      if readers[side].remaining == 0 { endMessage(of: side, at: self[messageOf: side].end ?? time) }
      if missing < byteCount { lose(side, at: time, into: &receiver) }
    case .chunked:
      let missing = min(byteCount, readers[side].chunks.dueByteCount)
      loseContent(missing, from: side, at: time, into: &receiver)
      if missing > 0 { readers[side].chunks.skip(missing) }
      if missing < byteCount { lose(side, at: time, into: &receiver) }
    case .untilClose:
      loseContent(byteCount, from: side, at: time, into: &receiver)
    case .holding where side == .client:
      breakHold(of: .client)
    case .idle, .head, .contentUnlessHEAD, .trailers, .searching, .searchingLineEnd, .holding:
      lose(side, at: time, into: &receiver)
    case .over:
      break
    }
  }

  /// Loses the framing of a side: unknown many messages may be missing before the next one that is found.
  private mutating func lose<R: HTTPReceiver>(_ side: Side, at time: Timestamp, into receiver: inout R) {
    abandon(side, at: time, into: &receiver)
    switch side {
    case .client: pending.hasLostRequests = true
    case .server: pending.hasLostResponses = true
    }
    readers[side].beginHolding(.searching, at: time)
  }

  /// No more bytes of a side will come.
  mutating func end<R: HTTPReceiver>(
    _ side: Side, reason: EndReason, at time: Timestamp, into receiver: inout R
  ) {
    if reason == .reset { wasReset = true }
    isFinished[side] = true
    if side == .client { endSimpleRequest() }
    if reason == .closed { noteEarlyClose(of: side, at: time) }
    switch side {
    case .client:
      if readers.client.phase != .holding || isFinished.server { abandon(.client, at: time, into: &receiver) }
    case .server:
      takeHeldAsContent(into: &receiver)
      if readers.server.phase == .untilClose, reason == .closed {
        endMessage(of: .server, at: self[messageOf: .server].end ?? time)
      }
      if agreedUpgrade != nil {
        agreedUpgrade = nil
        pending.endResponse()
      }
      abandon(.server, at: time, into: &receiver)
      pending.isServerFinished = true
      if readers.client.phase == .holding { abandon(.client, at: time, into: &receiver) }
    }
    if isFinished.client, isFinished.server { pending.isFinished = true }
  }

  /// Notes that a side closes the connection inside a message (RFC 9112 §8).
  private mutating func noteEarlyClose(of side: Side, at time: Timestamp) {
    switch readers[side].phase {
    case .head, .content, .chunked, .trailers:
      note(.closedEarly, from: side, at: time)
    case .idle, .contentUnlessHEAD, .untilClose, .searching, .searchingLineEnd, .holding, .over:
      break
    }
  }
}
