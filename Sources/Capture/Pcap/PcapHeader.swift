import Bytes

/// The header of a pcap file (draft-gharris-opsawg-pcap §4).
///
///      0 |                          Magic Number                         |
///      4 |          Major Version        |         Minor Version         |
///      8 |                           Reserved1                           |
///     12 |                           Reserved2                           |
///     16 |                            SnapLen                            |
///     20 |FCS len|R|P|     Reserved3     |         LinkType              |
struct PcapHeader: BitwiseCopyable {
  static let byteCount = 24

  /// In which order the record header names its two lengths.
  enum LengthOrder: BitwiseCopyable {
    /// Captured length first, since version 2.4.
    case capturedFirst
    /// Original length first, before version 2.3.
    case originalFirst
    /// Version 2.3 was written both ways: the smaller one is the captured length.
    case smallerIsCaptured
  }

  let byteOrder: ByteOrder
  /// What one unit of a time's fraction is worth.
  let nanosecondsPerFraction: Int64
  /// 16, or 24 in the "modified" format of old Linux distributions, whose eight further bytes are of no use.
  let recordHeaderByteCount: Int
  let lengthOrder: LengthOrder
  /// Greatest captured length as the file says, or 0.
  let snapLength: Int
  /// LINKTYPE number.
  let linkType: UInt32
  /// How many bytes of frame check sequence end each packet.
  let frameCheckByteCount: Int
  private let major: UInt16
  private let minor: UInt16

  /// Such as "pcap 2.4".
  var version: String { "pcap \(major).\(minor)" }

  /// Whether the version is one that libpcap knows.
  var isVersionKnown: Bool { (major == 2 && minor <= 4) || (major == 543 && minor == 0) }

  /// Whether a file that starts with these four bytes, in network order, is a pcap file.
  static func isMagic(_ number: UInt32) -> Bool {
    Magic(number) != nil
  }

  /// Nil when the bytes are fewer than `byteCount` or have another magic number.
  init?(_ bytes: RawSpan) {
    guard bytes.byteCount >= Self.byteCount, let magic = Magic(bytes.uint32(at: 0)) else { return nil }
    byteOrder = magic.byteOrder
    nanosecondsPerFraction = magic.nanosecondsPerFraction
    recordHeaderByteCount = magic.recordHeaderByteCount

    major = byteOrder.uint16(in: bytes, at: 4)
    minor = byteOrder.uint16(in: bytes, at: 6)
    switch (major, minor) {
    case (2, ..<3): lengthOrder = .originalFirst
    case (2, 3): lengthOrder = .smallerIsCaptured
    case (543, 0): lengthOrder = .originalFirst  // DG/UX
    default: lengthOrder = .capturedFirst
    }
    snapLength = Int(byteOrder.uint32(in: bytes, at: 16))
    let lastWord = byteOrder.uint32(in: bytes, at: 20)
    linkType = lastWord & 0xFFFF
    // With P set, "FCS len" counts 16-bit words.
    frameCheckByteCount = lastWord & 0x0400_0000 == 0 ? 0 : Int(lastWord >> 28) * 2
  }
}

/// What the first four bytes of a pcap file say.
private struct Magic {
  let byteOrder: ByteOrder
  let nanosecondsPerFraction: Int64
  let recordHeaderByteCount: Int

  /// Nil when they are no magic number.
  init?(_ number: UInt32) {
    switch number {
    case 0xA1B2_C3D4, 0xA1B2_3C4D, 0xA1B2_CD34: byteOrder = .big
    case 0xD4C3_B2A1, 0x4D3C_B2A1, 0x34CD_B2A1: byteOrder = .little
    default: return nil
    }
    let ordered = byteOrder == .big ? number : number.byteSwapped
    nanosecondsPerFraction = ordered == 0xA1B2_3C4D ? 1 : 1_000
    recordHeaderByteCount = ordered == 0xA1B2_CD34 ? 24 : 16
  }
}
