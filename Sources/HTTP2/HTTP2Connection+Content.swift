import Bytes
import Findings
import HTTP

// DATA frames (RFC 9113 §6.1): content is counted as it comes and never kept.

extension HTTP2Connection {
  /// The header of a DATA frame was read.
  mutating func beginContent<R: HTTP2Receiver>(
    _ header: FrameHeader, from side: Side, at time: Timestamp, into receiver: inout R
  ) {
    guard header.stream != 0 else {
      report(.h2BadStream(header, from: side), at: time, into: &receiver)
      return
    }
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
    let count = decoders[side].contentByteCount(in: piece)
    guard let slot = streams.slot(of: decoders[side].header.stream), streams.slots[slot].progress[side] == .open
    else { return }
    streams.exchanges[slot][side].bodyByteCount += count
    streams.exchanges[slot][side].end = time
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
  }

  /// The last byte of a DATA frame came.
  mutating func endContent<R: HTTP2Receiver>(
    _ header: FrameHeader, from side: Side, at time: Timestamp, into receiver: inout R
  ) {
    if decoders[side].isPaddingTooLong {
      report(.h2PaddingTooLong(header, from: side), at: time, into: &receiver)
    }
    guard header.isEndStream, let slot = streams.slot(of: header.stream),
      streams.slots[slot].progress[side] == .open
    else { return }
    endMessage(slot, from: side, at: time, into: &receiver)
  }
}
