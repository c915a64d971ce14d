import Bytes
import Findings

// What payloads hold: unmasked (RFC 6455 §5.3), decompressed (RFC 7692 §7.2.2), checked and handed on.

extension WebSocketConnection {
  /// A piece of the payload of the frame under way.
  mutating func receivePayload<R: WebSocketReceiver>(
    _ piece: RawSpan, from side: Side, at time: Timestamp, into receiver: inout R
  ) {
    if readers[side].decoder.header.opcode.isControl {
      receiveControl(piece, from: side, at: time)
    } else {
      readers[side].message.wireByteCount += piece.byteCount
      readers[side].message.framedByteCount += piece.byteCount
      readers[side].message.end = time
      unmask(piece, from: side, at: time, into: &receiver)
    }
  }

  private mutating func receiveControl(_ piece: RawSpan, from side: Side, at time: Timestamp) {
    let decoder = readers[side].decoder
    readers[side].control.wireByteCount += piece.byteCount
    readers[side].control.framedByteCount += piece.byteCount
    readers[side].control.payloadByteCount? += piece.byteCount
    readers[side].control.end = time
    let room = WebSocketLimits.controlPayloadByteCount - decoder.position
    // Bytes behind a gap do not stand where they should.
    guard room > 0, readers[side].control.missingByteCount == 0 else { return }
    let kept = piece.extracting(0..<min(room, piece.byteCount))
    if let key = decoder.header.maskingKey {
      key.unmask(kept, at: decoder.position, appendingTo: &readers[side].control.controlPayload)
    } else {
      readers[side].control.controlPayload.append(kept)
    }
  }

  /// Takes the mask off a piece of a message, if anyone will look at it.
  private mutating func unmask<R: WebSocketReceiver>(
    _ piece: RawSpan, from side: Side, at time: Timestamp, into receiver: inout R
  ) {
    guard readers[side].message.payloadByteCount != nil else { return }
    let decoder = readers[side].decoder
    let isLookedAt = readers[side].message.isCompressed || readers[side].checksText || receiver.wantsPayload
    guard let key = decoder.header.maskingKey, isLookedAt else {
      decompress(piece, from: side, at: time, into: &receiver)
      return
    }
    var plain: [UInt8] = []
    swap(&plain, &unmasked)
    var offset = 0
    while offset < piece.byteCount {
      let count = min(WebSocketLimits.pieceByteCount, piece.byteCount - offset)
      plain.removeAll(keepingCapacity: true)
      key.unmask(
        piece.extracting(ByteRange(start: offset, count: count)), at: decoder.position + offset, appendingTo: &plain)
      decompress(plain.rawSpan, from: side, at: time, into: &receiver)
      offset += count
    }
    swap(&plain, &unmasked)
  }

  /// Decompresses a piece of a message that is compressed.
  private mutating func decompress<R: WebSocketReceiver>(
    _ piece: RawSpan, from side: Side, at time: Timestamp, into receiver: inout R
  ) {
    guard readers[side].message.isCompressed else {
      accept(piece, from: side, at: time, into: &receiver)
      return
    }
    guard readers[side].message.payloadByteCount != nil else { return }
    guard !readers[side].decompressor.isBroken else {
      loseMeaning(of: side)
      return
    }
    var plain: [UInt8] = []
    swap(&plain, &decompressed)
    if plain.isEmpty { plain = [UInt8](repeating: 0, count: WebSocketLimits.pieceByteCount) }
    var offset = 0
    var isUnderWay = true
    while isUnderWay {
      let outcome = readers[side].decompressor.decode(piece, from: &offset, into: &plain)
      accept(plain.rawSpan.extracting(0..<outcome.byteCount), from: side, at: time, into: &receiver)
      switch outcome {
      case .more:
        continue
      case .usedUp:
        break
      case .damaged:
        loseMeaning(of: side)
        report(.compressedDataDamaged, from: side, at: time, into: &receiver)
      case .tooLarge:
        loseMeaning(of: side)
        report(.decompressedTooLarge, from: side, at: time, into: &receiver)
      }
      isUnderWay = false
    }
    swap(&plain, &decompressed)
  }

  /// Adds to a compressed message what its sender took off, and looks whether it is whole then (RFC 7692 §7.2.2).
  mutating func endCompression<R: WebSocketReceiver>(of side: Side, into receiver: inout R) {
    guard readers[side].message.isCompressed, readers[side].message.payloadByteCount != nil else { return }
    let time = readers[side].message.end
    if !readers[side].decompressor.isAfterFinalBlock {
      let emptyBlock: [UInt8] = [0x00, 0x00, 0xFF, 0xFF]
      decompress(emptyBlock.rawSpan, from: side, at: time, into: &receiver)
    }
    guard readers[side].message.payloadByteCount != nil, !readers[side].decompressor.end() else { return }
    loseMeaning(of: side)
    report(.compressedDataDamaged, from: side, at: time, into: &receiver)
  }

  /// Takes a piece of a message as its sender's application gave it.
  private mutating func accept<R: WebSocketReceiver>(
    _ piece: RawSpan, from side: Side, at time: Timestamp, into receiver: inout R
  ) {
    guard piece.byteCount > 0 else { return }
    if readers[side].checksText {
      readers[side].text.receive(piece)
      if !readers[side].text.isValid {
        readers[side].checksText = false
        report(.textNotUTF8, from: side, at: time, into: &receiver)
      }
    }
    if receiver.wantsPayload { receiver.receive(piece, of: readers[side].message) }
    readers[side].message.payloadByteCount? += piece.byteCount
  }

  /// A gap took bytes of the payload of the frame under way. `0 < byteCount <= remaining`.
  mutating func losePayload(_ byteCount: Int, of side: Side) {
    if readers[side].decoder.header.opcode.isControl {
      readers[side].control.missingByteCount += byteCount
      return
    }
    readers[side].message.missingByteCount += byteCount
    readers[side].checksText = false
    if readers[side].message.isCompressed {
      readers[side].decompressor.lose()
      loseMeaning(of: side)
    }
  }
}
