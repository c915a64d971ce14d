import Bytes

/// What a person wants to know of a certificate (RFC 5280 §4.1). Nothing of it is verified.
package struct CertificateSummary: Equatable, Sendable {
  /// The parts of a name that say whose it is; nil when they are not there.
  package struct Name: Equatable, Sendable {
    package var commonName: String?
    package var organization: String?
  }

  package var subject: Name
  package var issuer: Name
  /// The host names of subjectAltName, at most `TLSLimits.subjectNames` of them.
  package var hostNames: [String]
  /// Lower-case hexadecimal digits.
  package var serialNumber: String
  /// Seconds since 1970-01-01T00:00:00Z; nil when the time is malformed.
  package var notBeforeSeconds: Int64?
  package var notAfterSeconds: Int64?
  /// `RSA`, `EC`, `ED25519`…; nil when the key is of no known kind.
  package var keyType: String?
  package var keyBitCount: Int?

  /// Nil when the bytes are no certificate in DER.
  package init?(der: RawSpan) {
    guard let certificate = X509Certificate(der: der) else { return nil }
    subject = certificate.subject
    issuer = certificate.issuer
    hostNames = certificate.hostNames
    serialNumber = certificate.serialNumber
    notBeforeSeconds = certificate.notBeforeSeconds
    notAfterSeconds = certificate.notAfterSeconds
    keyType = certificate.keyType
    keyBitCount = certificate.keyBitCount
  }
}
