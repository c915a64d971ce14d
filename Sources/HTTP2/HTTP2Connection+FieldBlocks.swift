import Bytes
import Findings
import HPACK
import HTTP

// Field blocks (RFC 9113 §4.3): from the fragments of HEADERS, PUSH_PROMISE and CONTINUATION to decoded field lines.

extension HTTP2Connection {
  /// A HEADERS, PUSH_PROMISE or CONTINUATION frame ended.
  mutating func receiveFragment<R: HTTP2Receiver>(
    _ header: FrameHeader, payload: RawSpan, isWhole: Bool, from side: Side, at time: Timestamp,
    into receiver: inout R
  ) {
    if header.type == .continuation {
      continueBlock(header, payload: payload, isWhole: isWhole, from: side, at: time, into: &receiver)
      return
    }
    var head = FieldBlockHead(
      stream: header.stream, promisedStream: header.type == .pushPromise ? 0 : nil, isEndStream: header.isEndStream,
      start: decoders[side].start, isDamaged: true)
    var range = ByteRange.empty
    if isWhole {
      if let fragment = FieldBlockFragment(header, payload: payload) {
        range = fragment.range
        if header.type == .pushPromise { head.promisedStream = fragment.promisedStream }
        head.isDamaged = false
      } else {
        report(.h2PaddingTooLong(header, from: side), at: time, into: &receiver)
      }
    }
    if header.flags.contains(.endHeaders) {
      receiveBlock(payload.extracting(range), head, from: side, at: time, into: &receiver)
    } else {
      pendingBlocks[side].begin(head)
      append(payload.extracting(range), isDamaged: head.isDamaged, from: side, at: time, into: &receiver)
    }
  }

  private mutating func continueBlock<R: HTTP2Receiver>(
    _ header: FrameHeader, payload: RawSpan, isWhole: Bool, from side: Side, at time: Timestamp,
    into receiver: inout R
  ) {
    guard let head = pendingBlocks[side].head else {
      // Part of a block whose beginning was lost, or of none: the table it changed is not known any more.
      if losses[side] == 0 {
        report(.h2UnexpectedContinuation(header.stream, from: side), at: time, into: &receiver)
      }
      hpack[side].forgetEntries()
      return
    }
    append(payload, isDamaged: !isWhole, from: side, at: time, into: &receiver)
    if pendingBlocks[side].noteContinuation() {
      let block = (frames: pendingBlocks[side].continuationCount, byteCount: pendingBlocks[side].byteCount)
      report(
        .h2ContinuationFlood(frames: block.frames, byteCount: block.byteCount, stream: head.stream, from: side),
        at: time, into: &receiver)
    }
    if header.flags.contains(.endHeaders) {
      receivePendingBlock(from: side, isDamaged: false, at: time, into: &receiver)
    }
  }

  /// Adds a fragment to the block under way.
  private mutating func append<R: HTTP2Receiver>(
    _ fragment: RawSpan, isDamaged: Bool, from side: Side, at time: Timestamp, into receiver: inout R
  ) {
    if isDamaged { pendingBlocks[side].damage() }
    if !pendingBlocks[side].add(fragment.byteCount), let stream = pendingBlocks[side].head?.stream {
      report(
        .h2BlockTooLarge(limit: HTTP2Limits.fieldBlockByteCount, stream: stream, from: side), at: time, into: &receiver)
    }
    if pendingBlocks[side].head?.isDamaged == false { fragments[side].append(fragment) }
  }

  /// The block that was gathered is over; `isDamaged` when its end was lost.
  mutating func receivePendingBlock<R: HTTP2Receiver>(
    from side: Side, isDamaged: Bool, at time: Timestamp, into receiver: inout R
  ) {
    if isDamaged { pendingBlocks[side].damage() }
    guard let head = pendingBlocks[side].head else { return }
    pendingBlocks[side].end()
    // The bytes move out, to be read while the rest of the connection changes, and their storage back for the next block.
    var block: [UInt8] = []
    swap(&block, &fragments[side])
    receiveBlock(block.rawSpan, head, from: side, at: time, into: &receiver)
    block.removeAll(keepingCapacity: block.capacity <= HTTP2Limits.reusedSectionByteCount)
    swap(&block, &fragments[side])
  }

  /// A field block is complete, or what was lost of it will not come.
  private mutating func receiveBlock<R: HTTP2Receiver>(
    _ block: RawSpan, _ head: FieldBlockHead, from side: Side, at time: Timestamp, into receiver: inout R
  ) {
    if head.isDamaged {
      hpack[side].forgetEntries()
    } else {
      allowTableInFlight(forUpdateIn: block, from: side)
    }
    if let promised = head.promisedStream {
      receivePromise(block, head, promised: promised, from: side, at: time, into: &receiver)
      return
    }
    guard let slot = slotForHeaders(head, from: side, at: time, into: &receiver) else {
      decodeToScratch(block, head, from: side, at: time, into: &receiver)
      return
    }
    switch streams.slots[slot].progress[side] {
    case .idle:
      receiveHeaderSection(block, head, slot: slot, from: side, at: time, into: &receiver)
    case .open:
      receiveTrailerSection(block, head, slot: slot, from: side, at: time, into: &receiver)
    case .ended:
      report(.h2FrameAfterEnd(.headers, stream: head.stream, from: side), at: time, into: &receiver)
      decodeToScratch(block, head, from: side, at: time, into: &receiver)
    }
  }
}
