import Bytes

/// A string literal as it lies in a block (RFC 7541 §5.2).
struct StringLiteral: BitwiseCopyable {
  let isHuffman: Bool
  /// Where its octets lie in the block.
  let range: ByteRange
}

/// Reads a block's primitive types (RFC 7541 §5).
struct BlockReader: ~Escapable {
  let block: RawSpan
  /// Offset of the next octet; `0 <= position <= block.byteCount`.
  private(set) var position = 0

  /// A reader at the front of a block.
  @_lifetime(copy block)
  init(_ block: RawSpan) {
    self.block = block
  }

  /// The first octet of the next representation, nil at the end of the block.
  var nextOctet: UInt8? {
    position < block.byteCount ? block.byte(at: position) : nil
  }

  /// Reads an integer (RFC 7541 §5.1) whose prefix is the low bits of the next octet.
  ///
  /// ```
  ///   0   1   2   3   4   5   6   7
  /// +---+---+---+---+---+---+---+---+
  /// | ? | ? | ? | 1   1   1   1   1 |
  /// +---+---+---+-------------------+
  /// | 1 |    Value-(2^N-1) LSB      |
  /// +---+---------------------------+
  ///                ...
  /// +---+---------------------------+
  /// | 0 |    Value-(2^N-1) MSB      |
  /// +---+---------------------------+
  /// ```
  @inline(__always)
  @_lifetime(self: copy self)
  mutating func readInteger(prefixBitCount: Int) throws(HPACKError) -> Int {
    let largestPrefix = 1 << prefixBitCount - 1
    let prefix = Int(try readOctet()) & largestPrefix
    return prefix < largestPrefix ? prefix : try readContinuation(of: prefix)
  }

  /// Reads the octets after a prefix of ones.
  @inline(never)
  @_lifetime(self: copy self)
  private mutating func readContinuation(of prefix: Int) throws(HPACKError) -> Int {
    var value = prefix
    for index in 0..<HPACKLimits.integerContinuationOctets {
      let octet = try readOctet()
      value += Int(octet & 0x7F) << (7 * index)
      if octet & 0x80 == 0 {
        guard value <= HPACKLimits.integer else { throw .integerTooLarge }
        return value
      }
    }
    throw .integerTooLarge
  }

  /// Reads a string literal's length, and passes over its octets.
  ///
  /// ```
  ///   0   1   2   3   4   5   6   7
  /// +---+---+---+---+---+---+---+---+
  /// | H |    String Length (7+)     |
  /// +---+---------------------------+
  /// |  String Data (Length octets)  |
  /// +-------------------------------+
  /// ```
  @inline(__always)
  @_lifetime(self: copy self)
  mutating func readString() throws(HPACKError) -> StringLiteral {
    guard let first = nextOctet else { throw .truncated }
    let count = try readInteger(prefixBitCount: 7)
    guard count <= block.byteCount - position else { throw .truncated }
    let range = ByteRange(start: position, count: count)
    position += count
    return StringLiteral(isHuffman: first & 0x80 != 0, range: range)
  }

  @inline(__always)
  @_lifetime(self: copy self)
  private mutating func readOctet() throws(HPACKError) -> UInt8 {
    guard let octet = nextOctet else { throw .truncated }
    position += 1
    return octet
  }
}
