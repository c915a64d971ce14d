import Bytes

/// Keys that a pcapng file carries for its own packets (Decryption Secrets Block).
package struct DecryptionSecrets {
  /// What the bytes are: a registered code point.
  package struct Kind: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) {
      self.rawValue = rawValue
    }

    /// A TLS key log in NSS format.
    package static let tlsKeyLog = Kind(rawValue: 0x544C_534B)
  }

  package let type: Kind
  /// Not written to any more.
  package let content: SecretBuffer
}
