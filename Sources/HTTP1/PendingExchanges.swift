import Findings
import HTTP

/// Pairs the requests of a connection with its responses, first in, first out (RFC 9112 §9.3.2).
///
/// One queue and two cursors: the client writes requests at one, the server responses at the other, and whoever comes
/// first makes the exchange. An exchange leaves at the front when both cursors have passed it.
struct PendingExchanges {
  /// A ring, in which exchanges stay where they are: moving one costs more than reading a short message. Unused slots are
  /// empty and keep their storage for the next exchange.
  private var slots: [PendingExchange] = []
  /// The slot of the exchange at the front.
  private var head = 0
  /// How many exchanges wait; `0 <= count <= slots.count`.
  private(set) var count = 0
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
  /// Bytes of the header and trailer sections that wait.
  private(set) var byteCount = 0

  var isEmpty: Bool { count == 0 }

  /// How many requests had begun by a moment and wait for the end of their response.
  func depth(at time: Timestamp) -> Int {
    var low = responseCursor
    var high = requestCursor + (isRequestOpen ? 1 : 0)
    while low < high {
      let middle = (low + high) / 2
      let start = self[middle].exchange.request.message.start ?? time
      if start > time { high = middle } else { low = middle + 1 }
    }
    return low - responseCursor
  }

  /// How many requests have begun whose response has not ended.
  var openCount: Int { max(0, requestCursor + (isRequestOpen ? 1 : 0) - responseCursor) }

  /// The exchange at an index. `0 <= index < count`.
  subscript(index: Int) -> PendingExchange {
    // With `_read`, debug builds of Swift 6.3 read a yielded value once more after its access has ended.
    @inline(__always) get { slots[slot(index)] }
    @inline(__always) _modify { yield &slots[slot(index)] }
  }

  /// The slot of the exchange at an index.
  private func slot(_ index: Int) -> Int {
    let slot = head + index
    return slot < slots.count ? slot : slot - slots.count
  }

  /// Whether the exchange at the front will not change any more.
  var isFrontReady: Bool {
    guard !isEmpty else { return false }
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
    while requestCursor < count, self[requestCursor].hasAnswer,
      !isAnswer(self[requestCursor], toRequestAt: start, isFirst: isFirst)
    {
      requestCursor += 1
    }
    hasLostRequests = false
    if requestCursor == count { append() }
    isRequestOpen = true
    self[requestCursor].mayBePipelined = requestCursor > responseCursor
    self[requestCursor].exchange.hasRequest = true
    self[requestCursor].exchange.request.message.start = start
  }

  /// Takes back the beginning of what turned out to be no request.
  mutating func cancelRequest() {
    guard isRequestOpen else { return }
    isRequestOpen = false
    self[requestCursor].exchange.hasRequest = false
    self[requestCursor].exchange.request.reset()
    if requestCursor == count - 1, responseCursor <= requestCursor, !self[requestCursor].hasAnswer {
      removeLast()
    }
  }

  /// Ends the request at its cursor.
  mutating func endRequest() {
    guard isRequestOpen else { return }
    isRequestOpen = false
    charge(self[requestCursor].exchange.request.message.heldByteCount, to: requestCursor)
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
      self[responseCursor].isRequestDue = isDue
    }
  }

  /// Ends the response at its cursor.
  mutating func endResponse() {
    guard responseCursor < count else { return }
    charge(self[responseCursor].exchange.response.message.heldByteCount, to: responseCursor)
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
      if let earlierEnd = self[index - 1].exchange.request.message.end,
        let start = self[index].exchange.request.message.start, start > earlierEnd, start <= responseStart
      {
        answered = index
      }
      index += 1
    }
    guard answered > responseCursor else { return }
    responseCursor = answered
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
    guard !isEmpty else { return nil }
    let front = self[0].exchange
    removeFront()
    return front
  }

  /// Removes the front.
  mutating func removeFront() {
    guard !isEmpty else { return }
    if requestCursor > 0 { requestCursor -= 1 } else { isRequestOpen = false }
    if responseCursor > 0 { responseCursor -= 1 }
    byteCount -= self[0].byteCount
    takenCount += 1
    empty(slot: head)
    head = slot(1)
    count -= 1
    if count == 0, slots.count > HTTP1Limits.spareExchanges {
      slots = []
      head = 0
    }
  }

  /// Counts bytes that an exchange keeps.
  mutating func charge(_ byteCount: Int, to index: Int) {
    self[index].byteCount += byteCount
    self.byteCount += byteCount
  }

  private mutating func removeLast() {
    byteCount -= self[count - 1].byteCount
    empty(slot: slot(count - 1))
    count -= 1
  }

  private mutating func append() {
    if count == slots.count { grow() }
    count += 1
  }

  private mutating func grow() {
    var larger: [PendingExchange] = []
    larger.reserveCapacity(2 * count + 1)
    for index in 0..<count { larger.append(self[index]) }
    while larger.count <= 2 * count { larger.append(PendingExchange()) }
    slots = larger
    head = 0
  }

  /// Empties a slot, and keeps its storage unless it is large.
  private mutating func empty(slot: Int) {
    let byteCount =
      slots[slot].exchange.request.message.header.text.capacity
      + slots[slot].exchange.response.message.header.text.capacity
    if byteCount <= HTTP1Limits.spareByteCount { slots[slot].reset() } else { slots[slot] = PendingExchange() }
  }
}
