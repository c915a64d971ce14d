import Bytes

/// The certificates of one side, its own first (RFC 8446 §4.4.2, RFC 5246 §7.4.2). Ranges are of the message's body.
package struct CertificateMessage: Equatable, Sendable {
  /// In DER; the first `TLSLimits.certificates` of them. Empty when a client has none.
  package private(set) var certificates: [ByteRange] = []
  /// How many the message has.
  package private(set) var count = 0

  /// Nil when the message is malformed.
  package init?(_ body: RawSpan, version: TLSVersion) {
    var reader = ByteReader(body)
    if version.isTLS13 {
      // The context of a request that came after the handshake, else empty.
      guard reader.readVector8() != nil else { return nil }
    }
    guard let range = reader.readVector24(), reader.isAtEnd else { return nil }
    var list = ByteReader(range, of: body)
    while !list.isAtEnd {
      guard let certificate = list.readVector24() else { return nil }
      if version.isTLS13, list.readVector16() == nil { return nil }
      count += 1
      if certificates.count < TLSLimits.certificates { certificates.append(certificate) }
    }
  }
}
