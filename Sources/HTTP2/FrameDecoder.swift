import Bytes
import Findings

/// Cuts the bytes of one side into frame headers and payloads, however the bytes are split.
///
/// It keeps a header that has not come whole, and the payload of a frame that is read at once (all but DATA) when it
/// does not lie whole in the bytes at hand. The caller moves the payload on with `advance`.
struct FrameDecoder: Sendable {
  /// Whether a header was read and its payload has not ended.
  private(set) var isInPayload = false
  /// The frame under way, or the last one.
  private(set) var header = FrameHeader([UInt8](repeating: 0, count: FrameHeader.byteCount).rawSpan)
  /// When the first byte of that frame was there.
  private(set) var start = Timestamp(nanoseconds: 0)
  /// Bytes of the payload that have not come; `0 <= remaining <= header.length`.
  private(set) var remaining = 0
  /// Whether a gap took a part of the payload.
  private(set) var isCut = false
  /// The first bytes of a header or of a payload that is not whole yet.
  private var gathered: [UInt8] = []
  /// DATA: content bytes that have not come, exact once the pad length octet was read.
  private var remainingContent = 0
  /// DATA: the pad length octet was announced and has not come.
  private var isPadLengthDue = false
  /// DATA: the value of the pad length octet.
  private var padLength = 0

  /// Reads the next header and moves `offset` past its bytes; false when it has not come whole.
  mutating func readHeader(_ bytes: RawSpan, at offset: inout Int, time: Timestamp) -> Bool {
    if gathered.isEmpty { start = time }
    let available = bytes.byteCount - offset
    if gathered.isEmpty, available >= FrameHeader.byteCount {
      header = FrameHeader(bytes, at: offset)
      offset += FrameHeader.byteCount
    } else {
      let count = min(FrameHeader.byteCount - gathered.count, available)
      gathered.append(bytes.extracting(offset..<offset + count))
      offset += count
      guard gathered.count == FrameHeader.byteCount else { return false }
      header = FrameHeader(gathered.rawSpan)
      gathered.removeAll(keepingCapacity: true)
    }
    isInPayload = true
    isCut = false
    remaining = header.length
    remainingContent = header.length
    isPadLengthDue = header.isPadded
    padLength = 0
    return true
  }

  /// Passes over payload bytes that were read or lost. `0 <= count <= remaining`.
  mutating func advance(_ count: Int) {
    remaining -= count
  }

  /// The frame's payload has ended; the next byte begins a header.
  mutating func endFrame() {
    isInPayload = false
  }

  /// Forgets the frame under way, whose end cannot be found.
  mutating func abandonFrame() {
    isInPayload = false
    gathered.removeAll(keepingCapacity: true)
  }

  /// Passes over bytes that a gap took. `0 <= count <= remaining`.
  mutating func cut(_ count: Int) {
    guard count > 0 else { return }
    isCut = true
    remaining -= count
  }

  // MARK: DATA

  /// How many bytes of the next piece of a DATA payload are content; the rest is the pad length octet and padding.
  mutating func contentByteCount(in piece: RawSpan) -> Int {
    var count = piece.byteCount
    if isPadLengthDue, count > 0 {
      isPadLengthDue = false
      padLength = Int(piece.byte(at: 0))
      remainingContent = max(0, header.length - 1 - padLength)
      count -= 1
    }
    let content = min(count, remainingContent)
    remainingContent -= content
    return content
  }

  /// How many of the next bytes of a DATA payload, which a gap took, were content; if the pad length was among them,
  /// no padding is assumed.
  mutating func contentByteCount(inGapOf byteCount: Int) -> Int {
    var count = byteCount
    if isPadLengthDue, count > 0 {
      isPadLengthDue = false
      remainingContent -= 1
      count -= 1
    }
    let content = min(count, remainingContent)
    remainingContent -= content
    return content
  }

  /// The pad length octet and the padding of a padded DATA frame.
  var paddingByteCount: Int { min(1 + padLength, header.length) }

  /// Whether the padding is as long as the payload or longer (RFC 9113 §6.1).
  var isPaddingTooLong: Bool {
    header.isPadded && !isPadLengthDue && padLength >= header.length
  }

  // MARK: Payloads that are read whole

  /// Keeps a piece of the payload, up to a limit of bytes in all.
  mutating func gather(_ piece: RawSpan, limit: Int) {
    let count = min(piece.byteCount, max(0, limit - gathered.count))
    gathered.append(piece.extracting(0..<count))
  }

  /// Moves the gathered payload out, to read it while the rest of the connection changes.
  mutating func takeGathered() -> [UInt8] {
    var payload: [UInt8] = []
    swap(&payload, &gathered)
    return payload
  }

  /// Gives the storage back for the next payload.
  mutating func returnGathered(_ payload: consuming [UInt8]) {
    gathered = payload
    gathered.removeAll(keepingCapacity: gathered.capacity <= HTTP2Limits.reusedSectionByteCount)
  }
}
