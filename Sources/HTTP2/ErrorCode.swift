/// An HTTP/2 error code (RFC 9113 §7).
package struct ErrorCode: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
  package let rawValue: UInt32

  package init(rawValue: UInt32) {
    self.rawValue = rawValue
  }

  package static let refusedStream = ErrorCode(rawValue: 0x7)

  /// Whether it says that the other side broke a rule.
  var blamesPeer: Bool { [0x1, 0x3, 0x5, 0x6, 0x9].contains(rawValue) }

  private static let names = [
    "NO_ERROR", "PROTOCOL_ERROR", "INTERNAL_ERROR", "FLOW_CONTROL_ERROR", "SETTINGS_TIMEOUT", "STREAM_CLOSED",
    "FRAME_SIZE_ERROR", "REFUSED_STREAM", "CANCEL", "COMPRESSION_ERROR", "CONNECT_ERROR", "ENHANCE_YOUR_CALM",
    "INADEQUATE_SECURITY", "HTTP_1_1_REQUIRED",
  ]

  /// The RFC's name, or `0x…` when the code is not known.
  package var name: String {
    rawValue < Self.names.count ? Self.names[Int(rawValue)] : "0x" + String(rawValue, radix: 16)
  }
}
