import Bytes

/// Writes strings in the Huffman code (RFC 7541 §5.2).
enum HuffmanEncoder {
  /// How many octets a string takes in the Huffman code, padding included.
  static func encodedByteCount(of bytes: RawSpan) -> Int {
    let bitCounts = HuffmanCode.bitCounts
    var bits = 0
    for index in 0..<bytes.byteCount {
      bits += Int(bitCounts[Int(bytes.byte(at: index))])
    }
    return (bits + 7) / 8
  }

  /// Appends a string in the Huffman code, padded with the first bits of EOS: ones.
  static func append(_ bytes: RawSpan, to output: inout [UInt8]) {
    let bitCounts = HuffmanCode.bitCounts
    let codes = HuffmanCode.codes
    /// Bits not written yet are the lowest `pendingCount`, at most 7 between two symbols; so 37 are in use at most.
    var pending: UInt64 = 0
    var pendingCount = 0
    for index in 0..<bytes.byteCount {
      let symbol = Int(bytes.byte(at: index))
      let bitCount = Int(bitCounts[symbol])
      pending = pending << UInt64(bitCount) | UInt64(codes[symbol])
      pendingCount += bitCount
      while pendingCount >= 8 {
        pendingCount -= 8
        output.append(UInt8(truncatingIfNeeded: pending >> UInt64(pendingCount)))
      }
    }
    if pendingCount > 0 {
      let padding = 8 - pendingCount
      output.append(UInt8(truncatingIfNeeded: pending << UInt64(padding) | (1 << UInt64(padding) - 1)))
    }
  }
}
