import Testing

@testable import TLS

@Suite("TLS versions")
struct TLSVersionTests {
  @Test(
    "Names, and which of them speak TLS 1.3",
    arguments: [
      (0x0300, "SSL 3.0", false), (0x0303, "TLS 1.2", false), (0x0304, "TLS 1.3", true),
      (0x7F12, "TLS 1.3 (draft 18)", true), (0x0A0A, "0x0a0a", false),
    ])
  func names(code: UInt16, name: String, isTLS13: Bool) {
    let version = TLSVersion(rawValue: code)
    #expect(version.name == name)
    #expect(version.isTLS13 == isTLS13)
  }
}
