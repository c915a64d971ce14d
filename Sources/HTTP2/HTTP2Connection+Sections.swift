import Bytes
import Findings
import HPACK
import HTTP

// Field sections (RFC 9113 §8.1): header sections, interim responses, trailers and promised requests.

extension HTTP2Connection {
  /// A header section of a message that had none: a request, an interim or a final response.
  mutating func receiveHeaderSection<R: HTTP2Receiver>(
    _ block: RawSpan, _ head: FieldBlockHead, slot: Int, from side: Side, at time: Timestamp,
    into receiver: inout R
  ) {
    let error = head.isDamaged ? nil : hpack[side].decode(block, into: &streams.slots[slot].exchange[side].header)
    if streams.slots[slot].isNew {
      if !head.isDamaged, isTrailerSection(slot, from: side) {
        // The end of a stream whose beginning was lost.
        streams.close(slot)
        return
      }
      register(slot)
    }
    if head.isDamaged {
      streams.slots[slot].isDamaged[side] = true
      beginMessage(slot, from: side, at: head.start)
    } else {
      let reading =
        side == .client
        ? streams.slots[slot].readRequestHeader(wireByteCount: block.byteCount)
        : streams.slots[slot].readResponseHeader(wireByteCount: block.byteCount)
      hpack[side].statistics.http1ByteCount += streams.slots[slot].exchange[side].http1ByteCount
      report(error, head, from: side, at: time, into: &receiver)
      if error == nil, !reading.problems.isEmpty {
        let findings = Finding.h2Problems(
          reading, in: streams.slots[slot].exchange[side].header, stream: head.stream, from: side)
        for finding in findings { report(finding, at: time, into: &receiver) }
      }
      if side == .server, let status = reading.status, (100..<200).contains(status) {
        receiveInterimResponse(status, head, slot: slot, at: time, into: &receiver)
        return
      }
      beginMessage(slot, from: side, at: head.start)
    }
    streams.slots[slot].exchange[side].end = time
    if head.isEndStream { endMessage(slot, from: side, at: time, into: &receiver) }
  }

  /// Whether the lines that a new stream began with are no header section's, as far as bytes of the side were lost.
  private func isTrailerSection(_ slot: Int, from side: Side) -> Bool {
    guard losses[side] > 0, let first = streams.slots[slot].exchange[side].header.lines.first else { return false }
    return first.hasKnownName && !first.isPseudo
  }

  private mutating func receiveInterimResponse<R: HTTP2Receiver>(
    _ status: Int, _ head: FieldBlockHead, slot: Int, at time: Timestamp, into receiver: inout R
  ) {
    streams.slots[slot].moveInterimResponse(status: status, at: time)
    if status == 101 { report(.h2SwitchingProtocols(stream: head.stream), at: time, into: &receiver) }
    guard head.isEndStream else { return }
    report(.h2InterimWithEnd(status: status, stream: head.stream), at: time, into: &receiver)
    endMessage(slot, from: .server, at: time, into: &receiver)
  }

  /// A field section after a message's header section.
  mutating func receiveTrailerSection<R: HTTP2Receiver>(
    _ block: RawSpan, _ head: FieldBlockHead, slot: Int, from side: Side, at time: Timestamp,
    into receiver: inout R
  ) {
    if head.isDamaged {
      streams.slots[slot].isDamaged[side] = true
    } else {
      let error = hpack[side].decode(block, into: &streams.slots[slot].exchange[side].trailers)
      report(error, head, from: side, at: time, into: &receiver)
      let reading = FieldSectionReading(streams.slots[slot].exchange[side].trailers, kind: .trailers)
      if error == nil, !reading.problems.isEmpty {
        let findings = Finding.h2Problems(
          reading, in: streams.slots[slot].exchange[side].trailers, stream: head.stream, from: side)
        for finding in findings { report(finding, at: time, into: &receiver) }
      }
      hpack[side].statistics.http1ByteCount += HeaderCost.http1ByteCount(
        of: streams.slots[slot].exchange[side].trailers)
    }
    streams.slots[slot].exchange[side].end = time
    if head.isEndStream {
      endMessage(slot, from: side, at: time, into: &receiver)
    } else {
      report(.h2TrailersWithoutEnd(stream: head.stream, from: side), at: time, into: &receiver)
    }
  }

