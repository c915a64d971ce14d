extension Array where Element == UInt8 {
  /// Appends the base64 text of some bytes, with padding (RFC 4648 §4).
  public mutating func append(base64 bytes: RawSpan) {
    reserveCapacity(count + (bytes.byteCount + 2) / 3 * 4)
    var offset = 0
    while bytes.byteCount - offset >= 3 {
      let group = UInt32(bytes.byte(at: offset)) << 16 | UInt32(bytes.uint16(at: offset + 1))
      for shift: UInt32 in [18, 12, 6, 0] { append(Self.digit(group >> shift)) }
      offset += 3
    }
    switch bytes.byteCount - offset {
    case 1:
      let group = UInt32(bytes.byte(at: offset)) << 16
      for shift: UInt32 in [18, 12] { append(Self.digit(group >> shift)) }
      append("==")
    case 2:
      let group = UInt32(bytes.uint16(at: offset)) << 8
      for shift: UInt32 in [18, 12, 6] { append(Self.digit(group >> shift)) }
      append("=")
    default:
      break
    }
  }

  /// The character of the lowest six bits.
  private static func digit(_ value: UInt32) -> UInt8 {
    let value = UInt8(truncatingIfNeeded: value & 0x3F)
    return switch value {
    case 0..<26: 0x41 + value
    case 26..<52: 0x61 + value - 26
    case 52..<62: 0x30 + value - 52
    case 62: 0x2B
    default: 0x2F
    }
  }
}
