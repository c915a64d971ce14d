/// Bytes as pairs of hexadecimal digits.
public enum Hexadecimal {
  /// Lower-case digits, two a byte.
  public static func encode(_ bytes: RawSpan) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(2 * bytes.byteCount)
    for index in 0..<bytes.byteCount {
      let byte = bytes.byte(at: index)
      text.append(digit(byte >> 4))
      text.append(digit(byte & 0xF))
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The bytes of pairs of digits in either case; nil when a digit is missing or is none. Blanks are passed over.
  public static func decode(_ text: some StringProtocol) -> [UInt8]? {
    var bytes: [UInt8] = []
    var high: UInt8?
    for character in text.utf8 where character != ASCII.space && character != ASCII.lineFeed {
      guard let value = ASCII.hexadecimalValue(character) else { return nil }
      if let first = high {
        bytes.append(first << 4 | value)
        high = nil
      } else {
        high = value
      }
    }
    return high == nil ? bytes : nil
  }

  /// The digit of a value below 16.
  public static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? 0x30 + value : 0x61 + (value & 0xF) - 10
  }
}
