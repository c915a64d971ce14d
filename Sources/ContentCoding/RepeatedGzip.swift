import Bytes

/// Knows small contents in gzip again that were undone before, so that what they decode to need not be found out again when
/// nobody reads it: a load test, a poll or a cache that does not work sends the same bytes over and over.
///
/// A content is kept from the second time on that it comes, and recognised by all of its bytes.
struct RepeatedGzip {
  /// What a content decodes to.
  struct Known: BitwiseCopyable {
    let decodedByteCount: Int
    let beginning: Beginning
  }

  private struct Slot: BitwiseCopyable {
    /// Of the content that came last, or that is kept: its checksum and length, and how many bytes it is.
    var tag: UInt64 = 0
    /// Where its bytes lie in `text`: nowhere while it came only once.
    var bytes = ByteRange.empty
    var known = Known(decodedByteCount: 0, beginning: Beginning())
  }

  /// By the high bits of a content's hash. Empty until there is a content.
  private var slots: [Slot] = []
  private var text: [UInt8] = []

  /// What a content decodes to, if it is kept. It ends with the trailer of a member (RFC 1952 §2.3.1).
  func find(_ content: RawSpan) -> Known? {
    guard !slots.isEmpty else { return nil }
    let tag = Self.tag(of: content)
    let slot = slots[Self.place(of: tag)]
    guard slot.tag == tag, !slot.bytes.isEmpty, text.rawSpan.extracting(slot.bytes).equals(content) else { return nil }
    return slot.known
  }

  /// Notes what a content decodes to that was not found.
  mutating func note(_ content: RawSpan, _ known: Known) {
    if slots.isEmpty {
      slots = [Slot](repeating: Slot(), count: 1 << ContentCodingLimits.rememberedContentsLog)
    }
    let tag = Self.tag(of: content)
    let place = Self.place(of: tag)
    guard slots[place].tag == tag else {
      slots[place] = Slot(tag: tag)
      return
    }
    if text.count + content.byteCount > ContentCodingLimits.rememberedByteCount {
      // What comes again is kept again.
      text.removeAll(keepingCapacity: true)
      for other in slots.indices { slots[other] = Slot() }
    }
    slots[place] = Slot(tag: tag, bytes: ByteRange(start: text.count, count: content.byteCount), known: known)
    text.append(content)
  }

  private static func tag(of content: RawSpan) -> UInt64 {
    guard content.byteCount >= 8 else { return 0 }
    return content.uint64(at: content.byteCount - 8) ^ UInt64(truncatingIfNeeded: content.byteCount)
  }

  private static func place(of tag: UInt64) -> Int {
    // Odd and well mixed: 2^64 divided by the golden ratio; it wraps around on purpose.
    Int(truncatingIfNeeded: (tag &* 0x9E37_79B9_7F4A_7C15) >> UInt64(64 - ContentCodingLimits.rememberedContentsLog))
  }
}
