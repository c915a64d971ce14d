import Bytes

/// An IPv6 extension header in the common format: next header, and length in units of eight bytes after the first.
///
/// RFC 8200 §4.3 to §4.6, RFC 6275 §6.1.
enum IPv6Extension {
  static func payload(of bytes: RawSpan) -> Step {
    guard let end = end(in: bytes, at: 0) else { return .stop(.incomplete) }
    return IPProtocol(rawValue: bytes.byte(at: 0)).step(toPayloadAt: end)
  }

  /// The offset behind the header that starts at an offset; nil when it does not end within the bytes.
  static func end(in bytes: RawSpan, at offset: Int) -> Int? {
    guard bytes.byteCount >= offset + 8 else { return nil }
    let end = offset + 8 + Int(bytes.byte(at: offset + 1)) * 8
    return end <= bytes.byteCount ? end : nil
  }
}

/// The routing header (RFC 8200 §4.4): while segments are left, the destination of the packet is not yet the final one.
enum IPv6RoutingHeader {
  /// The address that the packet will have in the end; nil when it has it already or the type is not known.
  static func finalDestination(in bytes: RawSpan) -> IPAddress? {
    guard let end = IPv6Extension.end(in: bytes, at: 0), end >= 24, bytes.byte(at: 3) > 0 else { return nil }
    switch bytes.byte(at: 2) {
    // Source route (RFC 2460 §4.4) and home address (RFC 6275 §6.4): the last address.
    case 0, 2: return IPv6.address(in: bytes, at: 8 + (end - 8) / 16 * 16 - 16)
    // Segment routing (RFC 8754 §2): the list is backwards.
    case 4: return IPv6.address(in: bytes, at: 8)
    default: return nil
    }
  }
}

/// The fragment header (RFC 8200 §4.5).
enum IPv6FragmentHeader {
  static let byteCount = 8

  /// Nil when it does not end within the bytes.
  static func fragment(in bytes: RawSpan) -> (next: IPProtocol, fragment: Fragment)? {
    guard bytes.byteCount >= byteCount else { return nil }
    let position = bytes.uint16(at: 2)
    return (
      IPProtocol(rawValue: bytes.byte(at: 0)),
      Fragment(identification: bytes.uint32(at: 4), offset: Int(position & 0xFFF8), isLast: position & 1 == 0)
    )
  }
}
