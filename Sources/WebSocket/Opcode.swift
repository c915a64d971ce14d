/// What a frame is (RFC 6455 §5.2, §11.8); unknown opcodes survive as their number.
package struct Opcode: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
  /// Less than 16.
  package let rawValue: UInt8

  /// Only the lowest four bits count.
  package init(rawValue: UInt8) {
    self.rawValue = rawValue & 0xF
  }

  package static let continuation = Opcode(rawValue: 0x0)
  package static let text = Opcode(rawValue: 0x1)
  package static let binary = Opcode(rawValue: 0x2)
  package static let close = Opcode(rawValue: 0x8)
  package static let ping = Opcode(rawValue: 0x9)
  package static let pong = Opcode(rawValue: 0xA)

  /// Whether its frames are control frames (RFC 6455 §5.5).
  package var isControl: Bool { rawValue & 0x8 != 0 }

  /// Whether no specification says what it means.
  var isReserved: Bool {
    switch self {
    case .continuation, .text, .binary, .close, .ping, .pong: false
    default: true
    }
  }

  /// The word that records use, or `0x..` when the opcode is not known.
  package var name: String {
    switch self {
    case .continuation: "continuation"
    case .text: "text"
    case .binary: "binary"
    case .close: "close"
    case .ping: "ping"
    case .pong: "pong"
    default: "0x" + String(rawValue, radix: 16)
    }
  }
}
