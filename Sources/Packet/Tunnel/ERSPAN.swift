import Bytes

/// Mirrored frames of Cisco's switches (draft-foschiano-erspan).
enum ERSPAN {
  static func payloadOfType2(_ bytes: RawSpan) -> Step {
    .wrapped(.ethernet, start: 8)
  }

  static func payloadOfType3(_ bytes: RawSpan) -> Step {
    guard bytes.byteCount >= 12 else { return .stop(.incomplete) }
    let hasPlatformHeader = bytes.byte(at: 11) & 0x01 != 0
    let start = hasPlatformHeader ? 20 : 12
    switch bytes.byte(at: 10) >> 2 & 0x1F {
    case 0: return .wrapped(.ethernet, start: start)
    case 2: return .ip(in: bytes, at: start)
    default: return .stop(.nonIP)
    }
  }
}
