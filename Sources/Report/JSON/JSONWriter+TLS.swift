import Analysis
import Findings
import TLS

extension JSONWriter {
  /// `tls` of a connection.
  mutating func write(_ tls: TLSRecord) {
    let facts = tls.facts
    let statistics = tls.statistics
    beginObject()
    member("version", facts.version?.name)
    member("cipher_suite", facts.cipherSuite.map { CipherSuite(rawValue: $0).name })
    member("server_name", facts.serverName)
    member("alpn", facts.protocolName)
    member("decrypted", statistics.isDecrypted)
    member("resumed", facts.isResumed)
    member("early_data", facts.earlyData.isTaken)
    member("key_source", statistics.isDecrypted ? statistics.keyOrigin?.name : nil)
    member("not_decrypted_because", tls.notDecryptedBecause)
    key("offered_alpn")
    beginArray()
    for name in facts.offeredProtocols { string(name) }
    endArray()
    member("group", facts.group?.name)
    member("encrypted_client_hello", facts.offersEncryptedClientHello)
    member("hello_retry_request", facts.hasHelloRetryRequest)
    member("client_certificate", tls.hasClientCertificate)
    key("certificate")
    if let certificate = facts.certificate { write(certificate) } else { null() }
    member("ja3", facts.ja3?.hash)
    member("ja3s", facts.ja3s?.hash)
    member("ja4", facts.ja4?.text)
    member("handshake_round_trips", statistics.handshakeEnd == nil ? nil : statistics.roundTrips)
    member("handshake_ms", milliseconds: statistics.handshakeNanoseconds)
    member("records", bySide: statistics.records) { $0.integer($1) }
    member("plaintext_bytes", bySide: statistics.plaintextByteCounts) { $0.integer($1) }
    endObject()
  }

  /// `tls` of the summary.
  mutating func write(_ totals: TLSTotals) {
    beginObject()
    member("connections", totals.connections)
    member("decrypted", totals.decrypted)
    key("versions")
    beginObject()
    for (version, count) in totals.byVersion.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      key(version.name)
      integer(count)
    }
    key("unknown")
    integer(totals.connections - totals.byVersion.values.reduce(0, +))
    endObject()
    key("not_decrypted")
    beginObject()
    for reason in UndecryptedReason.allCases {
      key(reason.name)
      integer(totals.undecrypted[Int(reason.rawValue)])
    }
    endObject()
    key("keys")
    beginObject()
    key(KeyOrigin.keyLog.name)
    write(totals.keys.keyLog)
    key(KeyOrigin.pcapng.name)
    write(totals.keys.capture)
    member("rsa_keys", totals.keys.rsaKeys)
    endObject()
    endObject()
  }

  private mutating func write(_ keys: KeyStatistics) {
    beginObject()
    member("secrets", keys.secretCount)
    member("used", keys.usedCount)
    endObject()
  }

  private mutating func write(_ certificate: CertificateSummary) {
    beginObject()
    member("subject", certificate.subject.commonName ?? certificate.subject.organization)
    member("issuer", certificate.issuer.commonName ?? certificate.issuer.organization)
    key("names")
    beginArray()
    for name in certificate.hostNames { string(name) }
    endArray()
    member("serial", certificate.serialNumber)
    member("not_before", time: certificate.notBeforeSeconds.flatMap(Timestamp.init(seconds:)))
    member("not_after", time: certificate.notAfterSeconds.flatMap(Timestamp.init(seconds:)))
    member("key_type", certificate.keyType)
    member("key_bits", certificate.keyBitCount)
    endObject()
  }
}

extension TLSFacts.EarlyData {
  /// Nil when the server's answer is not known.
  fileprivate var isTaken: Bool? {
    switch self {
    case .none, .rejected: false
    case .offered: nil
    case .accepted: true
    }
  }
}

extension Timestamp {
  /// Nil beyond what 64 bits of nanoseconds hold.
  fileprivate init?(seconds: Int64) {
    let (nanoseconds, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    guard !overflow else { return nil }
    self.init(nanoseconds: nanoseconds)
  }
}
