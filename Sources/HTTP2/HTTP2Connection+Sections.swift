import Bytes
import Findings
import HPACK
import HTTP

// Field sections (RFC 9113 §8.1): header sections, interim responses, trailers and promised requests.

/// A field section that was decoded into a stream's exchange.
private struct DecodedSection {
  var kind: FieldSectionReading.Kind
  var slot: Int
  /// Whose message it belongs to: of a promised request the client's, though the server sent it.
  var message: Side
  var sender: Side
  var wireByteCount: Int
  var error: HPACKError?
}

extension HTTP2Connection {
  /// A header section of a message that had none: a request, an interim or a final response.
  mutating func receiveHeaderSection<R: HTTP2Receiver>(
    _ block: RawSpan, _ head: FieldBlockHead, slot: Int, from side: Side, at time: Timestamp,
    into receiver: inout R
  ) {
    let error = head.isDamaged ? nil : hpack[side].decode(block, into: &streams.exchanges[slot][side].header)
    let byteCount = streams.exchanges[slot][side].header.text.count
    if byteCount > HTTP2Limits.bombByteCount, byteCount / HTTP2Limits.bombRatio > block.byteCount {
      report(
        .h2HeaderBomb(byteCount, in: block.byteCount, stream: head.stream, from: side), at: time, into: &receiver)
    }
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
    } else {
      let section = DecodedSection(
        kind: side == .client ? .request : .response, slot: slot, message: side, sender: side,
        wireByteCount: block.byteCount, error: error)
      let status = read(section, at: time, into: &receiver).status
      if side == .client, !pushes.isEmpty, let target = streams.exchanges[slot].target { pushes.request(target) }
      if side == .server, let status, (100..<200).contains(status) {
        receiveInterimResponse(status, head, slot: slot, at: time, into: &receiver)
        return
      }
    }
    beginMessage(slot, from: side, at: head.start)
    streams.exchanges[slot][side].end = time
    if head.isEndStream { endMessage(slot, from: side, at: time, into: &receiver) }
  }

  /// Whether the lines that a new stream began with are no header section's, as far as bytes of the side were lost.
  ///
  /// Inlined, since to lend it a connection that is being changed copies the connection.
  @inline(__always)
  private func isTrailerSection(_ slot: Int, from side: Side) -> Bool {
    guard losses[side] > 0, let first = streams.exchanges[slot][side].header.lines.first else { return false }
    return first.hasKnownName && !first.isPseudo
  }

  private mutating func receiveInterimResponse<R: HTTP2Receiver>(
    _ status: Int, _ head: FieldBlockHead, slot: Int, at time: Timestamp, into receiver: inout R
  ) {
    streams.exchanges[slot].moveInterimResponse(status: status, at: time)
    streams.slots[slot].declaredContentLength.server = nil
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
    } else if !streams.exchanges[slot][side].trailers.isEmpty {
      // A message has one trailer section; who sends more could make it grow without end.
      decodeToScratch(block, head, from: side, at: time, into: &receiver)
    } else {
      let error = hpack[side].decode(block, into: &streams.exchanges[slot][side].trailers)
      let section = DecodedSection(
        kind: .trailers, slot: slot, message: side, sender: side, wireByteCount: block.byteCount, error: error)
      _ = read(section, at: time, into: &receiver)
    }
    streams.exchanges[slot][side].end = time
    if head.isEndStream {
      endMessage(slot, from: side, at: time, into: &receiver)
    } else {
      report(.h2TrailersWithoutEnd(stream: head.stream, from: side), at: time, into: &receiver)
    }
  }

  /// A PUSH_PROMISE: the request of a stream that the server opens (RFC 9113 §8.4).
  mutating func receivePromise<R: HTTP2Receiver>(
    _ block: RawSpan, _ head: FieldBlockHead, promised: UInt32, from side: Side, at time: Timestamp,
    into receiver: inout R
  ) {
    guard side == .server, canPromise(promised) else {
      if !head.isDamaged {
        report(.h2BadPromise(promised, stream: head.stream, from: side), at: time, into: &receiver)
      }
      decodeToScratch(block, head, from: side, at: time, into: &receiver)
      return
    }
    if !settings.client.allowsPush { report(.h2PushNotAllowed(stream: promised), at: time, into: &receiver) }
    let slot = open(promised, at: time, into: &receiver)
    streams.exchanges[slot].isPushed = true
    register(slot)
    beginMessage(slot, from: .client, at: head.start)
    if head.isDamaged {
      streams.slots[slot].isDamaged.client = true
    } else {
      counters.pushes += 1
      let error = hpack[side].decode(block, into: &streams.exchanges[slot].request.message.header)
      let section = DecodedSection(
        kind: .request, slot: slot, message: .client, sender: side, wireByteCount: block.byteCount, error: error)
      _ = read(section, at: time, into: &receiver)
    }
    notePromise(slot, on: head.stream, at: time)
    endMessage(slot, from: .client, at: time, into: &receiver)
  }

  /// Whether a stream is one that the server may promise (RFC 9113 §5.1.1).
  private mutating func canPromise(_ stream: UInt32) -> Bool {
    stream != 0 && StreamTable.initiator(of: stream) == .server && stream > streams.highest.server
      && streams.slot(of: stream) == nil
  }

  // MARK: Reading

  /// Takes out of a section what the exchange needs, counts what it costs, and reports what is wrong with it.
  private mutating func read<R: HTTP2Receiver>(
    _ section: DecodedSection, at time: Timestamp, into receiver: inout R
  ) -> FieldSectionReading {
    let slot = section.slot
    let reading: FieldSectionReading
    let http1ByteCount: Int
    switch section.kind {
    case .request:
      reading = streams.exchanges[slot].readRequestHeader(wireByteCount: section.wireByteCount)
      http1ByteCount = streams.exchanges[slot].request.message.http1ByteCount
      streams.slots[slot].requestedProtocol = reading.protocolName
      streams.slots[slot].declaredContentLength.client = reading.contentLength
    case .response:
      reading = streams.exchanges[slot].readResponseHeader(
        wireByteCount: section.wireByteCount, requestedProtocol: streams.slots[slot].requestedProtocol)
      http1ByteCount = streams.exchanges[slot].response.message.http1ByteCount
      streams.slots[slot].declaredContentLength.server = reading.contentLength
    case .trailers:
      reading = FieldSectionReading(streams.exchanges[slot][section.message].trailers, kind: .trailers)
      http1ByteCount = HeaderCost.http1ByteCount(of: streams.exchanges[slot][section.message].trailers)
    }
    let standing = hpack[section.sender].endSection(
      wireByteCount: section.wireByteCount, http1ByteCount: http1ByteCount)
    if section.kind != .trailers {
      streams.exchanges[slot][section.message].dynamicTableByteCount = standing.tableByteCount
    }
    hold(section)
    if standing.hasSensitiveInsertions { noteSensitive(section, at: time, into: &receiver) }
    reportProblems(of: section, reading, at: time, into: &receiver)
    return reading
  }

  /// Reports, once a side, that it put a secret into the dynamic table.
  private mutating func noteSensitive<R: HTTP2Receiver>(
    _ section: DecodedSection, at time: Timestamp, into receiver: inout R
  ) {
    guard !isSensitivityReported[section.sender] else { return }
    isSensitivityReported[section.sender] = true
    let stream = streams.slots[section.slot].id
    report(.h2SensitiveFieldIndexed(stream: stream, from: section.sender), at: time, into: &receiver)
  }

  /// Counts what the section makes its stream hold.
  private mutating func hold(_ section: DecodedSection) {
    let slot = section.slot
    let size =
      switch section.kind {
      case .request: streams.exchanges[slot].request.message.header.size
      case .response: streams.exchanges[slot].response.message.header.size
      case .trailers: streams.exchanges[slot][section.message].trailers.size
      }
    streams.hold(size, in: slot)
  }

  private mutating func reportProblems<R: HTTP2Receiver>(
    of section: DecodedSection, _ reading: FieldSectionReading, at time: Timestamp, into receiver: inout R
  ) {
    let stream = streams.slots[section.slot].id
    if let error = section.error {
      report(error, stream: stream, from: section.sender, at: time, into: &receiver)
    } else if !reading.problems.isEmpty, findingGate.isOpen {
      let message = streams.exchanges[section.slot][section.message]
      let lines = section.kind == .trailers ? message.trailers : message.header
      for finding in Finding.h2Problems(reading, in: lines, stream: stream, from: section.sender) {
        report(finding, at: time, into: &receiver)
      }
    }
  }

  private mutating func report<R: HTTP2Receiver>(
    _ error: HPACKError, stream: UInt32, from side: Side, at time: Timestamp, into receiver: inout R
  ) {
    if case .sizeUpdateTooLarge = error, !knowsLimits(of: side) { return }
    report(.h2CompressionError(error, stream: stream, from: side), at: time, into: &receiver)
  }

  // MARK: HPACK

  /// Decodes a block of no open stream: the dynamic table must see it all the same (RFC 9113 §4.3).
  mutating func decodeToScratch<R: HTTP2Receiver>(
    _ block: RawSpan, _ head: FieldBlockHead, from side: Side, at time: Timestamp, into receiver: inout R
  ) {
    guard !head.isDamaged else { return }
    scratch.removeAll()
    let error = hpack[side].decode(block, into: &scratch)
    hpack[side].endSection(
      wireByteCount: block.byteCount, http1ByteCount: HeaderCost.http1ByteCount(of: scratch))
    if let error { report(error, stream: head.stream, from: side, at: time, into: &receiver) }
  }

  /// Lets a table size take effect whose acknowledgement was not captured, as soon as a block makes use of it
  /// (RFC 7541 §4.2: size updates stand at the beginning of a block).
  mutating func allowTableInFlight(forUpdateIn block: RawSpan, from side: Side) {
    guard block.byteCount > 0, block.byte(at: 0) & 0xE0 == 0x20,
      let size = ledgers[side.opposite].largestTableSizeInFlight
    else { return }
    hpack[side].setAllowedTableByteCount(size)
  }
}

extension FieldSection {
  fileprivate var size: (byteCount: Int, lineCount: Int) { (text.count, lines.count) }
}
