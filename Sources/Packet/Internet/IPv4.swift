import Bytes

/// An IPv4 header (RFC 791 §3.1). The checksum is ignored: adapters fill it in after the capture.
///
/// ```
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// |Version|  IHL  |Type of Service|          Total Length         |
/// |         Identification        |Flags|      Fragment Offset    |
/// |  Time to Live |    Protocol   |         Header Checksum       |
/// |                       Source Address                          |
/// |                    Destination Address                        |
/// ```
enum IPv4 {
  /// - Parameter missing: how many bytes follow that were not captured, for a packet that does not say its length.
  /// - Returns: Nil when the header does not end within the bytes, or contradicts itself.
  @inline(__always)
  static func header(of bytes: RawSpan, missing: Int) -> IPHeader? {
    guard bytes.byteCount >= 20 else { return nil }
    let first = bytes.byte(at: 0)
    let headerLength = Int(first & 0x0F) * 4
    guard first >> 4 == 4, headerLength >= 20, headerLength <= bytes.byteCount else { return nil }
    var totalLength = Int(bytes.uint16(at: 2))
    // An adapter that is to split a large packet itself is given it with the length 0.
    if totalLength == 0 { totalLength = bytes.byteCount + missing }
    guard totalLength >= headerLength else { return nil }
    let position = bytes.uint16(at: 6)
    return IPHeader(
      source: IPAddress(ipv4: bytes.uint32(at: 12)), destination: IPAddress(ipv4: bytes.uint32(at: 16)),
      next: IPProtocol(rawValue: bytes.byte(at: 9)), payloadStart: headerLength, payloadEnd: totalLength,
      fragment: position & 0x3FFF == 0
        ? nil
        : Fragment(
          identification: UInt32(bytes.uint16(at: 4)), offset: Int(position & 0x1FFF) * 8,
          isLast: position & 0x2000 == 0))
  }
}
