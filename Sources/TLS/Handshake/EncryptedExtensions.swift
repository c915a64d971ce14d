import Bytes

/// What a server of TLS 1.3 answers under encryption (RFC 8446 §4.3.1). Ranges are of the message's body.
package struct EncryptedExtensions: Equatable, Sendable {
  package var extensions: ExtensionList
  /// The protocol that ALPN chose.
  package var protocolName: ByteRange?
  /// The longest plaintext of a record that the server takes (RFC 8449 §4).
  package var recordSizeLimit: UInt16?
  /// The longest plaintext of a record that both sides may send, in bytes (RFC 6066 §4).
  package var maxFragmentLength: Int?

  /// Nil when the message is malformed.
  package init?(_ body: RawSpan) {
    var reader = ByteReader(body)
    guard let extensions = ExtensionList(&reader), reader.isAtEnd else { return nil }
    self.extensions = extensions
    protocolName = extensions.protocolNames(body)?.first
    recordSizeLimit = extensions.recordSizeLimit(body)
    maxFragmentLength = extensions.maxFragmentLength(body)
  }

  /// Whether the server takes the early data.
  package var acceptsEarlyData: Bool { extensions.contains(.earlyData) }
}
