import Bytes

/// What stands ahead of each payload (RFC 6455 §5.2).
///
///     FIN (1), RSV1 (1), RSV2 (1), RSV3 (1), opcode (4), MASK (1), Payload length (7),
///     Extended payload length (0, 16 or 64), Masking-key (0 or 32)
struct FrameHeader: Equatable, Sendable, BitwiseCopyable {
  /// The first two bytes say how many there are: at most fourteen.
  static let leastByteCount = 2

  /// Whether the frame is its message's last.
  var isFinal: Bool
  var reservedBits: ReservedBits
  var opcode: Opcode
  /// Bytes of payload; without the highest bit of 64, which must not be set.
  var length: Int
  /// Whether that bit is set.
  var isLengthTooLarge: Bool
  /// Whether no shorter form could hold the length.
  var isLengthMinimal: Bool
  /// Nil when the payload is not masked.
  var maskingKey: MaskingKey?
  /// Bytes of the header itself.
  var byteCount: Int

  /// Reads a whole header.
  ///
  /// - Parameter octets: the first one in the highest place.
  init(octets: UInt128) {
    let words = (high: UInt64(truncatingIfNeeded: octets >> 64), first: UInt16(truncatingIfNeeded: octets >> 112))
    isFinal = words.first & 0x8000 != 0
    reservedBits = ReservedBits(rawValue: UInt8(truncatingIfNeeded: words.first >> 8) & 0x70)
    opcode = Opcode(rawValue: UInt8(truncatingIfNeeded: words.first >> 8))
    byteCount = Self.byteCount(octets: octets)
    isLengthTooLarge = false
    switch words.first & 0x7F {
    case 126:
      length = Int(words.high >> 32 & 0xFFFF)
      isLengthMinimal = length > 125
    case 127:
      let extended = UInt64(truncatingIfNeeded: octets >> 48)
      length = Int(extended & 0x7FFF_FFFF_FFFF_FFFF)
      isLengthTooLarge = extended >> 63 != 0
      isLengthMinimal = extended > 0xFFFF
    case let short:
      length = Int(short)
      isLengthMinimal = true
    }
    if words.first & 0x80 != 0 {
      // It ends the header: 128 bits, less the bytes of the header.
      let key = UInt32(truncatingIfNeeded: octets >> UInt128(128 - 8 * byteCount))
      maskingKey = MaskingKey(key)
    }
  }

  /// The header at an offset; nil when it is not there whole.
  init?(_ bytes: RawSpan, at offset: Int) {
    guard bytes.byteCount - offset >= Self.leastByteCount else { return nil }
    var octets = UInt128(bytes.uint16(at: offset)) << 112
    let byteCount = Self.byteCount(octets: octets)
    guard bytes.byteCount - offset >= byteCount else { return nil }
    for index in Self.leastByteCount..<byteCount {
      octets |= UInt128(bytes.byte(at: offset + index)) << UInt128(120 - 8 * index)
    }
    self.init(octets: octets)
  }

  /// How many bytes a header has, by its first two.
  static func byteCount(octets: UInt128) -> Int {
    let second = UInt8(truncatingIfNeeded: octets >> 112)
    let extended =
      switch second & 0x7F {
      case 126: 2
      case 127: 8
      default: 0
      }
    return leastByteCount + extended + (second & 0x80 != 0 ? 4 : 0)
  }
}

/// The bits of a frame's first byte that extensions give a meaning.
struct ReservedBits: OptionSet, Sendable, BitwiseCopyable {
  let rawValue: UInt8

  /// The message is compressed by permessage-deflate (RFC 7692 §6).
  static let first = ReservedBits(rawValue: 0x40)
  static let second = ReservedBits(rawValue: 0x20)
  static let third = ReservedBits(rawValue: 0x10)
}
