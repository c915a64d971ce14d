import Bytes

/// An 802.11 frame (IEEE 802.11 §9.2): only unprotected data frames carry something to read.
enum IEEE80211 {
  /// The second byte of frame control.
  private struct Flags: OptionSet {
    let rawValue: UInt8
    static let toDistribution = Flags(rawValue: 0x01)
    static let fromDistribution = Flags(rawValue: 0x02)
    static let protected = Flags(rawValue: 0x40)
    static let order = Flags(rawValue: 0x80)
  }

  /// - Parameters:
  ///   - isPadded: whether the header is padded to a multiple of four bytes.
  ///   - mayBeSwapped: whether the two bytes of each field of 16 bits may be swapped, as some access points send them.
  static func payload(of bytes: RawSpan, isPadded: Bool = false, mayBeSwapped: Bool = false) -> Step {
    guard bytes.byteCount >= 24 else { return .stop(.incomplete) }
    // Added to an even offset, it gives the first byte of a field.
    let first = mayBeSwapped && !isData(bytes.byte(at: 0)) && isData(bytes.byte(at: 1)) ? 1 : 0
    let typeAndSubtype = bytes.byte(at: first)
    let flags = Flags(rawValue: bytes.byte(at: 1 - first))
    let isWithoutData = typeAndSubtype & 0x40 != 0
    let isLaterFragment = bytes.byte(at: 22 + first) & 0x0F != 0
    guard isData(typeAndSubtype), !isWithoutData, !isLaterFragment else { return .stop(.nonIP) }

    var start = 24
    if flags.isSuperset(of: [.toDistribution, .fromDistribution]) { start += 6 }
    var isAggregate = false
    if typeAndSubtype & 0x80 != 0 {
      guard bytes.byteCount >= start + 2 else { return .stop(.incomplete) }
      isAggregate = bytes.byte(at: start + first) & 0x80 != 0
      start += 2
      if flags.contains(.order) { start += 4 }
    }
    if isPadded { start = (start + 3) & ~3 }
    // An adapter that decrypts may leave the flag: a SNAP header tells.
    if flags.contains(.protected), !hasSNAP(bytes, at: start) { return .stop(.protectedWireless) }
    return isAggregate ? .next(.ieee80211Aggregate, start: start) : .wrapped(.logicalLinkControl, start: start)
  }

  private static func isData(_ typeAndSubtype: UInt8) -> Bool {
    typeAndSubtype & 0x0F == 0x08
  }

  private static func hasSNAP(_ bytes: RawSpan, at offset: Int) -> Bool {
    bytes.byteCount >= offset + 4 && bytes.uint32(at: offset) == 0xAAAA_0300
  }
}

/// The frames in an 802.11 aggregate (A-MSDU, IEEE 802.11 §9.3.2.2): addresses, length, LLC payload, padding.
enum IEEE80211Aggregate {
  /// Moves an offset past the frame that it stands at, and answers where that frame's payload lies.
  static func nextFrame(in bytes: RawSpan, offset: inout Int) -> ByteRange? {
    guard bytes.byteCount >= offset + 14 else { return nil }
    let announced = Int(bytes.uint16(at: offset + 12))
    let start = offset + 14
    offset = min(bytes.byteCount, offset + (14 + announced + 3) & ~3)
    return ByteRange(start: start, count: min(announced, bytes.byteCount - start))
  }
}
