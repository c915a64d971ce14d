import Bytes

/// An Ethernet frame in UDP (RFC 7348 §5). Reserved fields are ignored, as their senders do not always zero them.
enum VXLAN {
  private static let hasIdentifier: UInt8 = 0x08
  private static let hasNextProtocol: UInt8 = 0x04
  private static let version: UInt8 = 0x30

  /// Nil when it does not look like VXLAN.
  static func payload(of bytes: RawSpan) -> Step? {
    guard bytes.byteCount >= 8, bytes.byte(at: 0) & hasIdentifier != 0 else { return nil }
    return .wrapped(.ethernet, start: 8)
  }

  /// The generic protocol extension (draft-ietf-nvo3-vxlan-gpe); nil when it does not look like it.
  static func payloadOfGPE(_ bytes: RawSpan) -> Step? {
    guard bytes.byteCount >= 8 else { return nil }
    let flags = bytes.byte(at: 0)
    guard flags & hasIdentifier != 0, flags & version == 0 else { return nil }
    if flags & hasNextProtocol == 0 { return .wrapped(.ethernet, start: 8) }
    return NSH.step(nextProtocol: bytes.byte(at: 3), start: 8)
  }
}
