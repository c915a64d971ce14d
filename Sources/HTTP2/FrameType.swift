/// An HTTP/2 frame type (RFC 9113 §6 and the IANA registry); unknown types survive as their number.
package struct FrameType: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  package static let data = FrameType(rawValue: 0x0)
  package static let headers = FrameType(rawValue: 0x1)
  package static let priority = FrameType(rawValue: 0x2)
  package static let rstStream = FrameType(rawValue: 0x3)
  package static let settings = FrameType(rawValue: 0x4)
  package static let pushPromise = FrameType(rawValue: 0x5)
  package static let ping = FrameType(rawValue: 0x6)
  package static let goaway = FrameType(rawValue: 0x7)
  package static let windowUpdate = FrameType(rawValue: 0x8)
  package static let continuation = FrameType(rawValue: 0x9)
  /// RFC 7838 §4.
  package static let altSvc = FrameType(rawValue: 0xA)
  /// RFC 8336 §2.
  package static let origin = FrameType(rawValue: 0xC)
  /// RFC 9218 §7.1.
  package static let priorityUpdate = FrameType(rawValue: 0x10)

  /// The RFC's name, or `0x..` when the type is not known.
  package var name: String {
    switch self {
    case .data: "DATA"
    case .headers: "HEADERS"
    case .priority: "PRIORITY"
    case .rstStream: "RST_STREAM"
    case .settings: "SETTINGS"
    case .pushPromise: "PUSH_PROMISE"
    case .ping: "PING"
    case .goaway: "GOAWAY"
    case .windowUpdate: "WINDOW_UPDATE"
    case .continuation: "CONTINUATION"
    case .altSvc: "ALTSVC"
    case .origin: "ORIGIN"
    case .priorityUpdate: "PRIORITY_UPDATE"
    default: (rawValue < 16 ? "0x0" : "0x") + String(rawValue, radix: 16)
    }
  }
}
