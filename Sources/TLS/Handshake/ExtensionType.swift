/// The type of an extension (RFC 8446 §4.2 and the IANA registry).
package struct ExtensionType: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
  package var rawValue: UInt16

  package init(rawValue: UInt16) {
    self.rawValue = rawValue
  }

  /// RFC 6066 §3.
  package static let serverName = ExtensionType(rawValue: 0)
  /// RFC 6066 §4.
  package static let maxFragmentLength = ExtensionType(rawValue: 1)
  /// RFC 6066 §7.
  package static let truncatedHMAC = ExtensionType(rawValue: 4)
  /// RFC 8446 §4.2.7.
  package static let supportedGroups = ExtensionType(rawValue: 10)
  /// RFC 8422 §5.1.2.
  package static let ecPointFormats = ExtensionType(rawValue: 11)
  /// RFC 8446 §4.2.3.
  package static let signatureAlgorithms = ExtensionType(rawValue: 13)
  /// RFC 7301 §3.1.
  package static let applicationLayerProtocolNegotiation = ExtensionType(rawValue: 16)
  /// RFC 7366 §2.
  package static let encryptThenMAC = ExtensionType(rawValue: 22)
  /// RFC 7627 §5.1.
  package static let extendedMasterSecret = ExtensionType(rawValue: 23)
  /// RFC 8449 §4.
  package static let recordSizeLimit = ExtensionType(rawValue: 28)
  /// RFC 5077 §3.2.
  package static let sessionTicket = ExtensionType(rawValue: 35)
  /// RFC 8446 §4.2.11.
  package static let preSharedKey = ExtensionType(rawValue: 41)
  /// RFC 8446 §4.2.10.
  package static let earlyData = ExtensionType(rawValue: 42)
  /// RFC 8446 §4.2.1.
  package static let supportedVersions = ExtensionType(rawValue: 43)
  /// RFC 8446 §4.2.8.
  package static let keyShare = ExtensionType(rawValue: 51)
  /// Where drafts of TLS 1.3 up to 22 had the key share.
  package static let draftKeyShare = ExtensionType(rawValue: 40)
  /// RFC 9849 §5.
  package static let encryptedClientHello = ExtensionType(rawValue: 0xFE0D)
}
