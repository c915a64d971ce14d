/// What one WebSocket may make this program keep or do, whatever it carries.
enum WebSocketLimits {
  /// Bytes of a control frame's payload: more are not allowed (RFC 6455 §5.5), and not kept.
  static let controlPayloadByteCount = 125
  /// Bytes that are unmasked or decompressed at a time.
  static let pieceByteCount = 4096
  /// Pings of a side that wait for their pong; senders rarely have two.
  static let pingsInFlight = 16
  /// Bytes that a side's messages may decompress to without being looked at, and how many times their compressed size they
  /// may have beyond that: logs and tables reach 50, and DEFLATE can give 1,032.
  static let unquestionedByteCount = 16 << 20
  static let decompressionRatio = 100
  /// Different close codes that are counted of a side; it sends one.
  static let closeCodes = 16
}
