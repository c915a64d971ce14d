import Findings

/// Where the time of one exchange went. The parts add up to the total.
package struct Phases: Sendable, Equatable {
  /// Behind an earlier response, for which the server's turn had to wait (HTTP/1.1 pipelining).
  package var queue: Int64
  /// From the request's first byte to its last, or to the response's first if that came before.
  package var send: Int64
  /// From the request's last byte to the response's first, without what it waited in the queue.
  package var wait: Int64
  /// From the response's first byte to its last.
  package var receive: Int64
  /// Of `receive`: while TCP held up bytes behind a hole.
  package private(set) var lost: Int64 = 0
  /// Of `receive`, and not of `lost`: while flow control held the content back.
  package private(set) var flowControl: Int64 = 0

  /// - Parameter queue: how long an earlier response held this one back after the request had ended, in nanoseconds.
  package init(
    requestStart: Timestamp, requestEnd: Timestamp, responseStart: Timestamp, responseEnd: Timestamp,
    queue: Int64 = 0
  ) {
    // A moment that is captured before the one that it follows counts as that one.
    let begin = requestStart
    let first = max(begin, responseStart)
    let sent = min(max(begin, requestEnd), first)
    let pause = first.nanoseconds(since: sent)
    send = sent.nanoseconds(since: begin)
    self.queue = min(max(0, queue), pause)
    wait = pause - self.queue
    receive = max(first, responseEnd).nanoseconds(since: first)
  }

  /// Says what of `receive` was waiting, in nanoseconds.
  package mutating func split(lost: Int64, flowControl: Int64) {
    self.lost = min(max(0, lost), receive)
    self.flowControl = min(max(0, flowControl), receive - self.lost)
  }

  /// From the request's first byte to the response's last.
  package var total: Int64 {
    var sum = queue
    sum.addSaturating(send)
    sum.addSaturating(wait)
    sum.addSaturating(receive)
    return sum
  }
}

/// The phases of many exchanges, each as a histogram of nanoseconds; of their connections, how long it took to set them up.
package struct PhaseTotals: Sendable, Equatable {
  /// TCP's handshake, one value a connection.
  package var connect = Histogram()
  /// TLS's handshake, one value a connection.
  package var tls = Histogram()
  package private(set) var queue = Histogram()
  package private(set) var send = Histogram()
  package private(set) var wait = Histogram()
  package private(set) var receive = Histogram()
  /// Parts of `receive`.
  package private(set) var lost = Histogram()
  package private(set) var flowControl = Histogram()
  package private(set) var total = Histogram()

  package init() {}

  package mutating func add(_ phases: Phases) {
    queue.record(phases.queue)
    send.record(phases.send)
    wait.record(phases.wait)
    receive.record(phases.receive)
    lost.record(phases.lost)
    flowControl.record(phases.flowControl)
    total.record(phases.total)
  }

  package mutating func merge(_ other: PhaseTotals) {
    connect.merge(other.connect)
    tls.merge(other.tls)
    queue.merge(other.queue)
    send.merge(other.send)
    wait.merge(other.wait)
    receive.merge(other.receive)
    lost.merge(other.lost)
    flowControl.merge(other.flowControl)
    total.merge(other.total)
  }
}
