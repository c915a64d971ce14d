import Bytes

/// A stack of MPLS labels (RFC 3032 §2.1). Nothing says what lies below it, so its first half octet has to.
enum MPLS {
  static func payload(of bytes: RawSpan) -> Step {
    var start = 0
    repeat {
      start += 4
      guard start <= bytes.byteCount else { return .stop(.incomplete) }
    } while bytes.byte(at: start - 2) & 1 == 0
    guard start < bytes.byteCount else { return .stop(.incomplete) }

    // RFC 4928 §3: a pseudowire's control word starts with 0, IP with its version. But a pseudowire without control
    // word starts with a MAC address, which may start with anything.
    switch bytes.byte(at: start) >> 4 {
    case 4 where isIPv4(bytes, at: start): return .next(.ipv4, start: start)
    case 6 where isIPv6(bytes, at: start): return .next(.ipv6, start: start)
    case 0 where isEthernet(bytes, at: start + 4): return .wrapped(.ethernet, start: start + 4)
    case _ where isEthernet(bytes, at: start): return .wrapped(.ethernet, start: start)
    default: return .stop(.nonIP)
    }
  }

  private static func isIPv4(_ bytes: RawSpan, at offset: Int) -> Bool {
    guard bytes.byteCount >= offset + 20 else { return false }
    let headerLength = Int(bytes.byte(at: offset) & 0x0F) * 4
    let totalLength = Int(bytes.uint16(at: offset + 2))
    return headerLength >= 20 && (totalLength == 0 || totalLength >= headerLength)
  }

  private static func isIPv6(_ bytes: RawSpan, at offset: Int) -> Bool {
    guard bytes.byteCount >= offset + 40 else { return false }
    // A frame of IP has its EtherType where IPv6 keeps the middle of the source address.
    return !isEthernet(bytes, at: offset)
  }

  private static func isEthernet(_ bytes: RawSpan, at offset: Int) -> Bool {
    guard bytes.byteCount >= offset + 14 else { return false }
    return EtherType(rawValue: bytes.uint16(at: offset + 12)).layer != nil
  }
}
