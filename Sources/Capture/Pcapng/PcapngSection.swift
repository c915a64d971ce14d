import Bytes

/// The front of a Section Header Block (draft-ietf-opsawg-pcapng §4.1).
///
///      0 |                   Block Type = 0x0A0D0D0A                     |
///      4 |                      Block Total Length                       |
///      8 |                      Byte-Order Magic                         |
///     12 |          Major Version        |         Minor Version         |
///     16 |                          Section Length                       |
///
/// The section's length is of no use: a section ends where the next one starts.
struct PcapngSection {
  /// Bytes up to and including the version.
  static let byteCount = 16

  let byteOrder: ByteOrder
  let majorVersion: UInt16
  let minorVersion: UInt16

  /// Whether the blocks of the section are laid out as this program knows.
  var isVersionKnown: Bool { majorVersion == 1 }

  /// Whether bytes start like a pcapng file, as far as they go.
  static func hasMagic(_ bytes: RawSpan) -> Bool {
    guard bytes.byteCount >= 4, bytes.uint32(at: 0) == PcapngBlockType.sectionHeader.rawValue else { return false }
    return bytes.byteCount < 12 || readByteOrder(bytes) != nil
  }

  /// Nil when the bytes are fewer than `byteCount` or no section header.
  init?(_ bytes: RawSpan) {
    guard bytes.byteCount >= Self.byteCount, Self.hasMagic(bytes), let order = Self.readByteOrder(bytes) else {
      return nil
    }
    byteOrder = order
    majorVersion = order.uint16(in: bytes, at: 12)
    minorVersion = order.uint16(in: bytes, at: 14)
  }

  /// What the byte-order magic says. `12 <= bytes.byteCount`.
  private static func readByteOrder(_ bytes: RawSpan) -> ByteOrder? {
    switch bytes.uint32(at: 8) {
    case 0x1A2B_3C4D: .big
    case 0x4D3C_2B1A: .little
    default: nil
    }
  }
}
