import Bytes

/// What a client offers (RFC 8446 §4.1.2, RFC 5246 §7.4.1.2).
///
///     ProtocolVersion legacy_version; Random random; opaque legacy_session_id<0..32>;
///     CipherSuite cipher_suites<2..2^16-2>; opaque legacy_compression_methods<1..2^8-1>;
///     Extension extensions<8..2^16-1>
///
/// Ranges are of the message's body.
package struct ClientHello: Equatable, Sendable {
  /// The highest version offered up to TLS 1.2; a later one stands in `supportedVersions`.
  package var legacyVersion: TLSVersion
  /// 32 bytes, or the challenge of 16 to 32 bytes of a hello in the form of SSL 2.0.
  package var random: ByteRange
  package var sessionID: ByteRange
  /// In the order of preference, GREASE values included.
  package var cipherSuites: [UInt16]
  package var compressionMethods: ByteRange
  package var extensions = ExtensionList()

  // What the extensions say; nil or empty when they are not there or malformed.

  /// The host name of server_name.
  package var serverName: ByteRange?
  /// The protocols that ALPN offers, in the order of preference.
  package var protocolNames: [ByteRange] = []
  /// GREASE values and drafts included; empty in a hello of TLS 1.2 and older.
  package var supportedVersions: [TLSVersion] = []
  package var supportedGroups: [NamedGroup] = []
  package var pointFormats: [UInt8] = []
  package var signatureAlgorithms: [UInt16] = []
  /// The groups whose keys the client sends along.
  package var keyShareGroups: [NamedGroup] = []
  package var pskIdentities: [ByteRange] = []
  /// The ticket of an earlier session (RFC 5077 §3.2); empty when the client asks for one.
  package var sessionTicket: ByteRange?
  /// The longest plaintext of a record that the client takes (RFC 8449 §4).
  package var recordSizeLimit: UInt16?
  /// The longest plaintext of a record that both sides may send, in bytes (RFC 6066 §4).
  package var maxFragmentLength: Int?

  /// Nil when the message is malformed.
  package init?(_ body: RawSpan) {
    var reader = ByteReader(body)
    guard let version = reader.readUInt16(), let random = reader.readRange(32), let sessionID = reader.readVector8(),
      sessionID.count <= 32, let suites = reader.readVector16(), let compressionMethods = reader.readVector8()
    else { return nil }
    var suiteReader = ByteReader(suites, of: body)
    guard let cipherSuites = suiteReader.readUInt16s() else { return nil }
    legacyVersion = TLSVersion(rawValue: version)
    self.random = random
    self.sessionID = sessionID
    self.cipherSuites = cipherSuites
    self.compressionMethods = compressionMethods
    if !reader.isAtEnd {
      guard let extensions = ExtensionList(&reader), reader.isAtEnd else { return nil }
      self.extensions = extensions
      readExtensions(body)
    }
  }

  /// Whether the content of a record is a ClientHello and nothing else, as far as its header says.
  static func isWhole(_ content: RawSpan) -> Bool {
    content.byteCount > HandshakeMessage.headerByteCount && content.byte(at: 0) == HandshakeType.clientHello.rawValue
      && content.uint24(at: 1) == content.byteCount - HandshakeMessage.headerByteCount
  }

  private mutating func readExtensions(_ body: RawSpan) {
    serverName = extensions.serverName(body)
    protocolNames = extensions.protocolNames(body) ?? []
    supportedVersions = extensions.offeredVersions(body) ?? []
    supportedGroups = extensions.numbers(.supportedGroups, body)?.map(NamedGroup.init(rawValue:)) ?? []
    pointFormats = extensions.pointFormats(body) ?? []
    signatureAlgorithms = extensions.numbers(.signatureAlgorithms, body) ?? []
    keyShareGroups = extensions.offeredKeyShareGroups(body) ?? []
    pskIdentities = extensions.pskIdentities(body) ?? []
    sessionTicket = extensions.content(.sessionTicket)
    recordSizeLimit = extensions.recordSizeLimit(body)
    maxFragmentLength = extensions.maxFragmentLength(body)
  }

  /// Whether the client sends data before the server answers (RFC 8446 §4.2.10).
  package var offersEarlyData: Bool { extensions.contains(.earlyData) }
  /// Whether the true hello is encrypted in this one, or a made-up one is (RFC 9849 §5).
  package var offersEncryptedClientHello: Bool { extensions.contains(.encryptedClientHello) }
  /// RFC 7627 §5.1.
  package var offersExtendedMasterSecret: Bool { extensions.contains(.extendedMasterSecret) }
  /// RFC 7366 §2.
  package var offersEncryptThenMAC: Bool { extensions.contains(.encryptThenMAC) }
  /// RFC 6066 §7.
  package var offersTruncatedHMAC: Bool { extensions.contains(.truncatedHMAC) }

  /// The highest version that the client offers, GREASE values left out.
  package var highestVersion: TLSVersion {
    let offered = supportedVersions.filter { !$0.rawValue.isGREASE }
    return offered.max { $0.rank < $1.rank } ?? legacyVersion
  }
}

extension TLSVersion {
  /// Grows with the version: a draft of TLS 1.3 comes before it and after TLS 1.2.
  fileprivate var rank: Int {
    guard let draft else { return Int(rawValue) << 8 }
    return Int(TLSVersion.tls12.rawValue) << 8 + Int(draft)
  }
}
