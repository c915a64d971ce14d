import Bytes

/// The attributes of a packet logged by Linux's netfilter (LINKTYPE_NFLOG), one of which is the IP packet.
enum NetfilterLog {
  private static let payloadType: UInt16 = 9

  static func payload(of bytes: RawSpan) -> Step {
    var offset = 4
    while bytes.byteCount >= offset + 4 {
      var length = Int(bytes.littleEndianUInt16(at: offset))
      var type = bytes.littleEndianUInt16(at: offset + 2)
      // The types are small: what is not was written by a big-endian host.
      if type > 0xFF {
        length = Int(bytes.uint16(at: offset))
        type = type.byteSwapped
      }
      guard length >= 4 else { return .stop(.malformed) }
      if type == payloadType { return .ip(in: bytes, at: offset + 4, end: offset + length) }
      offset += (length + 3) & ~3
    }
    return offset > bytes.byteCount ? .stop(.incomplete) : .stop(.nonIP)
  }
}
