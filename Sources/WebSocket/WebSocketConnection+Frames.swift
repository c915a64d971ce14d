import Bytes
import Findings

// From frames to messages (RFC 6455 §5.4, §5.5).

extension WebSocketConnection {
  /// The header of a frame was read.
  mutating func beginFrame<R: WebSocketReceiver>(of side: Side, at time: Timestamp, into receiver: inout R) {
    let header = readers[side].decoder.header
    check(header, from: side, at: time, into: &receiver)
    guard !header.isLengthTooLarge else {
      giveUp(side, into: &receiver)
      return
    }
    if header.opcode.isControl {
      readers[side].control.begin(header.opcode, isCompressed: false, at: readers[side].decoder.start)
      readers[side].control.add(header, at: time)
      if !header.reservedBits.isEmpty { readers[side].control.payloadByteCount = nil }
    } else {
      beginMessage(header, from: side, at: time, into: &receiver)
      readers[side].message.add(header, at: time)
    }
  }

  /// Checks what a header says of itself.
  private mutating func check<R: WebSocketReceiver>(
    _ header: FrameHeader, from side: Side, at time: Timestamp, into receiver: inout R
  ) {
    if side == .client, header.maskingKey == nil { report(.unmasked, from: side, at: time, into: &receiver) }
    if side == .server, header.maskingKey != nil { report(.masked, from: side, at: time, into: &receiver) }
    if header.opcode.isReserved { report(.reservedOpcode, from: side, at: time, into: &receiver) }
    if !extensions.hasUnknown, !header.reservedBits.isSubset(of: allowedBits(of: header)) {
      report(.reservedBits, from: side, at: time, into: &receiver)
    }
    if header.isLengthTooLarge {
      report(.lengthTooLarge, from: side, at: time, into: &receiver)
    } else if !header.isLengthMinimal {
      report(.lengthNotMinimal, from: side, at: time, into: &receiver)
    }
    guard header.opcode.isControl else { return }
    if !header.isFinal { report(.controlFragmented, from: side, at: time, into: &receiver) }
    if header.length > WebSocketLimits.controlPayloadByteCount {
      report(.controlTooLong, from: side, at: time, into: &receiver)
    }
  }

  /// Only the first frame of a message says whether it is compressed (RFC 7692 §6).
  private func allowedBits(of header: FrameHeader) -> ReservedBits {
    let mayCompress = extensions.deflate != nil && !header.opcode.isControl && header.opcode != .continuation
    return mayCompress ? .first : []
  }

  /// A frame of a text or binary message begins: the message's first, or a further one.
  private mutating func beginMessage<R: WebSocketReceiver>(
    _ header: FrameHeader, from side: Side, at time: Timestamp, into receiver: inout R
  ) {
    if readers[side].isClosing { report(.dataAfterClose, from: side, at: time, into: &receiver) }
    let isContinuation = header.opcode == .continuation
    if isContinuation, readers[side].isMessageOpen {
      if !header.reservedBits.isEmpty { loseMeaning(of: side) }
      return
    }
    if isContinuation, !readers[side].mayLackBeginning {
      report(.continuationWithoutStart, from: side, at: time, into: &receiver)
    } else if readers[side].isMessageOpen {
      report(.messageInterrupted, from: side, at: time, into: &receiver)
      abandonMessage(of: side, into: &receiver)
    }
    let isCompressed = header.reservedBits == .first && allowedBits(of: header) == .first
    readers[side].isMessageOpen = true
    readers[side].mayLackBeginning = false
    readers[side].message.begin(
      isContinuation ? nil : header.opcode, isCompressed: isCompressed, at: readers[side].decoder.start)
    readers[side].checksText = header.opcode == .text && !extensions.hasUnknown
    if isCompressed {
      readers[side].decompressor.begin()
    } else if !header.reservedBits.isEmpty || isContinuation && extensions.deflate != nil {
      loseMeaning(of: side)
    }
  }

  /// The payload of the message under way is in a form that is not known, or not known any more.
  mutating func loseMeaning(of side: Side) {
    readers[side].message.payloadByteCount = nil
    readers[side].checksText = false
  }

  /// The last byte of a frame's payload came.
  ///
  /// - Parameter time: nil when a gap took it.
  mutating func endFrame<R: WebSocketReceiver>(of side: Side, at time: Timestamp?, into receiver: inout R) {
    let header = readers[side].decoder.header
    readers[side].decoder.endFrame()
    if header.opcode.isControl {
      if let time { readers[side].control.end = time }
      endControl(of: side, into: &receiver)
    } else {
      if let time { readers[side].message.end = time }
      if header.isFinal { endMessage(of: side, into: &receiver) }
    }
  }

  /// No more of the frame under way will come.
  mutating func abandonFrame<R: WebSocketReceiver>(of side: Side, into receiver: inout R) {
    if readers[side].decoder.isInPayload, readers[side].decoder.header.opcode.isControl {
      deliver(side, isControl: true, into: &receiver)
    }
    readers[side].decoder.abandonFrame()
  }

  /// Where a side's next frame begins is not known any more.
  mutating func loseFraming<R: WebSocketReceiver>(of side: Side, into receiver: inout R) {
    abandonFrame(of: side, into: &receiver)
    abandonMessage(of: side, into: &receiver)
    if extensions.deflate != nil { readers[side].decompressor.lose() }
    readers[side].mayLackBeginning = true
    readers[side].phase = .searching
  }

  /// What a side sends makes no sense as frames.
  private mutating func giveUp<R: WebSocketReceiver>(_ side: Side, into receiver: inout R) {
    readers[side].decoder.abandonFrame()
    abandonMessage(of: side, into: &receiver)
    readers[side].phase = .opaque
  }
}

extension WebSocketMessage {
  /// Counts a frame whose header was read.
  fileprivate mutating func add(_ header: FrameHeader, at time: Timestamp) {
    fragmentCount += 1
    wireByteCount += header.byteCount
    end = time
  }
}
