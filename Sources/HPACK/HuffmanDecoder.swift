import Bytes

/// Reads strings in the Huffman code (RFC 7541 §5.2).
///
/// The next 14 bits select a step that yields one or two symbols at once: two of any that fields are made of, since those
/// have codes of 5 to 7 bits. The codes that are longer, all of octets that hardly occur in fields, are found by their
/// length.
struct HuffmanDecoder: Sendable {
  /// The one decoder: its tables are built when first used.
  static let shared = HuffmanDecoder()

  /// What 14 bits stand for, packed so that a step takes one load and its bit count no extraction: bits 0 to 5 say how
  /// many bits it uses, 8 to 23 hold its symbols, first symbol lowest, 24 and 25 say how many they are: 0 for a longer code.
  private var steps = [UInt32](repeating: 0, count: 1 << stepBitCount)
  /// For each code length, the first code of the next length, aligned to the left of 32 bits.
  private var ends = [UInt32](repeating: 0, count: HuffmanCode.longestBitCount + 1)
  /// For each code length, what to add to one of its codes for the place in `symbolsByCode`.
  private var places = [Int](repeating: 0, count: HuffmanCode.longestBitCount + 1)

  private static let stepBitCount = 14
  /// Steps that 56 bits suffice for.
  private static let stepsAtOnce = 4

  /// How many symbols a step yields: 0 where a longer code begins.
  private static func symbolCount(_ step: UInt32) -> Int { Int(step >> 24) }

  /// How many bits a step uses.
  fileprivate static func bitCount(_ step: UInt32) -> Int { Int(step & 0x3F) }

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
    var window = BitWindow(range, of: block)
    var written = 0

    // While the string has bits for four steps, none of them needs a look at how many are left.
    while window.canFillAtOnce {
      window.fillAtOnce()
      var step: UInt32 = 0
      for _ in 0..<Self.stepsAtOnce {
        step = steps[window.prefix(Self.stepBitCount)]
        if Self.symbolCount(step) == 0 { break }
        // One store for one symbol or two: `largestDecodedByteCount` has room for the second.
        output.storeBytes(of: UInt16(truncatingIfNeeded: step >> 8), toByteOffset: written, as: UInt16.self)
        // No more than that store's offset and 2.
        written &+= Self.symbolCount(step)
        window.drop(step)
      }
      if Self.symbolCount(step) == 0 {
        window.fill()
        guard try decodeLongSymbol(&window, into: &output, &written) else { throw .huffmanPadding }
      }
    }

    // The last steps: as long as what a step uses is there.
    while true {
      if window.count < Self.stepBitCount { window.fill() }
      let step = steps[window.prefix(Self.stepBitCount)]
      if Self.symbolCount(step) == 0 {
        window.fill()
        guard try decodeLongSymbol(&window, into: &output, &written) else { break }
      } else if Self.bitCount(step) <= window.count {
        output.storeBytes(of: UInt16(truncatingIfNeeded: step >> 8), toByteOffset: written, as: UInt16.self)
        written &+= Self.symbolCount(step)
        window.drop(step)
      } else {
        // Of two symbols the first may still be there, the second is padding.
        let first = UInt8(truncatingIfNeeded: step >> 8)
        let bitCount = Int(HuffmanCode.bitCounts[Int(first)])
        guard bitCount <= window.count else { break }
        output.storeBytes(of: first, toByteOffset: written, as: UInt8.self)
        written += 1
        window.drop(bitCount)
        break
      }
    }
    guard window.isPadding else { throw .huffmanPadding }
    return written
  }

  /// Decodes the symbol at the front, whose code has more bits than a step looks at; false when it is not all there.
  private func decodeLongSymbol(
    _ window: inout BitWindow, into output: inout MutableRawSpan, _ written: inout Int
  ) throws(HPACKError) -> Bool {
    let code = UInt32(truncatingIfNeeded: window.prefix(32))
    var bitCount = Self.stepBitCount + 1
    while bitCount < HuffmanCode.longestBitCount, code >= ends[bitCount] { bitCount += 1 }
    guard bitCount <= window.count else { return false }
    let symbol = HuffmanCode.symbolsByCode[Int(code >> UInt32(32 - bitCount)) + places[bitCount]]
    guard let octet = UInt8(exactly: symbol) else { throw .huffmanEOS }
    output.storeBytes(of: octet, toByteOffset: written, as: UInt8.self)
    written += 1
    window.drop(bitCount)
    return true
  }
}

