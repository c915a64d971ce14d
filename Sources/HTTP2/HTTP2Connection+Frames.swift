import Bytes
import Findings
import HTTP

// From bytes to frames: headers are checked here, payloads go to the code of their type.

extension HTTP2Connection {
  /// Reads frames until the bytes are used up or the framing is lost; returns how many bytes were used.
  mutating func receiveFrames<R: HTTP2Receiver>(
    _ bytes: RawSpan, from side: Side, at time: Timestamp, into receiver: inout R
  ) -> Int {
    var offset = 0
    while !decoders[side].isSearching {
      if !decoders[side].isInPayload {
        guard offset < bytes.byteCount else { break }
        if side == .client, preface.isDue {
          offset += receivePreface(bytes.extracting(from: offset), at: time, into: &receiver)
          continue
        }
        guard decoders[side].readHeader(bytes, at: &offset, time: time) else { break }
        guard beginFrame(from: side, at: time, into: &receiver) else { continue }
      }
      if innocences[side].isActive {
        let header = decoders[side].header
        innocences[side].note(header.stream, isContent: header.type.isOfMessage, at: time)
      }
      let count = min(decoders[side].remaining, bytes.byteCount - offset)
      receivePayload(bytes.extracting(offset..<offset + count), from: side, at: time, into: &receiver)
      offset += count
      if decoders[side].isInPayload { break }
    }
    return offset
  }

  /// Reads octets of the client's preface; returns how many.
  private mutating func receivePreface<R: HTTP2Receiver>(
    _ bytes: RawSpan, at time: Timestamp, into receiver: inout R
  ) -> Int {
    if let count = preface.read(bytes) {
      counters.framing.client.add(count, overhead: count)
      return count
    }
    report(.h2BadPreface(), at: time, into: &receiver)
    preface = .passed
    loseFraming(of: .client, afterLosing: 0, at: time, into: &receiver)
    return 0
  }

  /// Checks the header that was read; false when no payload of it follows.
  private mutating func beginFrame<R: HTTP2Receiver>(
    from side: Side, at time: Timestamp, into receiver: inout R
  ) -> Bool {
    let header = decoders[side].header
    let limit = settings[side.opposite].maxFrameSize
    if header.length > limit {
      if side == .client, ConnectionPreface.isBeginning(header) {
        // After an Upgrade, or where a capture began before the connection did.
        decoders[side].abandonFrame()
        preface = .due
        preface.advance(FrameHeader.byteCount)
        return false
      }
      guard header.isPlausible(from: side) else {
        report(.h2FramingLost(from: side), at: time, into: &receiver)
        loseFraming(of: side, afterLosing: 0, at: time, into: &receiver)
        return false
      }
      if knowsLimits(of: side) {
        report(.h2FrameTooLarge(header, limit: limit, from: side), at: time, into: &receiver)
      }
    }
    if isFirstFrameDue[side] {
      isFirstFrameDue[side] = false
      if header.type != .settings {
        report(.h2FirstFrameIsNotSettings(header.type, from: side), at: time, into: &receiver)
      }
    }
    if let head = pendingBlocks[side].head, header.type != .continuation || header.stream != head.stream {
      report(.h2InterruptedBlock(by: header.type, stream: head.stream, from: side), at: time, into: &receiver)
      receivePendingBlock(from: side, isDamaged: true, at: time, into: &receiver)
    }
    if header.type == .data { beginContent(header, from: side, at: time, into: &receiver) }
    return true
  }

  /// The next piece of the payload of the frame under way, perhaps all of it.
  private mutating func receivePayload<R: HTTP2Receiver>(
    _ piece: RawSpan, from side: Side, at time: Timestamp, into receiver: inout R
  ) {
    let header = decoders[side].header
    let isWhole = piece.byteCount == header.length && !decoders[side].isCut
    decoders[side].advance(piece.byteCount)
    if header.type == .data {
      receiveContent(piece, from: side, at: time, into: &receiver)
      if decoders[side].remaining == 0 { endFrame(payload: piece, from: side, at: time, into: &receiver) }
    } else if isWhole {
      endFrame(payload: piece, from: side, at: time, into: &receiver)
    } else {
      gather(piece, limit: header.type.keptPayloadByteCount, from: side)
      if decoders[side].remaining == 0 { endFrame(from: side, at: time, into: &receiver) }
    }
  }

  /// Keeps a piece of a payload, up to a limit of bytes in all; after a gap nothing more.
  private mutating func gather(_ piece: RawSpan, limit: Int, from side: Side) {
    guard !decoders[side].isCut else { return }
    let count = min(piece.byteCount, max(0, limit - gathered[side].count))
    gathered[side].append(piece.extracting(0..<count))
  }

  /// The last byte of a payload came or was lost; what was gathered of it is read.
  mutating func endFrame<R: HTTP2Receiver>(from side: Side, at time: Timestamp, into receiver: inout R) {
    // The bytes move out, to be read while the rest of the connection changes, and their storage back for the next frame.
    var payload: [UInt8] = []
    swap(&payload, &gathered[side])
    endFrame(payload: payload.rawSpan, from: side, at: time, into: &receiver)
    payload.removeAll(keepingCapacity: payload.capacity <= HTTP2Limits.reusedSectionByteCount)
    swap(&payload, &gathered[side])
  }

  /// The frame under way has ended: counts it and acts on it.
  private mutating func endFrame<R: HTTP2Receiver>(
    payload: RawSpan, from side: Side, at time: Timestamp, into receiver: inout R
  ) {
    let header = decoders[side].header
    let isWhole = !decoders[side].isCut && payload.byteCount == header.length
    decoders[side].endFrame()
    counters.frames[side][header.type] += 1
    counters.framing[side].add(
      FrameHeader.byteCount + header.length,
      overhead: header.overheadByteCount(payload: payload, paddingByteCount: decoders[side].paddingByteCount))
    if receiver.wantsFrames {
      var record = FrameRecord(header, payload: payload)
      if header.type == .data, header.isPadded { record.paddingByteCount = decoders[side].paddingByteCount }
      receiver.receive(record, from: side, at: time)
    }
    switch header.type {
    case .data: endContent(header, from: side, at: time, into: &receiver)
    case .headers, .pushPromise, .continuation:
      receiveFragment(header, payload: payload, isWhole: isWhole, from: side, at: time, into: &receiver)
    default:
      receiveControl(header, payload: payload, isWhole: isWhole, from: side, at: time, into: &receiver)
    }
  }
}

extension FrameType {
  /// Whether a frame is a part of a message.
  fileprivate var isOfMessage: Bool {
    switch self {
    case .data, .headers, .pushPromise, .continuation: true
    default: false
    }
  }

  /// How many bytes of a payload are kept when it does not come whole.
  fileprivate var keptPayloadByteCount: Int {
    switch self {
    // The block, and the octets that may stand around the fragment: padding, priority, promised stream.
    case .headers, .pushPromise, .continuation: HTTP2Limits.fieldBlockByteCount + 1 + 255 + 5
    case .rstStream, .settings, .goaway, .windowUpdate: HTTP2Limits.controlPayloadByteCount
    default: 0
    }
  }
}
