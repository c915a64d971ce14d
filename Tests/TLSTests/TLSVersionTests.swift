import Testing

@testable import TLS

@Suite struct TLSVersionTests {
  @Test("Versions are told apart by their code points")
  func codePoints() {
    #expect(TLSVersion(rawValue: 0x0303) == .tls12)
  }
}
