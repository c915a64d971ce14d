import Bytes

/// Decodes the strings in the Huffman code of one side, and remembers those that come again.
///
/// Servers and tokens are often sent as literals that no table holds, the same octets in each block. To find them again
/// costs a comparison, to decode them several times that. A string is kept from the second time on that it comes, and
/// recognised by all of its octets, so that what is appended is what decoding would append.
struct HuffmanMemory: Sendable {
  private let decoder = HuffmanDecoder.shared
  /// By the low bits of a string's hash. Empty until `HPACKLimits.stringsBeforeMemory` strings came: short connections
  /// need none.
  private var slots: [Slot] = []
  /// Of each string kept its octets in the code, then what they stand for.
  private var text: [UInt8] = []
  private var stringCount = 0

  private struct Slot: Sendable, BitwiseCopyable {
    /// The hash of the string that came last, or that came again.
    var hash: UInt64 = 0
    /// Where its octets lie in `text`; empty while it came only once.
    var coded = ByteRange.empty
    /// What they stand for, right after them.
    var decodedCount = 0
    /// Whether it came again since another string had the same place: it stays for once.
    var isInUse = false
  }

  /// Shorter strings are decoded faster than found.
  private static let shortestByteCount = 8

  /// Appends the string that a range of a block holds. `range.end <= block.byteCount`.
  mutating func append(_ range: ByteRange, of block: RawSpan, to output: inout [UInt8]) throws(HPACKError) {
    guard range.count >= Self.shortestByteCount, isReady() else {
      try decoder.append(range, of: block, to: &output)
      return
    }
    let coded = block.extracting(range)
    let hash = Self.hash(coded)
    let index = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    let slot = slots[index]
    if slot.hash == hash, text.rawSpan.extracting(slot.coded).equals(coded) {
      slots[index].isInUse = true
      output.append(text.rawSpan.extracting(ByteRange(start: slot.coded.end, count: slot.decodedCount)))
      return
    }
    let start = output.count
    try decoder.append(range, of: block, to: &output)
    if slot.hash == hash {
      keep(coded, output.rawSpan.extracting(from: start), in: index)
    } else if slot.isInUse {
      slots[index].isInUse = false
    } else {
      slots[index] = Slot(hash: hash)
    }
  }

  /// Whether there are slots; counts a string while there are none.
  private mutating func isReady() -> Bool {
    if !slots.isEmpty { return true }
    stringCount += 1
    guard stringCount > HPACKLimits.stringsBeforeMemory else { return false }
    slots = [Slot](repeating: Slot(), count: HPACKLimits.rememberedStrings)
    return true
  }

  /// Keeps a string that came again; where the text is full, all others are forgotten.
  private mutating func keep(_ coded: RawSpan, _ decoded: RawSpan, in index: Int) {
    let byteCount = coded.byteCount + decoded.byteCount
    guard byteCount <= HPACKLimits.rememberedByteCount / 2 else { return }
    if text.count + byteCount > HPACKLimits.rememberedByteCount {
      text.removeAll(keepingCapacity: true)
      for other in slots.indices { slots[other] = Slot() }
    }
    slots[index] = Slot(
      hash: Self.hash(coded), coded: ByteRange(start: text.count, count: coded.byteCount),
      decodedCount: decoded.byteCount, isInUse: true)
    text.append(coded)
    text.append(decoded)
  }

  /// Made of a string's length and both its ends. Strings that differ in the middle alone have the same one, which costs
  /// no more than to decode them. `shortestByteCount <= coded.byteCount`.
  private static func hash(_ coded: RawSpan) -> UInt64 {
    let count = coded.byteCount
    let ends = coded.uint64(at: 0) &+ UInt64(truncatingIfNeeded: count) ^ coded.uint64(at: count - 8)
    // Odd and well mixed: 2^64 divided by the golden ratio. The high half has the best bits; it wraps around on purpose.
    let product = ends &* 0x9E37_79B9_7F4A_7C15
    return product ^ product >> 32
  }
}
