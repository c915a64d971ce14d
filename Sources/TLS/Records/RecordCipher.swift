/// A cipher of the record layer: libcrypto's name for it, and the counts of bytes that the protocol asks for.
package struct RecordCipher: Equatable, Sendable {
  /// How a cipher makes a record.
  package enum Mode: Equatable, Sendable {
    /// Authenticated, with a nonce whose last eight bytes stand before the record in TLS 1.2 (RFC 5288 §3).
    case gcm
    /// As GCM, with a tag of this many bytes (RFC 6655 §3).
    case ccm(tagByteCount: Int)
    /// Authenticated, with a nonce made of the record's number in every version (RFC 7905 §2).
    case chacha20Poly1305
    /// Blocks, authenticated by a MAC.
    case cbc(blockByteCount: Int)
    /// A key stream that runs on over records, authenticated by a MAC.
    case stream
    /// No encryption; a MAC alone.
    case null

    /// Whether the cipher authenticates what it encrypts.
    package var isAuthenticating: Bool {
      switch self {
      case .gcm, .ccm, .chacha20Poly1305: true
      case .cbc, .stream, .null: false
      }
    }
  }

  /// libcrypto's name; empty for no encryption.
  var name: StaticString
  package var mode: Mode
  package var keyByteCount: Int

  package static func == (left: RecordCipher, right: RecordCipher) -> Bool {
    left.mode == right.mode && left.keyByteCount == right.keyByteCount
      && left.name.description == right.name.description
  }
}

extension RecordCipher {
  /// The bytes of the nonce that come from the keys, before TLS 1.3 (RFC 5288 §3, RFC 7905 §2, RFC 2246 §6.2.3.2).
  func fixedIVByteCount(in version: TLSVersion) -> Int {
    switch mode {
    case .gcm, .ccm: 4
    case .chacha20Poly1305: 12
    case .cbc(let blockByteCount): version.hasChainedIV ? blockByteCount : 0
    case .stream, .null: 0
    }
  }

  /// The cipher that a suite's name means, without the hash; nil for one that is not supported.
  init?(suiteWords: String) {
    switch suiteWords {
    case "AES_128_GCM": self.init(name: "AES-128-GCM", mode: .gcm, keyByteCount: 16)
    case "AES_256_GCM": self.init(name: "AES-256-GCM", mode: .gcm, keyByteCount: 32)
    case "CAMELLIA_128_GCM": self.init(name: "CAMELLIA-128-GCM", mode: .gcm, keyByteCount: 16)
    case "CAMELLIA_256_GCM": self.init(name: "CAMELLIA-256-GCM", mode: .gcm, keyByteCount: 32)
    case "ARIA_128_GCM": self.init(name: "ARIA-128-GCM", mode: .gcm, keyByteCount: 16)
    case "ARIA_256_GCM": self.init(name: "ARIA-256-GCM", mode: .gcm, keyByteCount: 32)
    case "SM4_GCM": self.init(name: "SM4-GCM", mode: .gcm, keyByteCount: 16)
    case "AES_128_CCM": self.init(name: "AES-128-CCM", mode: .ccm(tagByteCount: 16), keyByteCount: 16)
    case "AES_256_CCM": self.init(name: "AES-256-CCM", mode: .ccm(tagByteCount: 16), keyByteCount: 32)
    case "AES_128_CCM_8": self.init(name: "AES-128-CCM", mode: .ccm(tagByteCount: 8), keyByteCount: 16)
    case "AES_256_CCM_8": self.init(name: "AES-256-CCM", mode: .ccm(tagByteCount: 8), keyByteCount: 32)
    case "SM4_CCM": self.init(name: "SM4-CCM", mode: .ccm(tagByteCount: 16), keyByteCount: 16)
    case "CHACHA20_POLY1305": self.init(name: "ChaCha20-Poly1305", mode: .chacha20Poly1305, keyByteCount: 32)
    case "AES_128_CBC": self.init(name: "AES-128-CBC", mode: .cbc(blockByteCount: 16), keyByteCount: 16)
    case "AES_256_CBC": self.init(name: "AES-256-CBC", mode: .cbc(blockByteCount: 16), keyByteCount: 32)
    case "CAMELLIA_128_CBC": self.init(name: "CAMELLIA-128-CBC", mode: .cbc(blockByteCount: 16), keyByteCount: 16)
    case "CAMELLIA_256_CBC": self.init(name: "CAMELLIA-256-CBC", mode: .cbc(blockByteCount: 16), keyByteCount: 32)
    case "ARIA_128_CBC": self.init(name: "ARIA-128-CBC", mode: .cbc(blockByteCount: 16), keyByteCount: 16)
    case "ARIA_256_CBC": self.init(name: "ARIA-256-CBC", mode: .cbc(blockByteCount: 16), keyByteCount: 32)
    case "SEED_CBC": self.init(name: "SEED-CBC", mode: .cbc(blockByteCount: 16), keyByteCount: 16)
    case "IDEA_CBC": self.init(name: "IDEA-CBC", mode: .cbc(blockByteCount: 8), keyByteCount: 16)
    case "3DES_EDE_CBC": self.init(name: "DES-EDE3-CBC", mode: .cbc(blockByteCount: 8), keyByteCount: 24)
    case "DES_CBC": self.init(name: "DES-CBC", mode: .cbc(blockByteCount: 8), keyByteCount: 8)
    case "RC4_128": self.init(name: "RC4", mode: .stream, keyByteCount: 16)
    case "NULL": self.init(name: "", mode: .null, keyByteCount: 0)
    default: return nil
    }
  }
}

extension TLSVersion {
  /// Whether a block cipher takes the last block of one record to decrypt the next (RFC 2246 §6.2.3.2): before TLS 1.1.
  var hasChainedIV: Bool { rawValue < TLSVersion.tls11.rawValue }
}
