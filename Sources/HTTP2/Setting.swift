import Bytes

/// A parameter of a SETTINGS frame (RFC 9113 §6.5.2, RFC 8441 §3, RFC 9218 §2.1).
package struct SettingIdentifier: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
  package let rawValue: UInt16

  package init(rawValue: UInt16) {
    self.rawValue = rawValue
  }

  package static let headerTableSize = SettingIdentifier(rawValue: 0x1)
  package static let enablePush = SettingIdentifier(rawValue: 0x2)
  package static let maxConcurrentStreams = SettingIdentifier(rawValue: 0x3)
  package static let initialWindowSize = SettingIdentifier(rawValue: 0x4)
  package static let maxFrameSize = SettingIdentifier(rawValue: 0x5)
  package static let maxHeaderListSize = SettingIdentifier(rawValue: 0x6)
  package static let enableConnectProtocol = SettingIdentifier(rawValue: 0x8)
  package static let noRFC7540Priorities = SettingIdentifier(rawValue: 0x9)

  /// The registered name without `SETTINGS_`, or nil when it is not known and the number stands for itself.
  package var name: String? {
    switch self {
    case .headerTableSize: "HEADER_TABLE_SIZE"
    case .enablePush: "ENABLE_PUSH"
    case .maxConcurrentStreams: "MAX_CONCURRENT_STREAMS"
    case .initialWindowSize: "INITIAL_WINDOW_SIZE"
    case .maxFrameSize: "MAX_FRAME_SIZE"
    case .maxHeaderListSize: "MAX_HEADER_LIST_SIZE"
    case .enableConnectProtocol: "ENABLE_CONNECT_PROTOCOL"
    case .noRFC7540Priorities: "NO_RFC7540_PRIORITIES"
    default: nil
    }
  }
}

/// One parameter with its value.
package struct Setting: Hashable, Sendable, BitwiseCopyable {
  package var identifier: SettingIdentifier
  package var value: UInt32

  package init(_ identifier: SettingIdentifier, _ value: UInt32) {
    self.identifier = identifier
    self.value = value
  }
}

extension Setting {
  /// Bytes of a parameter on the wire: identifier (16) and value (32).
  static let byteCount = 6

  /// Calls for each whole parameter of a SETTINGS payload, in order.
  static func forEach(in payload: RawSpan, _ body: (Setting) -> Void) {
    var offset = 0
    while offset + byteCount <= payload.byteCount {
      body(
        Setting(SettingIdentifier(rawValue: payload.uint16(at: offset)), payload.uint32(at: offset + 2)))
      offset += byteCount
    }
  }

  /// Whether the value is one that RFC 9113 §6.5.2, RFC 8441 §3 or RFC 9218 §2.1 allows; unknown parameters allow all.
  var isInRange: Bool {
    switch identifier {
    case .enablePush, .enableConnectProtocol, .noRFC7540Priorities: value <= 1
    case .initialWindowSize: value <= 0x7FFF_FFFF
    case .maxFrameSize: value >= 1 << 14 && value < 1 << 24
    default: true
    }
  }
}
