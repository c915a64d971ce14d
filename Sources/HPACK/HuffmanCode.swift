import Bytes

/// The Huffman code of RFC 7541 Appendix B.
///
/// It is canonical: codes of one length are consecutive in the order of their symbols, and the lengths follow each other.
/// So the lengths below are all of it.
enum HuffmanCode {
  /// The symbol EOS, which no string may contain (RFC 7541 §5.2).
  static let endOfString = 256

  /// Bits of the shortest and the longest code.
  static let shortestBitCount = 5
  static let longestBitCount = 30

  /// Bits of each symbol's code: the 256 octets, then EOS.
  static let bitCounts: [UInt8] = [
    13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28,
    28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 28,
    6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6,
    5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10,
    13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7,
    7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6,
    15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5,
    6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28,
    20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23,
    24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24,
    22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23,
    21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23,
    26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25,
    19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27,
    20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23,
    26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26,
    30,
  ]

  /// The symbols in the order of their codes.
  static let symbolsByCode: [UInt16] = (UInt16(0)...UInt16(endOfString)).sorted {
    (bitCounts[Int($0)], $0) < (bitCounts[Int($1)], $1)
  }

  /// Each symbol's code, in the low bits.
  static let codes: [UInt32] = {
    var codes = [UInt32](repeating: 0, count: bitCounts.count)
    var code: UInt32 = 0
    var bitCount = shortestBitCount
    for symbol in symbolsByCode {
      code <<= UInt32(Int(bitCounts[Int(symbol)]) - bitCount)
      bitCount = Int(bitCounts[Int(symbol)])
      codes[Int(symbol)] = code
      code += 1
    }
    return codes
  }()
}
