/// A protocol version as the wire writes it (RFC 8446 §4.2.1, RFC 5246 §6.2.1).
package struct TLSVersion: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
  package var rawValue: UInt16

  package init(rawValue: UInt16) {
    self.rawValue = rawValue
  }

  package static let ssl2 = TLSVersion(rawValue: 0x0002)
  package static let ssl3 = TLSVersion(rawValue: 0x0300)
  package static let tls10 = TLSVersion(rawValue: 0x0301)
  package static let tls11 = TLSVersion(rawValue: 0x0302)
  package static let tls12 = TLSVersion(rawValue: 0x0303)
  package static let tls13 = TLSVersion(rawValue: 0x0304)

  /// The draft of TLS 1.3 that the version names (`7f 12` is draft 18), or nil.
  package var draft: UInt8? {
    rawValue >> 8 == 0x7F ? UInt8(truncatingIfNeeded: rawValue) : nil
  }

  /// Whether it is TLS 1.3 or one of its drafts.
  package var isTLS13: Bool { self == .tls13 || draft != nil }

  /// Whether a record header may hold it: SSL 3.0 to TLS 1.3.
  package var isRecordVersion: Bool { rawValue >= 0x0300 && rawValue <= 0x0304 }

  /// `TLS 1.2`, `TLS 1.3 (draft 18)`, or the number of a version that is not known.
  package var name: String {
    switch self {
    case .ssl2: return "SSL 2.0"
    case .ssl3: return "SSL 3.0"
    case .tls10: return "TLS 1.0"
    case .tls11: return "TLS 1.1"
    case .tls12: return "TLS 1.2"
    case .tls13: return "TLS 1.3"
    default:
      if let draft { return "TLS 1.3 (draft \(draft))" }
      return rawValue.codePointName
    }
  }
}
