import Bytes

/// Writes a block's primitive types (RFC 7541 §5), and counts what they take.
enum BlockWriter {
  /// How many octets an integer takes after a prefix of so many bits (RFC 7541 §5.1).
  static func byteCount(ofInteger value: Int, prefixBitCount: Int) -> Int {
    let largestPrefix = 1 << prefixBitCount - 1
    guard value >= largestPrefix else { return 1 }
    var rest = value - largestPrefix
    var count = 2
    while rest >= 128 {
      rest >>= 7
      count += 1
    }
    return count
  }

  /// Appends an integer; `pattern` holds the bits before its prefix.
  static func append(integer value: Int, prefixBitCount: Int, pattern: UInt8, to output: inout [UInt8]) {
    let largestPrefix = 1 << prefixBitCount - 1
    guard value >= largestPrefix else {
      output.append(pattern | UInt8(truncatingIfNeeded: value))
      return
    }
    output.append(pattern | UInt8(truncatingIfNeeded: largestPrefix))
    var rest = value - largestPrefix
    while rest >= 128 {
      output.append(0x80 | UInt8(truncatingIfNeeded: rest & 0x7F))
      rest >>= 7
    }
    output.append(UInt8(truncatingIfNeeded: rest))
  }

  /// How many octets a string literal takes (RFC 7541 §5.2), in the Huffman code when that is shorter.
  static func byteCount(ofString bytes: RawSpan) -> Int {
    let count = min(bytes.byteCount, HuffmanEncoder.encodedByteCount(of: bytes))
    return byteCount(ofInteger: count, prefixBitCount: 7) + count
  }

  /// Appends a string literal, in the Huffman code when that is shorter.
  static func append(string bytes: RawSpan, to output: inout [UInt8]) {
    let huffmanCount = HuffmanEncoder.encodedByteCount(of: bytes)
    if huffmanCount < bytes.byteCount {
      append(integer: huffmanCount, prefixBitCount: 7, pattern: 0x80, to: &output)
      HuffmanEncoder.append(bytes, to: &output)
    } else {
      append(integer: bytes.byteCount, prefixBitCount: 7, pattern: 0, to: &output)
      output.append(bytes)
    }
  }
}
