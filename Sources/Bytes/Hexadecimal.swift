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

  /// The four bytes of eight digits in either case, the first in the highest place on both sides; nil when one is none.
  @inlinable
  public static func decode(_ digits: UInt64) -> UInt32? {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let high = 0x80 * ones
    guard digits & high == 0 else { return nil }
    // No byte of either is above 0x7F, so no sum reaches the next byte.
    let letters = digits | 0x20 * ones
    let isDigit = (digits &+ (0x80 - 0x30) * ones) & ~(digits &+ (0x80 - 0x3A) * ones) & high
    let isLetter = (letters &+ (0x80 - 0x61) * ones) & ~(letters &+ (0x80 - 0x67) * ones) & high
    guard isDigit | isLetter == high else { return nil }
    // At most 6 + 9 in each byte.
    let values = (digits & (0x0F * ones)) &+ (isLetter >> 7) &* 9
    let bytes = (values | values >> 4) & 0x00FF_00FF_00FF_00FF
    let pairs = (bytes | bytes >> 8) & 0x0000_FFFF_0000_FFFF
    return UInt32(truncatingIfNeeded: pairs | pairs >> 16)
  }

  /// The digit of a value below 16.
  public static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? 0x30 + value : 0x61 + (value & 0xF) - 10
  }
}
