/// Keys that a pcapng file carries for its own packets (Decryption Secrets Block).
package struct DecryptionSecrets: Sendable, Equatable {
  /// What the bytes are: a registered code point.
  package struct Kind: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) {
      self.rawValue = rawValue
    }

    /// A TLS key log in NSS format.
    package static let tlsKeyLog = Kind(rawValue: 0x544C_534B)
  }

  package var type: Kind
  package var bytes: [UInt8]

  package init(type: Kind, bytes: [UInt8]) {
    self.type = type
    self.bytes = bytes
  }
}
