/// What one TLS connection may make this program keep or do, whatever it carries.
enum TLSLimits {
  /// The longest content of a record, decrypted and decompressed (RFC 5246 §6.2.1).
  static let contentByteCount = 1 << 14
  /// The longest fragment of a record: 2^14 bytes and 2,048 of protection (RFC 5246 §6.2.3).
  static let recordByteCount = 1 << 14 + 2048
  /// Bytes kept while the next record is searched: two records that follow one another, of any length.
  static let searchedByteCount = 2 * (RecordHeader.byteCount + recordByteCount)
  /// The longest handshake message that is gathered: the wire allows 2^24-1, certificate chains have less than 32 KiB.
  static let handshakeMessageByteCount = 256 << 10
  /// Certificates read of a chain; the public ones have two to four.
  static let certificates = 32
  /// Certificates whose summaries are remembered, and the longest of them; 2 KiB is usual.
  static let cachedCertificates = 256
  static let cachedCertificateByteCount = 8 << 10
  /// Names read of a certificate's subjectAltName extension, and the longest; a host name has 253 bytes.
  static let subjectNames = 256
  static let nameByteCount = 1024
  /// Handshake messages kept for the extended master secret: they hold one certificate chain or two.
  static let transcriptByteCount = 256 << 10
  /// Early data kept until the server takes it: servers allow 16 KiB and seldom more.
  static let earlyDataByteCount = 256 << 10
  static let earlyDataPieces = 4096
  /// What is kept of records that wait for a secret.
  static let waitingByteCount = 256 << 10
  static let waitingSteps = 4096
  /// Storage of the plaintext buffer that is kept from packet to packet.
  static let keptOutputByteCount = 1 << 20
  /// The shortest protected record: a header, an authentication tag and a byte.
  static let shortestProtectedRecord = 5 + 8 + 1
  /// Record numbers tried behind a loss, and key updates that may lie in it.
  static let searchedRecordNumbers = 4096
  static let searchedKeyUpdates = 3
  /// Bytes decrypted in vain on one connection while its records are searched, and on all of a run: a tenth of a second's
  /// work, and five seconds'. Beyond, only the record's own number is tried.
  static let triedByteCount = 256 << 20
  static let triedByteCountOfRun = 16 << 30
  /// What a try costs beside the bytes of the record, and what it costs to make keys for one, both as bytes.
  static let tryCost = 256
  static let keysCost = 16 << 10
  /// Trial decryption without a hello: bytes decrypted in vain for a record, records of a side for which the whole key
  /// log is searched, secrets with suites, numbers of a record of application data and of one of the handshake.
  static let trialByteCount = 128 << 20
  static let trialRecords = 3
  static let trialCandidates = 8192
  static let trialRecordNumbers: UInt64 = 65_536
  static let trialHandshakeRecordNumbers: UInt64 = 16
}
