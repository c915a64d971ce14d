/// Why a side closes a WebSocket (RFC 6455 §7.4 and the IANA registry).
package struct CloseCode: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
  package let rawValue: UInt16

  package init(rawValue: UInt16) {
    self.rawValue = rawValue
  }

  /// Whether a Close frame may hold it: 1004 to 1006 and 1015 are never sent, and 1016 to 2999 are given to nobody yet.
  var maySend: Bool {
    switch rawValue {
    case 1000...1003, 1007...1014, 3000...4999: true
    default: false
    }
  }
}
