import Bytes

/// The client's part of the key exchange up to TLS 1.2 (RFC 5246 §7.4.7).
package struct ClientKeyExchange: Equatable, Sendable, BitwiseCopyable {
  /// Where the premaster secret lies in the message's body, encrypted with the server's RSA key. It means so only when
  /// the suite's key exchange is RSA.
  package var encryptedPremaster: ByteRange

  /// SSL 3.0 wrote the secret without a length before it, and some clients of later versions do (RFC 5246 §7.4.7.1).
  package init(_ body: RawSpan, version: TLSVersion) {
    var reader = ByteReader(body)
    if version != .ssl3, let vector = reader.readVector16(), reader.isAtEnd {
      encryptedPremaster = vector
    } else {
      encryptedPremaster = ByteRange(start: 0, count: body.byteCount)
    }
  }
}
