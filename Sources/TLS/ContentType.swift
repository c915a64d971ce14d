/// What a record carries (RFC 8446 §5.1, RFC 5246 §6.2.1, RFC 6520 §3).
package struct ContentType: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
  package var rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  package static let changeCipherSpec = ContentType(rawValue: 20)
  package static let alert = ContentType(rawValue: 21)
  package static let handshake = ContentType(rawValue: 22)
  package static let applicationData = ContentType(rawValue: 23)
  package static let heartbeat = ContentType(rawValue: 24)

  /// Whether it is one of the five that are registered for TLS over TCP.
  package var isKnown: Bool { rawValue >= 20 && rawValue <= 24 }

  /// The RFC's name, or its number.
  package var name: String {
    switch self {
    case .changeCipherSpec: "change_cipher_spec"
    case .alert: "alert"
    case .handshake: "handshake"
    case .applicationData: "application_data"
    case .heartbeat: "heartbeat"
    default: String(rawValue)
    }
  }
}
