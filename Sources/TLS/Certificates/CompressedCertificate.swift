import Bytes

/// A Certificate message of TLS 1.3 in compressed form (RFC 8879 §4). Ranges are of the message's body.
///
///     CertificateCompressionAlgorithm (16), uncompressed_length (24), opaque compressed_certificate_message<1..2^24-1>
package struct CompressedCertificate: Equatable, Sendable, BitwiseCopyable {
  package var compression: CertificateCompression
  /// Bytes of the body of the Certificate message.
  package var uncompressedByteCount: Int
  package var compressed: ByteRange

  /// Nil when the message is malformed.
  package init?(_ body: RawSpan) {
    var reader = ByteReader(body)
    guard let algorithm = reader.readUInt16(), let byteCount = reader.readUInt24(),
      let compressed = reader.readVector24(), reader.isAtEnd
    else { return nil }
    compression = CertificateCompression(rawValue: algorithm)
    uncompressedByteCount = Int(byteCount)
    self.compressed = compressed
  }

  /// The body of the Certificate message; nil when it is longer than a message may be, when it is not as long as
  /// announced, or when the algorithm is not known.
  package func decompressed(_ body: RawSpan) -> [UInt8]? {
    guard uncompressedByteCount <= TLSLimits.handshakeMessageByteCount else { return nil }
    return compression.decompress(body.extracting(compressed), byteCount: uncompressedByteCount)
  }
}
