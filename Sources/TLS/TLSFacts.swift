import Bytes

/// What is known of a TLS connection, with its keys or without.
package struct TLSFacts: Equatable, Sendable {
  /// What became of the client's early data (RFC 8446 §4.2.10).
  package enum EarlyData: Equatable, Sendable {
    case none
    /// The answer is encrypted, or was not captured.
    case offered
    case accepted
    case rejected
  }

  // MARK: What the client offers

  /// The highest version that the client offers.
  package var offeredVersion: TLSVersion?
  package var serverName: String?
  package var offeredProtocols: [String] = []
  package var offersEncryptedClientHello = false
  /// The fingerprints of the first ClientHello.
  package var ja3: JA3?
  package var ja4: JA4?
  private var offeredSessionID: [UInt8] = []

  // MARK: What the server chooses

  /// The version that is spoken.
  package var version: TLSVersion?
  package var cipherSuite: UInt16?
  /// The protocol that ALPN chose; in TLS 1.3 the answer is encrypted.
  package var protocolName: String?
  /// The group of the key exchange.
  package var group: NamedGroup?
  /// Whether an earlier session goes on. Up to TLS 1.2 a session may also be resumed by a ticket alone; then only the
  /// messages that are left out show it.
  package var isResumed = false
  package var earlyData = EarlyData.none
  /// Whether the server asked for another ClientHello.
  package var hasHelloRetryRequest = false
  package var ja3s: JA3?
  /// The server's own certificate.
  package var certificate: CertificateSummary?
  /// How many certificates the server sent.
  package var certificateCount = 0

  package init() {}

  /// Takes over what a ClientHello says; of a second one, that of a HelloRetryRequest or a renegotiation, what changed.
  package mutating func note(_ hello: ClientHello, of body: RawSpan) {
    if ja3 == nil {
      ja3 = JA3(hello)
      ja4 = JA4(hello, of: body)
    }
    offeredVersion = hello.highestVersion
    serverName = hello.serverName.map { String(decodingUTF8: body.extracting($0)) } ?? serverName
    offeredProtocols = hello.protocolNames.map { String(decodingUTF8: body.extracting($0)) }
    offersEncryptedClientHello = hello.offersEncryptedClientHello
    offeredSessionID = [UInt8](body.extracting(hello.sessionID))
    // A client offers early data once; after a HelloRetryRequest it may not (RFC 8446 §4.2.10).
    if hello.offersEarlyData { earlyData = .offered } else if earlyData == .offered { earlyData = .rejected }
  }

  /// Takes over what a ServerHello says.
  package mutating func note(_ hello: ServerHello, of body: RawSpan) {
    version = hello.version
    cipherSuite = hello.cipherSuite
    group = hello.keyShareGroup ?? group
    guard !hello.isHelloRetryRequest else {
      hasHelloRetryRequest = true
      return
    }
    ja3s = JA3(hello)
    protocolName = hello.protocolName.map { String(decodingUTF8: body.extracting($0)) } ?? protocolName
    if hello.version.isTLS13 {
      isResumed = hello.selectedPSKIdentity != nil
    } else {
      // RFC 5246 §7.4.1.3: the client's session answered means that it is resumed.
      isResumed = !hello.sessionID.isEmpty && body.extracting(hello.sessionID).equals(offeredSessionID.rawSpan)
    }
    // Early data is sent under the key of the session that goes on, in TLS 1.3 only.
    if earlyData == .offered, !isResumed || !hello.version.isTLS13 { earlyData = .rejected }
  }

  /// Takes over what EncryptedExtensions say.
  package mutating func note(_ message: EncryptedExtensions, of body: RawSpan) {
    protocolName = message.protocolName.map { String(decodingUTF8: body.extracting($0)) }
    if earlyData == .offered { earlyData = message.acceptsEarlyData ? .accepted : .rejected }
  }

  /// Takes over the server's certificates.
  package mutating func note(_ message: CertificateMessage, of body: RawSpan, cache: inout CertificateCache) {
    certificateCount = message.count
    if let own = message.certificates.first { certificate = cache.summary(der: body.extracting(own)) }
  }

  /// Takes over the curve of a ServerKeyExchange.
  package mutating func note(_ message: ServerKeyExchange) {
    group = message.namedGroup ?? group
  }
}