/// The next bits of a string in a block, first bit highest.
private struct BitWindow: ~Escapable {
  private let block: RawSpan
  /// Offset of the next octet that is not in the window.
  private var position: Int
  /// Offset after the string.
  private let end: Int
  /// The last offset from which a whole window can be read that has four steps' bits of the string.
  private let lastOffsetAtOnce: Int
  /// `count` of its bits, from the highest on, are the string's; below are bits of what follows in the block, or zeros.
  private var bits: UInt64 = 0
  /// How many bits are in the window; at most 63.
  private(set) var count = 0

  @_lifetime(copy block)
  init(_ range: ByteRange, of block: RawSpan) {
    self.block = block
    position = range.start
    end = range.end
    // An empty window takes seven octets of the eight that it reads.
    lastOffsetAtOnce = min(range.end + 1, block.byteCount) - 8
  }

  /// The first bits, as a number. `0 < bitCount`.
  @inline(__always)
  func prefix(_ bitCount: Int) -> Int {
    Int(truncatingIfNeeded: bits &>> UInt64(truncatingIfNeeded: 64 &- bitCount))
  }

  /// Whether `fillAtOnce` may be called.
  var canFillAtOnce: Bool {
    @inline(__always)
    get { position <= lastOffsetAtOnce }
  }

  /// Fills the window up to 56 bits at least.
  @inline(__always)
  @_lifetime(self: copy self)
  mutating func fillAtOnce() {
    bits |= block.uint64(at: position) &>> UInt64(truncatingIfNeeded: count)
    // `count` is at most 63, so these are seven octets at most.
    position += (63 &- count) &>> 3
    count |= 56
  }

  /// Fills the window as far as the string goes.
  @inline(__always)
  @_lifetime(self: copy self)
  mutating func fill() {
    if position == end { return }
    // `count` is at most 63, so these are seven octets at most, and no more bits than 63 in all.
    let taken = min((63 &- count) &>> 3, end - position)
    let isFull = position + 8 <= block.byteCount
    let octets = isFull ? block.uint64(at: position) : Self.lastOctets(of: block, from: position)
    bits |= octets &>> UInt64(truncatingIfNeeded: count)
    position += taken
    count &+= 8 &* taken
  }

  /// Removes the bits that a step uses.
  @inline(__always)
  @_lifetime(self: copy self)
  mutating func drop(_ step: UInt32) {
    // `&<<=` looks at the low six bits only: those in which a step holds its bit count. The caller has checked the count.
    bits &<<= UInt64(step)
    count &-= HuffmanDecoder.bitCount(step)
  }

  /// Removes bits. `bitCount <= count`.
  @inline(__always)
  @_lifetime(self: copy self)
  mutating func drop(_ bitCount: Int) {
    bits <<= UInt64(bitCount)
    count -= bitCount
  }

  /// Whether less than an octet is left, all of it ones, as EOS begins (RFC 7541 §5.2).
  var isPadding: Bool {
    @inline(__always)
    get { position == end && count < 8 && bits >> UInt64(64 - count) == (1 << UInt64(count)) - 1 }
  }

  /// The fewer than eight octets from a position to the block's end, the first one highest, zeros after them.
  @inline(never)
  private static func lastOctets(of block: RawSpan, from position: Int) -> UInt64 {
    let rest = block.byteCount - position
    if block.byteCount >= 8 { return block.uint64(at: block.byteCount - 8) << UInt64(8 * (8 - rest)) }
    var octets: UInt64 = 0
    for index in 0..<rest {
      octets |= UInt64(block.byte(at: position + index)) << UInt64(56 - 8 * index)
    }
    return octets
  }
}
