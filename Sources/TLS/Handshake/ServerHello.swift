import Bytes

/// What a server chooses (RFC 8446 §4.1.3, RFC 5246 §7.4.1.3).
///
///     ProtocolVersion legacy_version; Random random; opaque legacy_session_id_echo<0..32>; CipherSuite cipher_suite;
///     uint8 legacy_compression_method; Extension extensions<6..2^16-1>
///
/// Ranges are of the message's body.
package struct ServerHello: Equatable, Sendable {
  package var legacyVersion: TLSVersion
  /// 32 bytes.
  package var random: ByteRange
  /// TLS 1.3: what the client sent. Before it: the session's; that of the client means that the session is resumed.
  package var sessionID: ByteRange
  package var cipherSuite: UInt16
  package var compressionMethod: UInt8
  package var extensions = ExtensionList()

  /// Whether it asks for another ClientHello instead (RFC 8446 §4.1.4).
  package var isHelloRetryRequest: Bool
  /// The version that is spoken, which may be a draft of TLS 1.3.
  package var version: TLSVersion

  // What the extensions say; nil when they are not there or malformed.

  /// The protocol that ALPN chose; in TLS 1.3 it stands in `EncryptedExtensions`.
  package var protocolName: ByteRange?
  /// The group of the key exchange, or the one that a HelloRetryRequest asks for.
  package var keyShareGroup: NamedGroup?
  /// Which of the client's identities the session resumes.
  package var selectedPSKIdentity: UInt16?
  /// The longest plaintext of a record that the server takes (RFC 8449 §4).
  package var recordSizeLimit: UInt16?
  /// The longest plaintext of a record that both sides may send, in bytes (RFC 6066 §4).
  package var maxFragmentLength: Int?

  /// Nil when the message is malformed.
  package init?(_ body: RawSpan) {
    var reader = ByteReader(body)
    guard let rawVersion = reader.readUInt16(), let random = reader.readRange(32) else { return nil }
    legacyVersion = TLSVersion(rawValue: rawVersion)
    version = legacyVersion
    self.random = random
    isHelloRetryRequest = body.extracting(random).equals(Self.helloRetryRequestRandom.rawSpan)
    if legacyVersion.draft != nil {
      // Drafts of TLS 1.3 up to 21 had neither session nor compression.
      guard let suite = reader.readUInt16() else { return nil }
      sessionID = .empty
      cipherSuite = suite
      compressionMethod = 0
    } else {
      guard let sessionID = reader.readVector8(), sessionID.count <= 32, let suite = reader.readUInt16(),
        let compressionMethod = reader.readUInt8()
      else { return nil }
      self.sessionID = sessionID
      cipherSuite = suite
      self.compressionMethod = compressionMethod
    }
    if !reader.isAtEnd {
      guard let extensions = ExtensionList(&reader), reader.isAtEnd else { return nil }
      self.extensions = extensions
      readExtensions(body)
    }
  }

  private mutating func readExtensions(_ body: RawSpan) {
    version = extensions.selectedVersion(body) ?? legacyVersion
    protocolName = extensions.protocolNames(body)?.first
    keyShareGroup = extensions.selectedKeyShareGroup(body)
    selectedPSKIdentity = extensions.selectedPSKIdentity(body)
    recordSizeLimit = extensions.recordSizeLimit(body)
    maxFragmentLength = extensions.maxFragmentLength(body)
  }

  /// Whether the server will send a ticket (RFC 5077 §3.2).
  package var sendsSessionTicket: Bool { extensions.contains(.sessionTicket) }
  /// RFC 7627 §5.1.
  package var usesExtendedMasterSecret: Bool { extensions.contains(.extendedMasterSecret) }
  /// RFC 7366 §2; it binds suites of block ciphers only.
  package var usesEncryptThenMAC: Bool { extensions.contains(.encryptThenMAC) }
  /// RFC 6066 §7.
  package var usesTruncatedHMAC: Bool { extensions.contains(.truncatedHMAC) }

  /// SHA-256 of `HelloRetryRequest` (RFC 8446 §4.1.3).
  private static let helloRetryRequestRandom: [UInt8] = [
    0xCF, 0x21, 0xAD, 0x74, 0xE5, 0x9A, 0x61, 0x11, 0xBE, 0x1D, 0x8C, 0x02, 0x1E, 0x65, 0xB8, 0x91,
    0xC2, 0xA2, 0x11, 0x16, 0x7A, 0xBB, 0x8C, 0x5E, 0x07, 0x9E, 0x09, 0xE2, 0xC8, 0xA8, 0x33, 0x9C,
  ]
}
