import Bytes
import Testing

@testable import TLS

@Suite struct CertificateTests {
  /// The body of RFC 8448's Certificate message.
  static let body13 = Array(RFC8448.serverFlight[44..<485])

  @Test("RFC 8448 §3: the certificate of TLS 1.3")
  func certificate13() throws {
    let message = try #require(CertificateMessage(body: Self.body13, version: .tls13))
    #expect(message.count == 1)
    let der = Self.body13[try #require(message.certificates.first)]
    let summary = try #require(CertificateSummary(der: der))
    #expect(summary.subject == CertificateSummary.Name(commonName: "rsa", organization: nil))
    #expect(summary.issuer.commonName == "rsa")
    #expect(summary.serialNumber == "02")
    // 2016-07-30 01:23:59 and ten years later.
    #expect(summary.notBeforeSeconds == 1_469_841_839)
    #expect(summary.notAfterSeconds == 1_785_374_639)
    #expect(summary.keyType == "RSA")
    #expect(summary.keyBitCount == 1024)
    #expect(summary.hostNames.isEmpty)
  }

  @Test("A certificate of TLS 1.2 with host names")
  func certificate12() throws {
    let body = CapturedMessages.certificate12.body
    let message = try #require(CertificateMessage(body: body, version: .tls12))
    let der = body[try #require(message.certificates.first)]
    let summary = try #require(CertificateSummary(der: der))
    #expect(summary.subject == CertificateSummary.Name(commonName: "www.example.org", organization: "Example"))
    #expect(summary.hostNames == ["www.example.org", "*.example.net"])
    #expect(summary.serialNumber == "1234abcd")
    #expect(summary.keyType == "EC")
    #expect(summary.keyBitCount == 256)
  }

  @Test("The cache answers what reading answers, also beyond what it holds")
  func cache() throws {
    var cache = CertificateCache()
    let der = Array(CapturedMessages.certificate12.body[6...])
    // The serial number begins with the 16th byte; any value of it is valid.
    #expect(Array(der[15..<19]) == [0x12, 0x34, 0xAB, 0xCD])
    for round in 0..<2 {
      for number in 0...TLSLimits.cachedCertificates {
        var changed = der
        changed[17] = UInt8(number >> 8)
        changed[18] = UInt8(number & 0xFF)
        #expect(cache.summary(changed)?.serialNumber.hasPrefix("1234") == true, "round \(round)")
        #expect(cache.summary(changed) == CertificateSummary(der: changed))
      }
    }
    #expect(cache.summary([1, 2, 3]) == nil)
  }

  @Test("A message that is cut is none")
  func cut() {
    for count in 0..<Self.body13.count {
      #expect(CertificateMessage(body: Array(Self.body13[..<count]), version: .tls13) == nil)
    }
    let empty: [UInt8] = [0, 0, 0]
    #expect(CertificateMessage(body: empty, version: .tls12)?.count == 0)
  }

  @Test("Of a long chain the first certificates are kept and all are counted")
  func longChain() throws {
    let certificates = (0..<100).flatMap { HelloBuilder.vector24([UInt8($0)]) }
    let message = try #require(CertificateMessage(body: HelloBuilder.vector24(certificates), version: .tls12))
    #expect(message.count == 100)
    #expect(message.certificates.count == TLSLimits.certificates)
  }

  @Test("Bytes that are no certificate give none, and any bytes give no trap")
  func notACertificate() throws {
    let text = Array("not a certificate".utf8)
    #expect(CertificateSummary(der: text) == nil)
    let empty: [UInt8] = []
    #expect(CertificateSummary(der: empty) == nil)
    let der = Array(CapturedMessages.certificate12.body[6...])
    for count in 0..<der.count { #expect(CertificateSummary(der: Array(der[..<count])) == nil) }
    for index in der.indices {
      for bit in 0..<8 {
        var changed = der
        changed[index] ^= 1 << UInt8(bit)
        _ = CertificateSummary(der: changed)
      }
    }
  }

  @Test(
    "RFC 8879: compressed certificates",
    arguments: [CapturedMessages.zlibCertificate, CapturedMessages.brotliCertificate, CapturedMessages.zstdCertificate])
  func compressed(body: [UInt8]) throws {
    let message = try #require(CompressedCertificate(body: body))
    #expect(message.uncompressedByteCount == 441)
    #expect(message.decompressed(body) == Self.body13)
    for count in 0..<body.count { #expect(CompressedCertificate(body: Array(body[..<count])) == nil) }
  }

  @Test(
    "A compressed certificate of another length, or broken, is none",
    arguments: [CapturedMessages.zlibCertificate, CapturedMessages.brotliCertificate, CapturedMessages.zstdCertificate])
  func compressedWrong(body: [UInt8]) throws {
    var message = try #require(CompressedCertificate(body: body))
    for count in [0, 440, 442, TLSLimits.handshakeMessageByteCount + 1, 1 << 24 - 1] {
      message.uncompressedByteCount = count
      #expect(message.decompressed(body) == nil)
    }
    message.uncompressedByteCount = 441
    message.compressed = ByteRange(start: 8, count: body.count - 20)
    #expect(message.decompressed(body) == nil)
    message.compression = CertificateCompression(rawValue: 9)
    #expect(message.decompressed(body) == nil)
  }
}
