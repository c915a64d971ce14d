import DequeModule
import Findings
import HTTP

/// Pairs the requests of a connection with its responses, first in, first out (RFC 9112 §9.3.2).
///
/// One queue and two cursors: the client writes requests at one, the server responses at the other, and whoever comes
/// first makes the exchange. An exchange leaves at the front when both cursors have passed it.
struct PendingExchanges {
  private var queue: Deque<PendingExchange> = []
  /// Empty exchanges whose storage is used again.
  private var spares: [PendingExchange] = []
  /// Where the client's current or next request belongs; `0 <= requestCursor <= count`.
  private(set) var requestCursor = 0
  /// Where the server's current or next response belongs; `0 <= responseCursor <= count`.
  private(set) var responseCursor = 0
  /// Whether the request at its cursor has begun.
  private(set) var isRequestOpen = false
  /// Whether no further response can come.
  var isServerFinished = false
  /// Whether neither side sends any more.
  var isFinished = false
  /// Whether an unknown number of responses is missing before the next one.
  var hasLostResponses = false
  /// Whether an unknown number of requests is missing before the next one.
  var hasLostRequests = false
  /// How many exchanges were taken out.
  private(set) var takenCount = 0
  /// Header bytes of the requests and responses that wait.
  private(set) var byteCount = 0

  var count: Int { queue.count }
  var isEmpty: Bool { queue.isEmpty }

  /// How many requests have begun and wait for the end of their response.
  var depth: Int { max(0, requestCursor + (isRequestOpen ? 1 : 0) - responseCursor) }

  /// The exchange at an index. `0 <= index < count`.
  subscript(index: Int) -> PendingExchange {
    _read { yield queue[index] }
    _modify { yield &queue[index] }
  }

  /// Whether the exchange at the front will not change any more.
  var isFrontReady: Bool {
    guard !queue.isEmpty else { return false }
    return isFinished || requestCursor > 0 && (responseCursor > 0 || isServerFinished)
  }

  /// Whether more waits than a connection may keep.
  var isOverfull: Bool {
    count > HTTP1Limits.pendingExchanges || byteCount > HTTP1Limits.pendingByteCount && count > 1
  }
}

// MARK: - Requests

extension PendingExchanges {
  /// Begins a request at its cursor.
  mutating func beginRequest(at start: Timestamp, isFirst: Bool) {
    while requestCursor < count, queue[requestCursor].hasAnswer,
      !isAnswer(queue[requestCursor], toRequestAt: start, isFirst: isFirst)
    {
      requestCursor += 1
    }
    hasLostRequests = false
    if requestCursor == count { append() }
    isRequestOpen = true
    queue[requestCursor].isPipelined = requestCursor > responseCursor
    queue[requestCursor].exchange.hasRequest = true
    queue[requestCursor].exchange.request.message.start = start
  }

  /// Takes back the beginning of what turned out to be no request.
  mutating func cancelRequest() {
    guard isRequestOpen else { return }
    isRequestOpen = false
    queue[requestCursor].exchange.hasRequest = false
    queue[requestCursor].exchange.request.reset()
    if requestCursor == count - 1, responseCursor <= requestCursor, !queue[requestCursor].hasAnswer {
      if let last = queue.popLast() { keepForReuse(last) }
    }
  }

  /// Ends the request at its cursor.
  mutating func endRequest() {
    guard isRequestOpen else { return }
    isRequestOpen = false
    byteCount += queue[requestCursor].exchange.request.message.headerWireByteCount
    requestCursor += 1
  }

  /// Whether a response that was seen before any request for it answers the one that begins now.
  ///
  /// It does when its request was due, and when the capture merely recorded the two in the wrong order. Otherwise its
  /// request was sent before the capture began, or is missing from it, or it came unsolicited, as 408 does.
  private func isAnswer(_ pending: PendingExchange, toRequestAt start: Timestamp, isFirst: Bool) -> Bool {
    if pending.isRequestDue { return true }
    guard let answered = pending.exchange.response.message.start ?? pending.exchange.informational.first?.time else {
      return false
    }
    if start <= answered { return !hasLostRequests }
    return !isFirst && !hasLostRequests && start.nanoseconds(since: answered) <= HTTP1Limits.captureReordering
  }
}

// MARK: - Responses

extension PendingExchanges {
  /// Finds or makes the exchange of a response whose header section is complete, at the response cursor.
  ///
  /// - Parameters:
  ///   - start: when the response began.
  ///   - pipelines: whether the client is known to send requests before earlier responses have ended.
  mutating func beginResponse(at start: Timestamp, pipelines: Bool) {
    if !isRequestOpen, requestCursor < responseCursor {
      // A second response without a request: the first one stays without.
      requestCursor = responseCursor
    }
    if hasLostResponses {
      hasLostResponses = false
      if !pipelines { passLostResponses(before: start) }
    }
    if responseCursor == count {
      let isDue = isRequestOpen
      append()
      queue[responseCursor].isRequestDue = isDue
    }
  }

  /// Ends the response at its cursor.
  mutating func endResponse() {
    guard responseCursor < count else { return }
    byteCount += queue[responseCursor].exchange.response.message.headerWireByteCount
    responseCursor += 1
  }

  /// Leaves requests unanswered whose responses a gap must have swallowed.
  ///
  /// A client that does not pipeline sends a request only after the response before it: then the response found after the
  /// gap answers the last request before it. Requests that left in one packet were pipelined; of those the oldest is
  /// answered.
  private mutating func passLostResponses(before responseStart: Timestamp) {
    let end = min(count, requestCursor + (isRequestOpen ? 1 : 0))
    var answered = responseCursor
    var index = responseCursor + 1
    while index < end {
      if let earlierEnd = queue[index - 1].exchange.request.message.end,
        let start = queue[index].exchange.request.message.start, start > earlierEnd, start <= responseStart
      {
        answered = index
      }
      index += 1
    }
    guard answered > responseCursor else { return }
    responseCursor = answered
    queue[answered].isPipelined = false
  }

  /// Gives up waiting for the response of the oldest request.
  mutating func giveUpResponse() {
    guard responseCursor < requestCursor else { return }
    responseCursor += 1
    hasLostResponses = true
  }
}

// MARK: - Storage

extension PendingExchanges {
  /// Takes the front out, for good.
  mutating func takeFront() -> Exchange? {
    guard let front = popFront() else { return nil }
    return front.exchange
  }

  /// Takes the front out and keeps its storage for another exchange.
  mutating func recycleFront() {
    guard let front = popFront() else { return }
    keepForReuse(front)
  }

  private mutating func popFront() -> PendingExchange? {
    guard let front = queue.popFirst() else { return nil }
    if requestCursor > 0 {
      byteCount -= front.exchange.request.message.headerWireByteCount
      requestCursor -= 1
    } else {
      isRequestOpen = false
    }
    if responseCursor > 0 {
      byteCount -= front.exchange.response.message.headerWireByteCount
      responseCursor -= 1
    }
    takenCount += 1
    return front
  }

  private mutating func append() {
    queue.append(spares.popLast() ?? PendingExchange())
  }

  private mutating func keepForReuse(_ pending: consuming PendingExchange) {
    let byteCount =
      pending.exchange.request.message.header.text.capacity + pending.exchange.response.message.header.text.capacity
    guard spares.count < HTTP1Limits.spareExchanges, byteCount <= HTTP1Limits.spareByteCount else { return }
    pending.reset()
    spares.append(pending)
  }
}