  /// A PUSH_PROMISE: the request of a stream that the server opens (RFC 9113 §8.4).
  mutating func receivePromise<R: HTTP2Receiver>(
    _ block: RawSpan, _ head: FieldBlockHead, from side: Side, at time: Timestamp, into receiver: inout R
  ) {
    let promised = head.promisedStream ?? 0
    let isValid =
      side == .server && promised != 0 && StreamTable.initiator(of: promised) == .server
      && promised > streams.highest.server && streams.slot(of: promised) == nil
    guard isValid else {
      if !head.isDamaged {
        report(.h2BadPromise(promised, stream: head.stream, from: side), at: time, into: &receiver)
      }
      decodeToScratch(block, head, from: side, at: time, into: &receiver)
      return
    }
    if !ledgers.client.allowsPush { report(.h2PushNotAllowed(stream: promised), at: time, into: &receiver) }
    let slot = open(promised, at: time, into: &receiver)
    streams.slots[slot].exchange.isPushed = true
    register(slot)
    // The promised request is the client's message, though the server sent it.
    beginMessage(slot, from: .client, at: head.start)
    if head.isDamaged {
      streams.slots[slot].isDamaged.client = true
    } else {
      counters.pushes += 1
      let error = hpack[side].decode(block, into: &streams.slots[slot].exchange.request.message.header)
      let reading = streams.slots[slot].readRequestHeader(wireByteCount: block.byteCount)
      hpack[side].statistics.http1ByteCount += streams.slots[slot].exchange.request.message.http1ByteCount
      report(error, head, from: side, at: time, into: &receiver)
      if error == nil, !reading.problems.isEmpty {
        let findings = Finding.h2Problems(
          reading, in: streams.slots[slot].exchange.request.message.header, stream: promised, from: side)
        for finding in findings { report(finding, at: time, into: &receiver) }
      }
    }
    endMessage(slot, from: .client, at: time, into: &receiver)
  }

  // MARK: HPACK

  /// Decodes a block of no open stream: the dynamic table must see it all the same (RFC 9113 §4.3).
  mutating func decodeToScratch<R: HTTP2Receiver>(
    _ block: RawSpan, _ head: FieldBlockHead, from side: Side, at time: Timestamp, into receiver: inout R
  ) {
    guard !head.isDamaged else { return }
    scratch.removeAll()
    let error = hpack[side].decode(block, into: &scratch)
    hpack[side].statistics.http1ByteCount += HeaderCost.http1ByteCount(of: scratch)
    report(error, head, from: side, at: time, into: &receiver)
  }

  private mutating func report<R: HTTP2Receiver>(
    _ error: HPACKError?, _ head: FieldBlockHead, from side: Side, at time: Timestamp, into receiver: inout R
  ) {
    guard let error else { return }
    if case .sizeUpdateTooLarge = error, !knowsLimits(of: side) { return }
    report(.h2CompressionError(error, stream: head.stream, from: side), at: time, into: &receiver)
  }

  /// Lets a table size take effect whose acknowledgement was not captured, as soon as a block makes use of it
  /// (RFC 7541 §4.2: size updates stand at the beginning of a block).
  mutating func allowTableInFlight(forUpdateIn block: RawSpan, from side: Side) {
    guard !ledgers[side.opposite].isSettled, block.byteCount > 0, block.byte(at: 0) & 0xE0 == 0x20,
      let size = ledgers[side.opposite].largestTableSizeInFlight
    else { return }
    hpack[side].setAllowedTableByteCount(size)
  }
}
