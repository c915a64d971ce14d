/// A cipher suite as the wire writes it (RFC 8446 §B.4, RFC 5246 §A.5).
package struct CipherSuite: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
  package var rawValue: UInt16

  package init(rawValue: UInt16) {
    self.rawValue = rawValue
  }

  /// The suites of TLS 1.3 (RFC 8446 §B.4): AES-128-GCM, AES-256-GCM, ChaCha20-Poly1305, AES-128-CCM, AES-128-CCM-8.
  static let ofTLS13 = (0x1301...0x1305).map { CipherSuite(rawValue: UInt16($0)) }
}
