import Bytes

/// Reads strings in the Huffman code (RFC 7541 §5.2).
///
/// The next 12 bits select a step that yields one or two symbols at once. The codes that are longer, all of octets that
/// hardly occur in fields, are found by their length.
struct HuffmanDecoder: Sendable {
  /// The one decoder: its tables are built when first used.
  static let shared = HuffmanDecoder()

  /// What 12 bits stand for, packed so that a step takes one load and its bit count no extraction: bits 0 to 5 say how
  /// many bits it uses, 8 to 23 hold its symbols, first symbol lowest, 24 and 25 say how many they are: 0 for a longer code.
  private var steps = [UInt32](repeating: 0, count: 1 << stepBitCount)
  /// For each code length, the first code of the next length, aligned to the left of 32 bits.
  private var ends = [UInt32](repeating: 0, count: HuffmanCode.longestBitCount + 1)
  /// For each code length, what to add to one of its codes for the place in `symbolsByCode`.
  private var places = [Int](repeating: 0, count: HuffmanCode.longestBitCount + 1)

  private static let stepBitCount = 12

  /// The most octets that a string of `count` octets decodes to, and room for the second symbol of a last step.
  private static func largestDecodedByteCount(_ count: Int) -> Int {
    count * 8 / HuffmanCode.shortestBitCount + 1
  }

  private init() {
    for (place, symbol) in HuffmanCode.symbolsByCode.enumerated() {
      let bitCount = Int(HuffmanCode.bitCounts[Int(symbol)])
      let code = HuffmanCode.codes[Int(symbol)]
      // The very last code is all ones, so its end is 2^32 and wraps to 0; `longSymbol` does not compare with it.
      ends[bitCount] = (code + 1) << UInt32(32 - bitCount)
      places[bitCount] = place - Int(code)
    }
    for first in 0..<HuffmanCode.endOfString where Int(HuffmanCode.bitCounts[first]) <= Self.stepBitCount {
      addSteps(first: first)
    }
  }

  /// Fills in the steps that begin with a symbol's code: alone, then with each symbol that still fits after it.
  private mutating func addSteps(first: Int) {
    let firstBitCount = Int(HuffmanCode.bitCounts[first])
    let firstCode = Int(HuffmanCode.codes[first]) << (Self.stepBitCount - firstBitCount)
    let restBitCount = Self.stepBitCount - firstBitCount
    for rest in 0..<(1 << restBitCount) {
      steps[firstCode + rest] = UInt32(firstBitCount) | UInt32(first) << 8 | 1 << 24
    }
    for second in 0..<HuffmanCode.endOfString where Int(HuffmanCode.bitCounts[second]) <= restBitCount {
      let bitCount = Int(HuffmanCode.bitCounts[second])
      let code = firstCode + Int(HuffmanCode.codes[second]) << (restBitCount - bitCount)
      for rest in 0..<(1 << (restBitCount - bitCount)) {
        steps[code + rest] = UInt32(firstBitCount + bitCount) | UInt32(first) << 8 | UInt32(second) << 16 | 2 << 24
      }
    }
  }

  /// Appends the string that a range of a block holds. `range.end <= block.byteCount`.
  func append(_ range: ByteRange, of block: RawSpan, to output: inout [UInt8]) throws(HPACKError) {
    if range.isEmpty { return }
    try output.append(upTo: Self.largestDecodedByteCount(range.count)) { fresh throws(HPACKError) in
      try decode(range, of: block, into: &fresh)
    }
  }

  /// Decodes into the front of a span and returns how many octets were written.
  private func decode(_ range: ByteRange, of block: RawSpan, into output: inout MutableRawSpan) throws(HPACKError)
    -> Int
  {
    let steps = self.steps.span
    var position = range.start
    var written = 0
    /// The next bits of the string, first bit highest. `bitCount` of them count; below are bits of what follows or zeros.
    var bits: UInt64 = 0
    var bitCount = 0

    while true {
      bits |= Self.octets(of: block, at: position) >> UInt64(bitCount)
      let taken = min((63 - bitCount) / 8, range.end - position)
      position += taken
      bitCount += 8 * taken

      while bitCount >= Self.stepBitCount {
        let step = steps[Int(truncatingIfNeeded: bits >> UInt64(64 - Self.stepBitCount))]
        if step >> 24 > 0 {
          // One store for one symbol or two: `largestDecodedByteCount` has room for the second.
          output.storeBytes(of: UInt16(truncatingIfNeeded: step >> 8), toByteOffset: written, as: UInt16.self)
          written += Int(step >> 24)
          // `&<<` looks at the low six bits only: those that hold the bit count.
          bits &<<= UInt64(step)
          bitCount -= Int(step & 0x3F)
        } else {
          if bitCount < HuffmanCode.longestBitCount, position < range.end { break }
          let (symbol, used) = longSymbol(bits)
          guard used <= bitCount else { break }
          guard let octet = UInt8(exactly: symbol) else { throw .huffmanEOS }
          output.storeBytes(of: octet, toByteOffset: written, as: UInt8.self)
          written += 1
          bits <<= UInt64(used)
          bitCount -= used
        }
      }
      if position == range.end { break }
    }

    // Fewer bits are left than a step looks at, or the beginning of a longer code.
    while bitCount >= HuffmanCode.shortestBitCount {
      let step = steps[Int(truncatingIfNeeded: bits >> UInt64(64 - Self.stepBitCount))]
      guard step >> 24 > 0 else { break }
      let octet = UInt8(truncatingIfNeeded: step >> 8)
      let used = Int(HuffmanCode.bitCounts[Int(octet)])
      guard used <= bitCount else { break }
      output.storeBytes(of: octet, toByteOffset: written, as: UInt8.self)
      written += 1
      bits <<= UInt64(used)
      bitCount -= used
    }
    // Less than an octet of ones, the first bits of EOS, fills the last octet (RFC 7541 §5.2).
    guard bitCount < 8, bits >> UInt64(64 - bitCount) == (1 << UInt64(bitCount)) - 1 else { throw .huffmanPadding }
    return written
  }

  /// The symbol of a code with more bits than a step looks at, and its bit count; the code begins at the highest bit.
  private func longSymbol(_ bits: UInt64) -> (symbol: UInt16, bitCount: Int) {
    let code = UInt32(truncatingIfNeeded: bits >> 32)
    var bitCount = Self.stepBitCount + 1
    while bitCount < HuffmanCode.longestBitCount, code >= ends[bitCount] { bitCount += 1 }
    return (HuffmanCode.symbolsByCode[Int(code >> UInt32(32 - bitCount)) + places[bitCount]], bitCount)
  }

  /// Eight octets of a block from an offset on, the first one highest, zeros after the block's end.
  private static func octets(of block: RawSpan, at offset: Int) -> UInt64 {
    let rest = block.byteCount - offset
    if rest >= 8 { return block.uint64(at: offset) }
    if block.byteCount >= 8 { return block.uint64(at: block.byteCount - 8) << UInt64(8 * (8 - rest)) }
    var octets: UInt64 = 0
    for index in 0..<rest {
      octets |= UInt64(block.byte(at: offset + index)) << UInt64(56 - 8 * index)
    }
    return octets
  }
}
