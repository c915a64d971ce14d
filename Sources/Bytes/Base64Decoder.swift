/// Decodes base64 (RFC 4648 §4, §5) that comes piece by piece. Padding may be missing, and texts may follow each other.
public struct Base64Decoder: Sendable {
  /// The characters of the values 62 and 63.
  public enum Alphabet: Sendable {
    /// `+` and `/` (RFC 4648 §4).
    case standard
    /// `-` and `_` (RFC 4648 §5).
    case url
  }

  private let alphabet: Alphabet
  private var accumulator: UInt32 = 0
  /// Bits of `accumulator` that no byte was made of yet: at most 6.
  private var bitCount: UInt32 = 0
  /// Whether a character that is none of the alphabet was met; nothing is decoded from there on.
  public private(set) var isBroken = false

  public init(_ alphabet: Alphabet) {
    self.alphabet = alphabet
  }

  /// Appends the bytes of the next piece of a text, up to the first character that is none of the alphabet.
  public mutating func decode(_ text: RawSpan, into bytes: inout [UInt8]) {
    for index in 0..<text.byteCount where !isBroken {
      let character = text.byte(at: index)
      if character == 0x3D {  // =
        // What is left are the bits that fill up the last character; another text may follow.
        bitCount = 0
        continue
      }
      guard let value = value(of: character) else {
        isBroken = true
        return
      }
      accumulator = accumulator << 6 & 0xFFFFFF | UInt32(value)
      bitCount += 6
      if bitCount >= 8 {
        bitCount -= 8
        bytes.append(UInt8(truncatingIfNeeded: accumulator >> bitCount))
      }
    }
  }

  private func value(of character: UInt8) -> UInt8? {
    switch character {
    case 0x41...0x5A: character - 0x41  // A-Z
    case 0x61...0x7A: character - 0x61 + 26  // a-z
    case 0x30...0x39: character - 0x30 + 52  // 0-9
    case 0x2B: alphabet == .standard ? 62 : nil  // +
    case 0x2F: alphabet == .standard ? 63 : nil  // /
    case 0x2D: alphabet == .url ? 62 : nil  // -
    case 0x5F: alphabet == .url ? 63 : nil  // _
    default: nil
    }
  }
}
