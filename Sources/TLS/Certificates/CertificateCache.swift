import Bytes

/// The summaries of certificates that were read before: a server sends the same one on every connection, and libcrypto
/// takes longer to read it than the rest of a handshake takes.
package struct CertificateCache: Sendable {
  private var summaries: [[UInt8]: CertificateSummary] = [:]

  package init() {}

  /// The summary of a certificate in DER; nil when the bytes are none.
  package mutating func summary(der: RawSpan) -> CertificateSummary? {
    guard der.byteCount <= TLSLimits.cachedCertificateByteCount else { return CertificateSummary(der: der) }
    let key = [UInt8](der)
    if let summary = summaries[key] { return summary }
    guard let summary = CertificateSummary(der: der) else { return nil }
    if summaries.count >= TLSLimits.cachedCertificates { summaries.removeAll(keepingCapacity: true) }
    summaries[key] = summary
    return summary
  }
}
