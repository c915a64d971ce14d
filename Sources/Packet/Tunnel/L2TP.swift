import Bytes

/// A data message of the layer two tunnelling protocol, version 2 (RFC 2661 §3.1).
enum L2TP {
  private struct Flags: OptionSet {
    let rawValue: UInt16
    static let control = Flags(rawValue: 0x8000)
    static let length = Flags(rawValue: 0x4000)
    static let sequence = Flags(rawValue: 0x0800)
    static let offset = Flags(rawValue: 0x0200)
  }

  /// Nil when it does not look like L2TP, or is control.
  static func payload(of bytes: RawSpan) -> Step? {
    guard bytes.byteCount >= 6 else { return nil }
    let flags = Flags(rawValue: bytes.uint16(at: 0))
    guard flags.rawValue & 0xF == 2, !flags.contains(.control) else { return nil }
    var start = 6
    var end = Int.max
    if flags.contains(.length) {
      end = Int(bytes.uint16(at: 2))
      start += 2
    }
    if flags.contains(.sequence) { start += 4 }
    if flags.contains(.offset) {
      guard bytes.byteCount >= start + 2 else { return nil }
      start += 2 + Int(bytes.uint16(at: start))
    }
    guard start < end else { return nil }
    return .wrapped(.ppp, start: start, end: end)
  }
}
