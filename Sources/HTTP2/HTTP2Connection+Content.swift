import Bytes
import Findings
import HTTP

// DATA frames (RFC 9113 §6.1): content is counted and handed on as it comes, and never kept.

extension HTTP2Connection {
  /// The header of a DATA frame was read.
  mutating func beginContent<R: HTTP2Receiver>(
    _ header: FrameHeader, from side: Side, at time: Timestamp, into receiver: inout R
  ) {
    guard header.stream != 0 else {
      report(.h2BadStream(header, from: side), at: time, into: &receiver)
      return
    }
    if header.length == 0, !header.isEndStream { note(.emptyData, from: side, at: time, into: &receiver) }
    guard let slot = streams.slot(of: header.stream) else {
      checkIsNotIdle(header, from: side, at: time, into: &receiver)
      return
    }
    switch streams.slots[slot].progress[side] {
    case .open:
      break
    case .ended:
      report(.h2FrameAfterEnd(.data, stream: header.stream, from: side), at: time, into: &receiver)
    case .idle:
      // Its HEADERS was lost, or never sent.
      if losses[side] == streams.slots[slot].lossesBefore[side] {
        report(.h2DataBeforeHeaders(header.stream, from: side), at: time, into: &receiver)
      }
      streams.slots[slot].isDamaged[side] = true
      beginMessage(slot, from: side, at: decoders[side].start)
    }
  }

  /// A piece of the payload of a DATA frame.
  mutating func receiveContent<R: HTTP2Receiver>(
    _ piece: RawSpan, from side: Side, at time: Timestamp, into receiver: inout R
  ) {
    let range = decoders[side].contentRange(in: piece)
    guard let slot = streams.slot(of: decoders[side].header.stream), streams.slots[slot].progress[side] == .open
    else { return }
    streams.exchanges[slot][side].bodyByteCount += range.count
    streams.exchanges[slot][side].end = time
    guard range.count > 0 else { return }
    let content = content(of: slot, from: side, into: &receiver)
    guard content.isOpen else { return }
    if streams.slots[slot].lossesBeforeContent[side] != losses[side] {
      streams.slots[slot].lossesBeforeContent[side] = losses[side]
      receiver.loseTrack(of: content, at: time)
    }
    receiver.receiveContent(piece.extracting(range), of: content, at: time)
  }

  /// Where the content of a message goes; the receiver is asked once.
  private mutating func content<R: HTTP2Receiver>(
    of slot: Int, from side: Side, into receiver: inout R
  ) -> ContentHandle {
    let known = streams.exchanges[slot].content(of: side)
    guard known == .unasked else { return known }
    let content = receiver.openContent(of: &streams.exchanges[slot], from: side)
    streams.exchanges[slot][side].content = content
    return content
  }

  /// A gap took a piece of a payload, up to its end at most. `0 < byteCount <= remaining`.
  mutating func cutPayload<R: HTTP2Receiver>(
    _ byteCount: Int, from side: Side, at time: Timestamp, into receiver: inout R
  ) {
    decoders[side].cut(byteCount)
    guard decoders[side].header.type == .data else { return }
    let count = decoders[side].contentByteCount(inGapOf: byteCount)
    guard let slot = streams.slot(of: decoders[side].header.stream), streams.slots[slot].progress[side] == .open
    else { return }
    streams.exchanges[slot][side].missingBodyByteCount += count
    streams.slots[slot].isDamaged[side] = true
    guard count > 0 else { return }
    let content = content(of: slot, from: side, into: &receiver)
    if content.isOpen { receiver.skipContent(count, of: content, at: time) }
  }

  /// The last byte of a DATA frame came.
  mutating func endContent<R: HTTP2Receiver>(
    _ header: FrameHeader, from side: Side, at time: Timestamp, into receiver: inout R
  ) {
    if decoders[side].isPaddingTooLong {
      report(.h2PaddingTooLong(header, from: side), at: time, into: &receiver)
    }
    let slot = streams.slot(of: header.stream)
    measure(header, slot: slot, from: side, at: time)
    if slot == nil, !pushes.isEmpty {
      pushes.receiveLate(
        max(0, header.length - (header.isPadded ? decoders[side].paddingByteCount : 0)), of: header.stream)
    }
    guard header.isEndStream, let slot, streams.slots[slot].progress[side] == .open else { return }
    endMessage(slot, from: side, at: time, into: &receiver)
  }
}
