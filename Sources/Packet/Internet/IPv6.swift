import Bytes

/// An IPv6 header (RFC 8200 §3).
///
/// ```
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// |Version| Traffic Class |           Flow Label                  |
/// |         Payload Length        |  Next Header  |   Hop Limit   |
/// |                      Source Address (16)                      |
/// |                    Destination Address (16)                   |
/// ```
enum IPv6 {
  private static let headerByteCount = 40

  /// - Parameter missing: how many bytes follow that were not captured, for a packet that does not say its length.
  /// - Returns: Nil when the header does not end within the bytes, or is of another version.
  static func header(of bytes: RawSpan, missing: Int) -> IPHeader? {
    guard bytes.byteCount >= headerByteCount, bytes.byte(at: 0) >> 4 == 6 else { return nil }
    let next = IPProtocol(rawValue: bytes.byte(at: 6))
    var payloadLength = Int(bytes.uint16(at: 4))
    if payloadLength == 0 {
      let jumboLength = next == .hopByHopOptions ? jumboPayloadLength(in: bytes) : nil
      // An adapter that is to split a large packet itself is given it with the length 0.
      payloadLength = jumboLength ?? (bytes.byteCount + missing - headerByteCount)
    }
    return IPHeader(
      source: address(in: bytes, at: 8), destination: address(in: bytes, at: 24), next: next,
      payloadStart: headerByteCount, payloadEnd: headerByteCount + payloadLength, fragment: nil)
  }

  /// The address at an offset. `0 <= offset <= byteCount - 16`.
  static func address(in bytes: RawSpan, at offset: Int) -> IPAddress {
    IPAddress(ipv6High: bytes.uint64(at: offset), low: bytes.uint64(at: offset + 8))
  }

  /// The length in the jumbo payload option (RFC 2675 §2), which must be in the hop-by-hop options.
  private static func jumboPayloadLength(in bytes: RawSpan) -> Int? {
    let jumboPayloadOption: UInt8 = 0xC2
    guard let end = IPv6Extension.end(in: bytes, at: headerByteCount) else { return nil }
    var offset = headerByteCount + 2
    while offset + 2 <= end {
      let kind = bytes.byte(at: offset)
      if kind == 0 {
        offset += 1
        continue
      }
      let count = Int(bytes.byte(at: offset + 1))
      if kind == jumboPayloadOption, count == 4, offset + 6 <= end { return Int(bytes.uint32(at: offset + 2)) }
      offset += 2 + count
    }
    return nil
  }
}
