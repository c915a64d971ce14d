import Bytes

@testable import TLS

// Arrays instead of borrowed spans, which `#expect` and `#require` cannot take apart.

extension Array where Element == UInt8 {
  /// A handshake message without its header.
  var body: [UInt8] { Array(dropFirst(4)) }

  /// The bytes of a range.
  subscript(range: ByteRange) -> [UInt8] { [UInt8](rawSpan.extracting(range)) }

  /// The text of a range.
  func text(_ range: ByteRange?) -> String? {
    range.map { String(decoding: self[$0], as: UTF8.self) }
  }
}

extension ClientHello {
  init?(body: [UInt8]) { self.init(body.rawSpan) }
  init?(ssl2Body: [UInt8]) { self.init(ssl2: ssl2Body.rawSpan) }
}

extension ServerHello {
  init?(body: [UInt8]) { self.init(body.rawSpan) }
}

extension EncryptedExtensions {
  init?(body: [UInt8]) { self.init(body.rawSpan) }
}

extension NewSessionTicket {
  init?(body: [UInt8], version: TLSVersion) { self.init(body.rawSpan, version: version) }
}

extension ClientKeyExchange {
  init(body: [UInt8], version: TLSVersion) { self.init(body.rawSpan, version: version) }
}

extension ServerKeyExchange {
  init?(body: [UInt8], hasIdentityHint: Bool = false) {
    self.init(ecdhe: body.rawSpan, hasIdentityHint: hasIdentityHint)
  }
}

extension KeyUpdate {
  init?(body: [UInt8]) { self.init(body.rawSpan) }
}

extension Alert {
  init?(content: [UInt8]) { self.init(content.rawSpan) }
}

extension CertificateMessage {
  init?(body: [UInt8], version: TLSVersion) { self.init(body.rawSpan, version: version) }
}

extension CompressedCertificate {
  init?(body: [UInt8]) { self.init(body.rawSpan) }
}

extension CertificateSummary {
  init?(der: [UInt8]) { self.init(der: der.rawSpan) }
}

extension CompressedCertificate {
  func decompressed(_ body: [UInt8]) -> [UInt8]? { decompressed(body.rawSpan) }
}

extension JA4 {
  init(_ hello: ClientHello, of body: [UInt8]) { self.init(hello, of: body.rawSpan) }
}

extension CertificateCache {
  mutating func summary(_ der: [UInt8]) -> CertificateSummary? { summary(der: der.rawSpan) }
}
