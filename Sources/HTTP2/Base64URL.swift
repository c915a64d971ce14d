import Bytes

/// The text encoding of the HTTP2-Settings field (RFC 7540 §3.2.1, RFC 4648 §5): no padding is needed, and passed over.
enum Base64URL {
  /// The bytes of a text; nil when it holds a character that is none of the alphabet.
  static func decode(_ text: RawSpan) -> [UInt8]? {
    var bytes: [UInt8] = []
    var accumulator: UInt32 = 0
    var bitCount = 0
    for index in 0..<text.byteCount {
      let character = text.byte(at: index)
      if character == 0x3D { break }  // =
      guard let value = value(of: character) else { return nil }
      accumulator = accumulator << 6 & 0xFFFFFF | UInt32(value)
      bitCount += 6
      if bitCount >= 8 {
        bitCount -= 8
        bytes.append(UInt8(truncatingIfNeeded: accumulator >> UInt32(bitCount)))
      }
    }
    return bytes
  }

  private static func value(of character: UInt8) -> UInt8? {
    switch character {
    case 0x41...0x5A: character - 0x41  // A-Z
    case 0x61...0x7A: character - 0x61 + 26  // a-z
    case 0x30...0x39: character - 0x30 + 52  // 0-9
    case 0x2D: 62  // -
    case 0x5F: 63  // _
    default: nil
    }
  }
}
