import Bytes
import Findings
import HPACK
import HTTP

// Streams (RFC 9113 §5.1): opened by the first field section that is seen of them, closed when their exchange is handed
// over.

extension HTTP2Connection {
  /// The stream that a HEADERS frame is about, opened if need be; nil when it can be none that is open.
  mutating func slotForHeaders<R: HTTP2Receiver>(
    _ head: FieldBlockHead, from side: Side, at time: Timestamp, into receiver: inout R
  ) -> Int? {
    let id = head.stream
    guard id != 0 else {
      report(.h2HeadersOnConnection(from: side), at: time, into: &receiver)
      return nil
    }
    let initiator = StreamTable.initiator(of: id)
    if let slot = streams.slot(of: id) {
      if side == initiator { streams.raiseHighest(to: id) }
      return slot
    }
    if initiator == .server, side == .client || losses.server == 0 {
      // Pushed streams begin with PUSH_PROMISE, and only the server sends on them (RFC 9113 §5.1.1, §8.4).
      if side == .client || id > streams.highest.server {
        report(.h2BadStreamParity(id, from: side), at: time, into: &receiver)
      }
      return nil
    }
    let highest = streams.highest[initiator]
    if id <= highest {
      guard losses[initiator] > 0, !streams.isRecentlyClosed(id) else {
        // A server may not know yet that the client reset the stream.
        if side == .client {
          report(.h2DecreasingStream(id, highest: highest, from: side), at: time, into: &receiver)
        }
        return nil
      }
    } else if streams.isRecentlyClosed(id) {
      return nil
    }
    if side == initiator { streams.raiseHighest(to: id) }
    let slot = open(id, at: time, into: &receiver)
    streams.exchanges[slot].isPushed = initiator == .server
    return slot
  }

  /// Opens a stream; while too many are open, or they hold too much, others end.
  mutating func open<R: HTTP2Receiver>(_ id: UInt32, at time: Timestamp, into receiver: inout R) -> Int {
    while streams.count >= HTTP2Limits.openStreams || streams.heldByteCount > HTTP2Limits.openSectionByteCount,
      let evicted = streams.nextToEvict()
    {
      let open = (count: streams.count, byteCount: streams.heldByteCount)
      report(.h2TooManyStreams(open.count, holding: open.byteCount), at: time, into: &receiver)
      handOver(evicted, as: stateAtEnd(of: evicted, wasReset: false), into: &receiver)
    }
    let slot = streams.open(id)
    streams.slots[slot].lossesBefore = losses
    streams.slots[slot].lossesBeforeContent = losses
    streams.exchanges[slot].stream = id
    streams.exchanges[slot].version = .http2
    return slot
  }

  /// A stream that was opened carries an exchange: counts it.
  mutating func register(_ slot: Int) {
    streams.slots[slot].isNew = false
    streams.exchanges[slot].index = nextIndex
    nextIndex += 1
    counters.streams += 1
    if openExchangeCount > 0, !streams.exchanges[slot].isPushed { counters.overlappingRequests += 1 }
    openExchangeCount += 1
    streams.slots[slot].isConcurrent = true
    counters.maxConcurrentStreams = max(counters.maxConcurrentStreams, openExchangeCount)
    let id = streams.slots[slot].id
    if StreamTable.initiator(of: id) == .server { streams.raiseHighest(to: id) }
  }

  /// A side's message began: its header section came, or content of which the header section is missing.
  mutating func beginMessage(_ slot: Int, from side: Side, at start: Timestamp) {
    streams.slots[slot].progress[side] = .open
    if side == .client {
      streams.exchanges[slot].hasRequest = true
    } else {
      streams.exchanges[slot].hasResponse = true
    }
    streams.exchanges[slot][side].start = start
  }

  /// A side's END_STREAM came: hands the exchange over if it was the last.
  mutating func endMessage<R: HTTP2Receiver>(
    _ slot: Int, from side: Side, at time: Timestamp, into receiver: inout R
  ) {
    streams.slots[slot].progress[side] = .ended
    streams.exchanges[slot][side].isComplete = true
    streams.exchanges[slot][side].end = time
    checkContentLength(slot, from: side, at: time, into: &receiver)
    if side == .server { endConcurrency(slot) }
    if streams.slots[slot].isEnded {
      handOver(slot, as: streams.slots[slot].isDamagedInAny ? .incomplete : .complete, into: &receiver)
    } else if side == .server, !streams.exchanges[slot].hasRequest {
      waitForRequest(slot, into: &receiver)
    }
  }

  private mutating func endConcurrency(_ slot: Int) {
    guard streams.slots[slot].isConcurrent else { return }
    streams.slots[slot].isConcurrent = false
    openExchangeCount -= 1
  }

