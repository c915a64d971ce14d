import Analysis
import Findings
import TLS

/// What a report for a person says of one connection's TLS.
enum TLSText {
  /// Version, cipher suite, names and handshake, as far as they are known; with `-v` where the secrets came from, the key
  /// exchange, the certificate, and the client's fingerprint.
  static func parts(_ tls: TLSRecord, inDetail isDetailed: Bool) -> [String] {
    let facts = tls.facts
    var parts = [facts.version?.name ?? "TLS of unknown version"]
    if let suite = facts.cipherSuite { parts.append(CipherSuite(rawValue: suite).name) }
    if let name = facts.serverName { parts.append(name) }
    if facts.offersEncryptedClientHello { parts.append("offers to hide the name") }
    if let name = facts.protocolName {
      parts.append("ALPN \(name)")
    } else if !facts.offeredProtocols.isEmpty, tls.undecryptedReason != nil {
      parts.append("ALPN offered: " + facts.offeredProtocols.joined(separator: ", "))
    }
    if facts.isResumed { parts.append("resumed") }
    switch facts.earlyData {
    case .none: break
    case .offered: parts.append("early data offered")
    case .accepted: parts.append("early data accepted")
    case .rejected: parts.append("early data rejected")
    }
    if let handshake = handshake(tls.statistics) { parts.append(handshake) }
    return parts + (isDetailed ? details(tls) : [])
  }

  private static func handshake(_ statistics: TLSStatistics) -> String? {
    guard let duration = statistics.handshakeNanoseconds else { return nil }
    return "handshake \(PlainNumbers.duration(duration)), \(PlainNumbers.counted(statistics.roundTrips, "round trip"))"
  }

  private static func details(_ tls: TLSRecord) -> [String] {
    let (facts, statistics) = (tls.facts, tls.statistics)
    var parts: [String] = []
    if tls.undecryptedReason == nil, let origin = statistics.keyOrigin {
      switch origin {
      case .keyLog: parts.append("secrets of the key log")
      case .pcapng: parts.append("secrets of the capture")
      case .rsa: parts.append("secret by RSA key")
      }
    }
    if let group = facts.group { parts.append("key exchange \(group.name)") }
    if facts.hasHelloRetryRequest { parts.append("hello retried") }
    if let name = facts.certificate?.subject.commonName { parts.append("certificate of \(name)") }
    if tls.hasClientCertificate { parts.append("client certificate") }
    let records = statistics.records.client + statistics.records.server
    parts.append(PlainNumbers.counted(records, "record"))
    if let ja4 = facts.ja4 { parts.append("JA4 \(ja4.text)") }
    return parts
  }

  /// What connections that share a reason have in common, as the end of a sentence that they begin.
  static func words(_ reason: UndecryptedReason) -> String {
    switch reason {
    case .noKeys: "no secrets are there: give a key log with -k, or an RSA key with --rsa-key"
    case .noMatchingSecret: "no secret is of these connections: no line of the key log has their client random"
    case .onlyHandshakeSecrets: "there are secrets of the handshake, but none of the application data"
    case .handshakeNotCaptured: "the handshake was not captured, and no secret opens the records by trial"
    case .unsupportedVersion: "their version is not decrypted, whatever secrets are given; TLS 1.0 to 1.3 are"
    case .unsupportedSuite: "the cipher suite is not supported"
    case .notAuthentic: "the records do not verify: the secrets are wrong, or the capture is damaged"
    case .nothingEncrypted: "they ended before anything was encrypted"
    }
  }

  /// The reason in a few words, for one connection.
  static func shortWords(_ reason: UndecryptedReason) -> String {
    switch reason {
    case .noKeys: "no secrets"
    case .noMatchingSecret: "no line for this client random"
    case .onlyHandshakeSecrets: "only handshake secrets"
    case .handshakeNotCaptured: "handshake not captured"
    case .unsupportedVersion: "version not supported"
    case .unsupportedSuite: "cipher suite not supported"
    case .notAuthentic: "records do not verify"
    case .nothingEncrypted: "nothing was encrypted"
    }
  }
}
