/// The characters that the protocols' grammars name.
public enum ASCII {
  public static let tab: UInt8 = 0x09
  public static let lineFeed: UInt8 = 0x0A
  public static let carriageReturn: UInt8 = 0x0D
  public static let space: UInt8 = 0x20
  public static let colon: UInt8 = 0x3A

  /// A letter in lower case; any other byte as it is.
  @inlinable
  public static func lowercased(_ byte: UInt8) -> UInt8 {
    byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
  }

  /// Eight bytes at once: letters in lower case, any other byte as it is.
  @inlinable
  public static func lowercased(_ octets: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    // Without its highest bit a byte is at most 0x7F, so no sum reaches the next byte.
    let low = octets & (0x7F * ones)
    let fromA = low &+ (0x80 - 0x41) * ones
    let afterZ = low &+ (0x80 - 0x5B) * ones
    let isUpper = (fromA ^ afterZ) & ~octets & (0x80 * ones)
    return octets | isUpper >> 2
  }

  /// Whether a byte is a decimal digit.
  @inlinable
  public static func isDigit(_ byte: UInt8) -> Bool {
    byte >= 0x30 && byte <= 0x39
  }

  /// A hexadecimal digit's value, or nil.
  @inlinable
  public static func hexadecimalValue(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x41 + 10
    case 0x61...0x66: byte - 0x61 + 10
    default: nil
    }
  }

  /// Of eight bytes the highest bit of each that is no letter, digit or hyphen.
  @inlinable
  public static func neitherAlphanumericNorHyphen(_ octets: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    // Without its highest bit a byte is at most 0x7F, so no sum reaches the next byte.
    let low = octets & (0x7F * ones)
    let letters = low | 0x20 * ones
    let isLetter = (letters &+ (0x80 - 0x61) * ones) & ~(letters &+ (0x80 - 0x7B) * ones)
    let isDigit = (low &+ (0x80 - 0x30) * ones) & ~(low &+ (0x80 - 0x3A) * ones)
    let isHyphen = ~((low ^ 0x2D * ones) &+ 0x7F * ones)
    return (octets | ~(isLetter | isDigit | isHyphen)) & (0x80 * ones)
  }

  /// Whether a byte is a `tchar`, a character of a token (RFC 9110 §5.6.2).
  @inlinable
  public static func isTokenCharacter(_ byte: UInt8) -> Bool {
    // A bit for each character: "!#$%&'*+-.^_`|~", digits, letters.
    let characters: UInt64 = byte < 64 ? 0x03FF_6CFA_0000_0000 : 0x57FF_FFFF_C7FF_FFFE
    return byte < 128 && characters &>> UInt64(byte) & 1 != 0
  }
}
