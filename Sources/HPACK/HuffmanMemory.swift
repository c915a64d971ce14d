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

  /// Twelve bytes, since a connection has many: 16 bits count more than `HPACKLimits.rememberedByteCount`.
  private struct Slot: Sendable, BitwiseCopyable {
    /// The upper half of the hash of the string that came last, or that came again.
    var tag: UInt32 = 0
    /// Where its octets lie in `text`, and how many they are: none while it came only once.
    var start: UInt16 = 0
    var codedCount: UInt16 = 0
    /// How many octets they stand for, right after them.
    var decodedCount: UInt16 = 0
    /// Whether it came again since another string had the same place: it stays for once.
    var isInUse = false

    var coded: ByteRange { ByteRange(start: Int(start), count: Int(codedCount)) }
    var decoded: ByteRange { ByteRange(start: Int(start) + Int(codedCount), count: Int(decodedCount)) }
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
    // The lower half says where, the upper half tells apart.
    let index = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    let tag = UInt32(truncatingIfNeeded: hash >> 32)
    let slot = slots[index]
    if slot.tag == tag, text.rawSpan.extracting(slot.coded).equals(coded) {
      if !slot.isInUse { slots[index].isInUse = true }
      output.append(text.rawSpan.extracting(slot.decoded))
      return
    }
    let start = output.count
    try decoder.append(range, of: block, to: &output)
    if slot.tag == tag {
      keep(coded, output.rawSpan.extracting(from: start), tag: tag, in: index)
    } else if slot.isInUse {
      slots[index].isInUse = false
    } else {
      slots[index] = Slot(tag: tag)
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
  private mutating func keep(_ coded: RawSpan, _ decoded: RawSpan, tag: UInt32, in index: Int) {
    let byteCount = coded.byteCount + decoded.byteCount
    guard byteCount <= HPACKLimits.rememberedByteCount / 2 else { return }
    if text.count + byteCount > HPACKLimits.rememberedByteCount {
      text.removeAll(keepingCapacity: true)
      for other in slots.indices { slots[other] = Slot() }
    }
    // None is more than `rememberedByteCount`.
    slots[index] = Slot(
      tag: tag, start: UInt16(truncatingIfNeeded: text.count), codedCount: UInt16(truncatingIfNeeded: coded.byteCount),
      decodedCount: UInt16(truncatingIfNeeded: decoded.byteCount), isInUse: true)
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
