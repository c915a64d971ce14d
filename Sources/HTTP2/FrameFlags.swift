/// The flags octet of a frame (RFC 9113 §4.1). A bit means what the frame's type says; unknown bits survive.
package struct FrameFlags: OptionSet, Hashable, Sendable, BitwiseCopyable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// DATA, HEADERS.
  package static let endStream = FrameFlags(rawValue: 0x01)
  /// SETTINGS, PING.
  package static let ack = FrameFlags(rawValue: 0x01)
  /// HEADERS, PUSH_PROMISE, CONTINUATION.
  package static let endHeaders = FrameFlags(rawValue: 0x04)
  /// DATA, HEADERS, PUSH_PROMISE.
  package static let padded = FrameFlags(rawValue: 0x08)
  /// HEADERS.
  package static let priority = FrameFlags(rawValue: 0x20)
}
