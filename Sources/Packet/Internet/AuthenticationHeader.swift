import Bytes

/// The authentication header of IPsec (RFC 4302 §2), which leaves its payload readable.
enum AuthenticationHeader {
  static func payload(of bytes: RawSpan) -> Step {
    guard bytes.byteCount >= 12 else { return .stop(.incomplete) }
    return IPProtocol(rawValue: bytes.byte(at: 0)).step(toPayloadAt: (Int(bytes.byte(at: 1)) + 2) * 4)
  }
}
