import Bytes

/// What a radio adds in front of an 802.11 frame, in the format that most systems use (radiotap.org).
enum Radiotap {
  private static let hasMorePresenceWords: UInt32 = 1 << 31
  private static let hasTimer: UInt32 = 1 << 0
  private static let hasFlags: UInt32 = 1 << 1
  private static let headerIsPadded: UInt8 = 0x20
  private static let checksumIsWrong: UInt8 = 0x40

  static func payload(of bytes: RawSpan) -> Step {
    guard bytes.byteCount >= 8 else { return .stop(.incomplete) }
    let count = Int(bytes.littleEndianUInt16(at: 2))
    guard bytes.byte(at: 0) == 0, count >= 8 else { return .stop(.malformed) }
    guard bytes.byteCount >= count else { return .stop(.incomplete) }
    let flags = flags(in: bytes.extracting(ByteRange(start: 0, count: count)))
    // The receiver dropped such a frame, and its sender repeats it.
    if flags & checksumIsWrong != 0 { return .stop(.malformed) }
    return .wrapped(flags & headerIsPadded != 0 ? .ieee80211Padded : .ieee80211, start: count)
  }

  /// The flags field, or 0 when there is none. It comes first but for the timer; fields are aligned to their size.
  private static func flags(in header: RawSpan) -> UInt8 {
    let presence = header.littleEndianUInt32(at: 4)
    guard presence & hasFlags != 0 else { return 0 }
    var offset = 8
    var word = presence
    while word & hasMorePresenceWords != 0, header.byteCount >= offset + 4 {
      word = header.littleEndianUInt32(at: offset)
      offset += 4
    }
    if presence & hasTimer != 0 { offset = (offset + 7) & ~7 + 8 }
    return offset < header.byteCount ? header.byte(at: offset) : 0
  }
}

/// The header of Prism adapters: 144 bytes, unless it is an AVS header.
enum Prism {
  static func payload(of bytes: RawSpan) -> Step {
    guard bytes.byteCount >= 4 else { return .stop(.incomplete) }
    if AVS.isMagic(bytes.uint32(at: 0)) { return AVS.payload(of: bytes) }
    return .wrapped(.ieee80211, start: 144)
  }
}

/// The header of the AVS project: version and length.
enum AVS {
  static func isMagic(_ version: UInt32) -> Bool {
    version == 0x8021_1001 || version == 0x8021_1002
  }

  static func payload(of bytes: RawSpan) -> Step {
    guard bytes.byteCount >= 8 else { return .stop(.incomplete) }
    let count = Int(bytes.uint32(at: 4))
    guard isMagic(bytes.uint32(at: 0)), count >= 8 else { return .stop(.malformed) }
    return .wrapped(.ieee80211, start: count)
  }
}
