import Bytes

/// Opens the records of one side under one set of keys: decrypts and verifies.
package final class RecordProtection {
  /// What a record held.
  package struct Opened: Equatable, Sendable, BitwiseCopyable {
    /// In TLS 1.3 the type within the encryption; 0 when the record had none, which is an error (RFC 8446 §5.4).
    package var type: ContentType
    /// Where the content stands in the output.
    package var content: ByteRange
    /// Bytes before it that the record had too and that cannot be known.
    package var unknownByteCount = 0
  }

  /// What must be known of a record that was lost, so that those after it open.
  package enum Continuity: Sendable {
    /// Nothing but how many records were lost.
    case recordCount
    /// The last block of the record before: after a hole of any size one record is lost more.
    case lastBlock
    /// How many bytes of records were lost, without their headers.
    case byteCount
  }

  private enum Method {
    case authenticated(AuthenticatedRecords)
    case blocks(BlockRecords)
    case stream(StreamRecords)
  }

  /// The suite whose cipher opens the records.
  package let suite: CipherSuite
  private let method: Method

  private init(_ suite: CipherSuite, _ method: Method) {
    self.suite = suite
    self.method = method
  }

  /// Records of TLS 1.3 under a traffic secret; nil when the suite is not supported, or not one of TLS 1.3.
  package static func tls13(_ suite: CipherSuite, secret: Secret) -> RecordProtection? {
    guard let keys = KeySchedule13(suite)?.recordKeys(of: secret), let cipher = suite.parameters?.cipher,
      let records = AuthenticatedRecords(cipher, version: .tls13, keys: keys)
    else { return nil }
    return RecordProtection(suite, .authenticated(records))
  }

  /// Records of TLS 1.0 to 1.2 under the keys of one side; nil when the suite is not supported.
  package static func tls12(
    _ suite: CipherSuite, version: TLSVersion, keys: RecordKeys, encryptThenMAC: Bool = false,
    truncatedMAC: Bool = false
  ) -> RecordProtection? {
    guard let parameters = suite.parameters else { return nil }
    switch parameters.cipher.mode {
    case .gcm, .ccm, .chacha20Poly1305:
      return AuthenticatedRecords(parameters.cipher, version: version, keys: keys)
        .map { RecordProtection(suite, .authenticated($0)) }
    case .cbc(let blockByteCount):
      return BlockRecords(
        parameters, blockByteCount: blockByteCount, version: version, keys: keys, encryptThenMAC: encryptThenMAC,
        truncatedMAC: truncatedMAC
      ).map { RecordProtection(suite, .blocks($0)) }
    case .stream, .null:
      return StreamRecords(parameters, keys: keys, truncatedMAC: truncatedMAC).map {
        RecordProtection(suite, .stream($0))
      }
    }
  }

  /// Decrypts the record with a number and appends its content; nil, and the output as it was, when it does not verify.
  ///
  /// A record that does not verify changes nothing: it may be tried again with another number.
  ///
  /// - Parameter lostByteCount: bytes of fragments that were lost since the last record that opened.
  package func open(
    _ header: RecordHeader, fragment: RawSpan, sequence: UInt64, behind lostByteCount: Int = 0,
    appendingTo output: inout [UInt8]
  ) -> Opened? {
    guard fragment.byteCount <= KeyLimits.longestFragment else { return nil }
    switch method {
    case .authenticated(let records):
      return records.open(header, fragment: fragment, sequence: sequence, appendingTo: &output)
    case .blocks(let records):
      return records.open(header, fragment: fragment, sequence: sequence, appendingTo: &output)
    case .stream(let records):
      return records.open(
        header, fragment: fragment, sequence: sequence, behind: lostByteCount, appendingTo: &output)
    }
  }

  /// Bytes of each fragment that are no content, TLS 1.3's padding left out; nil for a block cipher, whose padding varies.
  package var overheadByteCount: Int? {
    switch method {
    case .authenticated(let records): records.overheadByteCount
    case .blocks: nil
    case .stream(let records): records.macByteCount
    }
  }

  /// What a hole in the records asks for.
  package var continuity: Continuity {
    switch method {
    case .authenticated: .recordCount
    case .blocks(let records): records.isChained ? .lastBlock : .recordCount
    case .stream(let records): records.hasKeyStream ? .byteCount : .recordCount
    }
  }

  /// Goes on after a record that is there and does not open.
  package func skipRecord(_ fragment: RawSpan) {
    if case .blocks(let records) = method { records.skip(fragment) }
  }

  /// Goes on after a record that is lost.
  package func loseRecord() {
    if case .blocks(let records) = method { records.loseRecord() }
  }
}