  /// Compares Content-Length with the content (RFC 9113 §8.1.1). Where bytes of the side were lost, what lacks is missing.
  private mutating func checkContentLength<R: HTTP2Receiver>(
    _ slot: Int, from side: Side, at time: Timestamp, into receiver: inout R
  ) {
    guard let declared = streams.slots[slot].declaredContentLength[side],
      side == .client || !streams.exchanges[slot].responseHasNoContent
    else { return }
    let message = streams.exchanges[slot].contentByteCounts(of: side)
    guard declared != message.byteCount + message.missing else { return }
    if losses[side] == streams.slots[slot].lossesBefore[side] {
      let id = streams.slots[slot].id
      report(
        .h2ContentLengthMismatch(
          declared: declared, byteCount: message.byteCount + message.missing, stream: id, from: side),
        at: time, into: &receiver)
    } else {
      streams.slots[slot].isDamaged[side] = true
      streams.exchanges[slot][side].missingBodyByteCount = max(message.missing, declared - message.byteCount)
    }
  }

  // MARK: Handing over

  /// Hands the exchange of a stream over, and closes the stream. A request that was never seen outweighs how it ended.
  mutating func handOver<R: HTTP2Receiver>(_ slot: Int, as state: ExchangeState, into receiver: inout R) {
    endConcurrency(slot)
    let id = streams.slots[slot].id
    if let position = responsesAheadOfRequest.firstIndex(of: id) { responsesAheadOfRequest.remove(at: position) }
    streams.exchanges[slot].state = streams.exchanges[slot].hasRequest ? state : .noRequest
    for side in Side.allCases {
      streams.exchanges[slot][side].mayMissContent =
        losses[side] != streams.slots[slot].lossesBefore[side] && streams.slots[slot].declaredContentLength[side] == nil
    }
    streams.exchanges[slot].flowControlNanoseconds = flowControls.server.waited(in: slot, id: id)
    if !pushes.isEmpty { notePushes(atEndOf: slot) }
    receiver.receive(&streams.exchanges[slot])
    closeMeters(slot)
    streams.close(slot)
  }

  /// A response is complete and its request was not seen: it may still come if it is beyond all that the client opened.
  private mutating func waitForRequest<R: HTTP2Receiver>(_ slot: Int, into receiver: inout R) {
    let id = streams.slots[slot].id
    guard id > streams.highest.client, StreamTable.initiator(of: id) == .client, ends.client == nil else {
      handOver(slot, as: .noRequest, into: &receiver)
      return
    }
    responsesAheadOfRequest.append(id)
    guard responsesAheadOfRequest.count > HTTP2Limits.responsesAheadOfRequest else { return }
    if let oldest = streams.slot(of: responsesAheadOfRequest[0]) {
      handOver(oldest, as: .noRequest, into: &receiver)
    } else {
      responsesAheadOfRequest.removeFirst()
    }
  }

  /// How an exchange stands when no more bytes can come.
  private func stateAtEnd(of slot: Int, wasReset: Bool) -> ExchangeState {
    if wasReset { return .reset }
    let isAnswered = streams.exchanges[slot].hasResponse || !streams.exchanges[slot].informational.isEmpty
    return streams.exchanges[slot].request.message.isComplete && !isAnswered ? .noResponse : .incomplete
  }

  /// The connection ended: hands all exchanges over that are still open, in the order of their requests.
  mutating func endAllStreams<R: HTTP2Receiver>(at time: Timestamp, into receiver: inout R) {
    let wasReset = [ends.client, ends.server].contains { if case .reset = $0 { true } else { false } }
    for slot in streams.openSlots() {
      handOver(slot, as: stateAtEnd(of: slot, wasReset: wasReset), into: &receiver)
    }
  }

  // MARK: Upgrade from HTTP/1.1

  /// Makes the exchange that asked for h2c the one of stream 1, half-closed by the client (RFC 7540 §3.2).
  mutating func adopt(_ exchange: consuming Exchange) {
    var exchange = exchange
    if exchange.response.status == 101 {
      let time = exchange.response.message.end ?? Timestamp(nanoseconds: 0)
      exchange.informational.append(
        InformationalResponse(status: 101, header: exchange.response.message.header, time: time))
    }
    exchange.hasResponse = false
    exchange.response.reset()
    exchange.version = .http2
    exchange.stream = 1
    exchange.upgrade = .h2c
    applyUpgradeSettings(
      of: exchange.request.message.header, at: exchange.request.message.end ?? Timestamp(nanoseconds: 0))
    let slot = streams.open(1)
    nextIndex = exchange.index
    streams.exchanges[slot] = exchange
    streams.slots[slot].progress.client = .ended
    streams.slots[slot].isDamaged.client = !exchange.request.message.isComplete
    register(slot)
    streams.raiseHighest(to: 1)
  }

  /// The HTTP2-Settings field holds the payload of a SETTINGS frame that is in force at once (RFC 7540 §3.2.1).
  private mutating func applyUpgradeSettings(of header: borrowing FieldSection, at time: Timestamp) {
    guard let line = header.first("http2-settings") else { return }
    var payload: [UInt8] = []
    var decoder = Base64Decoder(.url)
    decoder.decode(header.value(line), into: &payload)
    guard !decoder.isBroken else { return }
    Setting.forEach(in: payload.rawSpan) { noteSetting($0, from: .client) }
    let change = SettingsChange(payload: payload.rawSpan)
    putInForce(change, of: .client, at: time)
  }
}
