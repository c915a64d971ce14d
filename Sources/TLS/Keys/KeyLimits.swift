/// The bounds of keys and record protection.
enum KeyLimits {
  /// Bytes of a record's fragment, as many as its header can say. A longer one than RFC 5246 §6.2.3 allows opens all the
  /// same: the reader of records judges it.
  static let longestFragment = 0xFFFF
  /// Bytes of a lost stretch of a stream cipher's records over which the key stream is moved on: half a second.
  static let longestSkip = 1 << 28
  /// Bytes of it at once.
  static let skippedPiece = 4096
  /// Bytes of a MAC under the extension truncated_hmac (RFC 6066 §7).
  static let truncatedMACByteCount = 10
  /// Bytes of a premaster secret: one of Diffie-Hellman has as many as its group, of which the largest in use is 8192
  /// bits (RFC 7919 §A.5).
  static let longestPremaster = 1024
  /// Bytes of a key log's line: the longest premaster secret in digits, and as much again for ECH configurations.
  static let longestLine = 4096
  /// Bytes of a piece of the memory in which secrets lie: small beside a short key log's own cost, and few for a long one.
  static let pieceByteCount = 64 * 1024
  /// Warnings about key logs that are kept; more are counted.
  static let warnings = 20
  /// Sessions whose master secrets are remembered for abbreviated handshakes, about 200 bytes each.
  static let rememberedSessions = 100_000
  /// Master secrets computed with a private key that are remembered for writing them out, about 90 bytes each.
  static let derivedSecrets = 1_000_000
}
