import Bytes

/// The server's part of a key exchange on a curve up to TLS 1.2 (RFC 8422 §5.4).
package struct ServerKeyExchange: Equatable, Sendable, BitwiseCopyable {
  /// The curve, or nil when it is spelled out by its parameters.
  package var namedGroup: NamedGroup?

  /// Nil when the message is malformed.
  ///
  /// - Parameter hasIdentityHint: whether the suite's key exchange has a pre-shared key too, whose hint comes first
  ///   (RFC 5489 §2).
  package init?(ecdhe body: RawSpan, hasIdentityHint: Bool = false) {
    var reader = ByteReader(body)
    if hasIdentityHint, reader.readVector16() == nil { return nil }
    guard let curveType = reader.readUInt8(), let group = reader.readUInt16() else { return nil }
    namedGroup = curveType == 3 ? NamedGroup(rawValue: group) : nil
  }
}
