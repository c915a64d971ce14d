import Bytes
import Findings
import HTTP

/// Reads both directions of a connection that speaks HTTP/1.x (RFC 9112, and HTTP/0.9 and 1.0 as far as they differ).
///
/// The bytes of each side come in order; between the sides the order of their capture is enough. Content is counted,
/// handed on and never kept; of a message's head only what came before the rest of it is copied.
package struct HTTP1Connection: Sendable {
  /// Whether TLS carries the connection: its scheme is https.
  let isSecure: Bool
  var readers = BySide(both: SideReader())
  var pending = PendingExchanges()
  /// Findings that wait to be handed over, at the end of the current step.
  var findings: [TimedFinding] = []
  /// What the server agreed to switch to, while the request may still go on.
  var agreedUpgrade: Upgrade?
  /// Which sides have ended.
  var isFinished = BySide(both: false)
  /// Whether the connection ended with RST.
  var wasReset = false
  /// When the last response ended.
  var previousResponseEnd: Timestamp?
  private var upgradedExchange: Exchange?
  /// How many requests have begun whose response has not ended.
  package private(set) var openExchangeCount = 0

  /// What the connection did so far.
  package internal(set) var statistics = HTTP1Statistics()

  /// - Parameter isSecure: whether TLS carried the connection. It decides the scheme that the costs of header lists assume.
  package init(isSecure: Bool) {
    self.isSecure = isSecure
  }

  /// Takes the next bytes of a side. After its end, nothing is taken.
  ///
  /// - Parameter time: when the last of them was there.
  package mutating func receive<R: HTTPReceiver>(
    _ bytes: RawSpan, from side: Side, at time: Timestamp, into receiver: inout R
  ) -> HTTP1Outcome {
    guard !isFinished[side] else { return .more }
    if phase(of: side) == .searchingLineEnd {
      // Messages mostly begin with a packet.
      readers[side].beginHolding(.searching, at: time)
    }
    var position = 0
    while true {
      // Before the first byte too: a gap or an end may have completed it.
      if let upgrade = completeSwitch(at: time, into: &receiver) {
        statistics.framing[side].add(position, overhead: 0)
        deliver(into: &receiver, at: time)
        return .switchProtocol(upgrade, consumed: position)
      }
      guard position < bytes.byteCount else {
        statistics.framing[side].add(position, overhead: 0)
        openExchangeCount = pending.openCount
        return .more
      }
      advance(bytes, &position, from: side, at: time, into: &receiver)
      statistics.framing[side].add(0, overhead: readers[side].chunks.takeFramingByteCount())
      deliver(into: &receiver, at: time)
      releaseHeldRequests(into: &receiver)
    }
  }

  /// Passes over bytes of a side that are missing from the capture.
  ///
  /// - Parameter byteCount: how many are missing before the next byte received; `byteCount > 0`.
  package mutating func skip<R: HTTPReceiver>(
    _ byteCount: Int, from side: Side, at time: Timestamp, into receiver: inout R
  ) {
    guard byteCount > 0, !isFinished[side] else { return }
    passGap(byteCount, from: side, at: time, into: &receiver)
    deliver(into: &receiver, at: time)
    releaseHeldRequests(into: &receiver)
  }

  /// Ends a side: no more of its bytes will come. After both sides have ended, every exchange is delivered.
  package mutating func finish<R: HTTPReceiver>(
    _ side: Side, reason: EndReason, at time: Timestamp, into receiver: inout R
  ) {
    guard !isFinished[side] else { return }
    end(side, reason: reason, at: time, into: &receiver)
    deliver(into: &receiver, at: time)
  }

  /// The index of the next exchange: how many were handed over, an upgraded one included.
  package var nextIndex: Int { pending.takenCount }

  /// The oldest exchange whose request was read and whose response has not ended; nil without one.
  package var oldestOpenExchange: Exchange? {
    let index = pending.responseCursor
    guard index < pending.count, pending[index].exchange.request.method != nil else { return nil }
    return pending[index].exchange
  }

  /// The exchange that switched the connection, once, after `switchProtocol(…)`, if the new protocol needs it; it is not
  /// handed to the receiver then.
  ///
  /// `Upgrade: h2c` turns it into stream 1 of HTTP/2 (RFC 7540 §3.2): the request as sent in HTTP/1.1, the 101 last among its
  /// interim responses. A WebSocket depends on the extensions that the 101 accepts (RFC 6455 §9.1).
  package mutating func takeUpgradedExchange() -> Exchange? {
    defer { upgradedExchange = nil }
    return upgradedExchange
  }

  /// After `switchProtocol`: the bytes of a side that belong to the new protocol and came before it was agreed on.
  package mutating func takeHeldBytes(of side: Side) -> ByteQueue {
    guard readers[side].phase == .over else { return ByteQueue() }
    return readers[side].takeHeld()
  }
}

/// A finding and when it was made.
struct TimedFinding: Sendable {
  let finding: Finding
  let time: Timestamp
}

extension HTTP1Connection {
  /// Hands over the findings, then the exchanges that are finished.
  private mutating func deliver<R: HTTPReceiver>(into receiver: inout R, at time: Timestamp) {
    limitPending(at: time, into: &receiver)
    if !findings.isEmpty {
      for timed in findings { receiver.receive(timed.finding, at: timed.time) }
      findings.removeAll(keepingCapacity: true)
    }
    while pending.isFrontReady {
      concludeFront()
      receiver.receive(&pending[0].exchange)
      pending.removeFront()
    }
  }

  /// Parses what the client sent behind a request for another protocol, once the server has declined it.
  private mutating func releaseHeldRequests<R: HTTPReceiver>(into receiver: inout R) {
    guard readers.client.phase == .holding, agreedUpgrade == nil, isLastRequestDecided else { return }
    guard !readers.client.isHoldBroken else {
      pending.hasLostRequests = true
      readers.client.beginHolding(.searching, at: readers.client.heldSince)
      return
    }
    let held = readers.client.takeHeld()
    let time = readers.client.heldSince
    readers.client.phase = .idle
    var position = 0
    while position < held.count {
      advance(held.bytes, &position, from: .client, at: time, into: &receiver)
      deliver(into: &receiver, at: time)
    }
    if isFinished.client {
      end(.client, reason: .closed, at: time, into: &receiver)
      deliver(into: &receiver, at: time)
    }
  }

  /// Carries out an agreed switch as soon as the request has ended, and returns what to.
  private mutating func completeSwitch<R: HTTPReceiver>(at time: Timestamp, into receiver: inout R) -> Upgrade? {
    guard let upgrade = agreedUpgrade else { return nil }
    let isRequestOpen = pending.isRequestOpen && pending.requestCursor <= pending.responseCursor
    guard !isRequestOpen || readers.server.held.count >= HTTP1Limits.heldByteCount else { return nil }
    agreedUpgrade = nil
    if readers.client.phase != .holding { abandon(.client, at: time, into: &receiver) }
    if upgrade == .h2c || upgrade == .webSocket, pending.responseCursor == 0 {
      concludeFront()
      upgradedExchange = pending.takeFront()
    } else {
      pending.endResponse()
    }
    pending.isFinished = true
    readers.client.phase = .over
    readers.server.phase = .over
    return upgrade
  }
}
