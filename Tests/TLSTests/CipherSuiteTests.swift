import Testing

@testable import TLS

@Suite struct CipherSuiteTests {
  @Test(
    "Names are the registry's",
    arguments: [
      (0x0000, "TLS_NULL_WITH_NULL_NULL"), (0x1301, "TLS_AES_128_GCM_SHA256"),
      (0xC02F, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"), (0x00FF, "TLS_EMPTY_RENEGOTIATION_INFO_SCSV"),
      (0xD005, "TLS_ECDHE_PSK_WITH_AES_128_CCM_SHA256"), (0x0A0A, "0x0a0a"), (0xFFFF, "0xffff"),
    ] as [(UInt16, String)])
  func names(codePoint: UInt16, name: String) {
    #expect(CipherSuite(rawValue: codePoint).name == name)
  }

  @Test("RFC 5246 appendix A.5, RFC 5289, RFC 6655, RFC 7905, RFC 8446 §B.4: what suites mean")
  func parameters() throws {
    func parameters(_ codePoint: UInt16) throws -> CipherSuite.Parameters {
      try #require(CipherSuite(rawValue: codePoint).parameters)
    }
    #expect(try parameters(0x002F).isRSAKeyExchange)
    #expect(try parameters(0x002F).macHash == .sha1)
    #expect(try parameters(0x002F).scheduleHash == .sha256)
    #expect(try !parameters(0x0094).isRSAKeyExchange)  // RSA_PSK
    #expect(try parameters(0xC028).macHash == .sha384)
    #expect(try parameters(0xC028).scheduleHash == .sha384)
    #expect(try parameters(0xC0AE).cipher.mode == .ccm(tagByteCount: 8))
    #expect(try parameters(0xC0AE).scheduleHash == .sha256)
    #expect(try parameters(0xCCA8).cipher.mode == .chacha20Poly1305)
    #expect(try parameters(0xCCA8).macHash == nil)
    #expect(try parameters(0x1302).scheduleHash == .sha384)
    #expect(try parameters(0x1305).cipher.mode == .ccm(tagByteCount: 8))
    #expect(try parameters(0x000A).cipher.mode == .cbc(blockByteCount: 8))
    #expect(try parameters(0x0005).cipher.mode == .stream)
    #expect(try parameters(0x0001).cipher.mode == .null)
  }

  @Test("Suites that nothing opens", arguments: [0x0000, 0x0003, 0x0006, 0x0008, 0x00FF, 0x0A0A, 0xC0B4, 0xC102])
  func unsupported(codePoint: UInt16) {
    #expect(CipherSuite(rawValue: codePoint).parameters == nil)
  }
}
