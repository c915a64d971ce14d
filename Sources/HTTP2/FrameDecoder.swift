import Bytes
import Findings

/// Cuts the bytes of one side into frame headers and payloads, however the bytes are split.
///
/// It keeps a header that has not come whole, and knows where the payload ends; the caller moves on with `advance`. It is
/// read for every frame and holds no reference, so that reading a side's one costs nothing.
struct FrameDecoder: Sendable, BitwiseCopyable {
  /// Whether the next frame must be searched (`FrameSearch`): the framing was lost, or its beginning not captured.
  var isSearching = false
  /// Whether a header was read and its payload has not ended.
  private(set) var isInPayload = false
  /// Whether a gap took a part of the payload.
  private(set) var isCut = false
  /// The frame under way, or the last one.
  private(set) var header = FrameHeader(octets: 0)
  /// When the first byte of that frame was there.
  private(set) var start = Timestamp(nanoseconds: 0)
  /// Bytes of the payload that have not come; `0 <= remaining <= header.length`.
  private(set) var remaining = 0
  /// The first octets of a header that is not whole yet.
  private var headerOctets: UInt128 = 0
  private var headerOctetCount = 0
  /// DATA: content bytes that have not come, exact once the pad length octet was read.
  private var remainingContent = 0
  /// DATA: the pad length octet was announced and has not come.
  private var isPadLengthDue = false
  /// DATA: the value of the pad length octet.
  private var padLength = 0

  /// Whether a part of a header came.
  var isInHeader: Bool { headerOctetCount > 0 }

  /// Reads the next header and moves `offset` past its bytes; false when it has not come whole.
  mutating func readHeader(_ bytes: RawSpan, at offset: inout Int, time: Timestamp) -> Bool {
    if headerOctetCount == 0 {
      start = time
      if bytes.byteCount - offset >= FrameHeader.byteCount {
        begin(FrameHeader(bytes, at: offset))
        offset += FrameHeader.byteCount
        return true
      }
    }
    while headerOctetCount < FrameHeader.byteCount, offset < bytes.byteCount {
      headerOctets = headerOctets << 8 | UInt128(bytes.byte(at: offset))
      headerOctetCount += 1
      offset += 1
    }
    guard headerOctetCount == FrameHeader.byteCount else { return false }
    begin(FrameHeader(octets: headerOctets))
    return true
  }

  private mutating func begin(_ header: FrameHeader) {
    self.header = header
    headerOctets = 0
    headerOctetCount = 0
    isInPayload = true
    isCut = false
    remaining = header.length
    remainingContent = header.length
    isPadLengthDue = header.isPadded
    padLength = 0
  }

  /// Passes over payload bytes that came. `0 <= count <= remaining`.
  mutating func advance(_ count: Int) {
    remaining -= count
  }

  /// Passes over payload bytes that a gap took. `0 < count <= remaining`.
  mutating func cut(_ count: Int) {
    isCut = true
    remaining -= count
  }

  /// The frame's payload has ended; the next byte begins a header.
  mutating func endFrame() {
    isInPayload = false
  }

  /// Forgets the frame under way, whose end cannot be found.
  mutating func abandonFrame() {
    isInPayload = false
    headerOctets = 0
    headerOctetCount = 0
  }

  // MARK: DATA

  /// Where the content lies in the next piece of a DATA payload; the rest is the pad length octet and padding.
  mutating func contentRange(in piece: RawSpan) -> ByteRange {
    var start = 0
    if isPadLengthDue, piece.byteCount > 0 {
      isPadLengthDue = false
      padLength = Int(piece.byte(at: 0))
      remainingContent = max(0, header.length - 1 - padLength)
      start = 1
    }
    return ByteRange(start: start, count: takeContent(piece.byteCount - start))
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
    return takeContent(count)
  }

  private mutating func takeContent(_ count: Int) -> Int {
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
}
