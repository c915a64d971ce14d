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
}
