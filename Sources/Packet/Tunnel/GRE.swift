import Bytes

/// Generic routing encapsulation: version 0 (RFC 2784, RFC 2890, RFC 1701), and version 1 of PPTP (RFC 2637 §4.1).
enum GRE {
  private struct Flags: OptionSet {
    let rawValue: UInt16
    static let checksum = Flags(rawValue: 0x8000)
    static let routing = Flags(rawValue: 0x4000)
    static let key = Flags(rawValue: 0x2000)
    static let sequence = Flags(rawValue: 0x1000)
    /// Version 1 only.
    static let acknowledgment = Flags(rawValue: 0x0080)
  }

  static func payload(of bytes: RawSpan) -> Step {
    guard bytes.byteCount >= 4 else { return .stop(.incomplete) }
    let flags = Flags(rawValue: bytes.uint16(at: 0))
    let type = EtherType(rawValue: bytes.uint16(at: 2))
    switch flags.rawValue & 0x7 {
    case 0: return payload(of: bytes, flags: flags, type: type)
    case 1: return payloadOfVersion1(bytes, flags: flags, type: type)
    default: return .stop(.malformed)
    }
  }

  private static func payload(of bytes: RawSpan, flags: Flags, type: EtherType) -> Step {
    var start = 4
    if !flags.isDisjoint(with: [.checksum, .routing]) { start += 4 }
    if flags.contains(.key) { start += 4 }
    if flags.contains(.sequence) { start += 4 }
    if flags.contains(.routing) {
      guard let end = endOfRouting(in: bytes, at: start) else { return .stop(.incomplete) }
      start = end
    }
    // ERSPAN type I is known by the absence of a sequence number, and has no header of its own.
    if type == .erspan2, !flags.contains(.sequence) { return .wrapped(.ethernet, start: start) }
    return type.step(toPayloadAt: start)
  }

  /// The offset behind the source routes (RFC 1701), of which the last has neither family nor length.
  private static func endOfRouting(in bytes: RawSpan, at offset: Int) -> Int? {
    var offset = offset
    while bytes.byteCount >= offset + 4 {
      let family = bytes.uint16(at: offset)
      let count = Int(bytes.byte(at: offset + 3))
      offset += 4 + count
      if family == 0, count == 0 { return offset }
    }
    return nil
  }

  private static func payloadOfVersion1(_ bytes: RawSpan, flags: Flags, type: EtherType) -> Step {
    guard type == .ppp, flags.contains(.key) else { return .stop(.malformed) }
    guard bytes.byteCount >= 6 else { return .stop(.incomplete) }
    // Without a sequence number it only acknowledges.
    guard flags.contains(.sequence) else { return .stop(.nonIP) }
    let start = flags.contains(.acknowledgment) ? 16 : 12
    return .wrapped(.ppp, start: start, end: start + Int(bytes.uint16(at: 4)))
  }
}

/// What redirects packets to a web cache (WCCP): version 2 puts four bytes before the IP packet.
enum WCCP {
  static func payload(of bytes: RawSpan) -> Step {
    guard bytes.byteCount >= 1 else { return .stop(.incomplete) }
    return bytes.byte(at: 0) >> 4 == 4 ? .next(.ipv4, start: 0) : .ip(in: bytes, at: 4)
  }
}
