import Bytes

/// A data message between an access point and its controller (RFC 5415 §4.3).
///
/// ```
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// |Version| Type  |  HLEN   |   RID   |  WBID   |T|F|L|W|M|K|Flags|
/// |          Fragment ID          |     Frag Offset         |Rsvd |
/// ```
enum CAPWAP {
  private static let isNativeFrame: UInt32 = 1 << 8
  private static let isFragment: UInt32 = 1 << 7
  private static let isKeepAlive: UInt32 = 1 << 3

  /// Nil when it does not look like CAPWAP, or is encrypted, a fragment or a keep-alive.
  static func payload(of bytes: RawSpan) -> Step? {
    guard bytes.byteCount >= 8, bytes.byte(at: 0) == 0 else { return nil }
    let word = bytes.uint32(at: 0)
    let start = Int(word >> 19 & 0x1F) * 4
    guard start >= 8, word & (isFragment | isKeepAlive) == 0 else { return nil }
    if word & isNativeFrame == 0 { return .wrapped(.ethernet, start: start) }
    let isIEEE80211 = word >> 9 & 0x1F == 1
    return isIEEE80211 ? .wrapped(.ieee80211EitherOrder, start: start) : nil
  }
}
