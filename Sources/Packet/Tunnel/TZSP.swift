import Bytes

/// Frames that a sensor sends on: a header, then tags up to an end tag.
enum TZSP {
  private static let paddingTag: UInt8 = 0
  private static let endTag: UInt8 = 1

  /// Nil when it does not look like TZSP, or is no received or sent frame.
  static func payload(of bytes: RawSpan) -> Step? {
    guard bytes.byteCount >= 4, bytes.byte(at: 0) == 1, bytes.byte(at: 1) <= 1 else { return nil }
    guard let frame = wrapper(encapsulation: bytes.uint16(at: 2)) else { return nil }
    var offset = 4
    while offset < bytes.byteCount {
      switch bytes.byte(at: offset) {
      case endTag: return .wrapped(frame, start: offset + 1)
      case paddingTag: offset += 1
      default:
        guard bytes.byteCount >= offset + 2 else { return nil }
        offset += 2 + Int(bytes.byte(at: offset + 1))
      }
    }
    return nil
  }

  private static func wrapper(encapsulation: UInt16) -> Wrapper? {
    switch encapsulation {
    case 0x01: .ethernet
    case 0x12: .ieee80211
    case 0x77: .prism
    case 0x7F: .avs
    default: nil
    }
  }
}
