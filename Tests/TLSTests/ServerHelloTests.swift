import Bytes
import Testing

@testable import TLS

@Suite struct ServerHelloTests {
  @Test("RFC 8448 §3")
  func rfc8448() throws {
    let hello = try #require(ServerHello(body: RFC8448.serverHello.body))
    #expect(hello.legacyVersion == .tls12)
    #expect(hello.version == .tls13)
    #expect(hello.cipherSuite == 0x1301)
    #expect(hello.keyShareGroup == .x25519)
    #expect(!hello.isHelloRetryRequest)
    #expect(hello.selectedPSKIdentity == nil)
  }

  @Test("An answer of TLS 1.2 by OpenSSL")
  func openSSL12() throws {
    let body = CapturedMessages.serverHello12.body
    let hello = try #require(ServerHello(body: body))
    #expect(hello.version == .tls12)
    #expect(hello.cipherSuite == 0xC023)
    #expect(body.text(hello.protocolName) == "h2")
    #expect(hello.sendsSessionTicket && hello.usesExtendedMasterSecret && hello.usesEncryptThenMAC)
    #expect(!hello.usesTruncatedHMAC)
  }

  @Test("RFC 8446 §4.1.4: a HelloRetryRequest and the group that it asks for")
  func helloRetryRequest() throws {
    let hello = try #require(ServerHello(body: CapturedMessages.helloRetryRequest.body))
    #expect(hello.isHelloRetryRequest)
    #expect(hello.version == .tls13)
    #expect(hello.keyShareGroup == .secp384r1)
  }

  @Test("Drafts of TLS 1.3 up to 21 have neither session nor compression")
  func draft() throws {
    let random = [UInt8](repeating: 1, count: 32)
    let extensions = HelloBuilder.list([(40, [0, 29, 0, 1, 7]), (41, [0, 2])])
    let hello = try #require(ServerHello(body: [0x7F, 0x12] + random + [0x13, 0x01] + extensions))
    #expect(hello.version.name == "TLS 1.3 (draft 18)")
    #expect(hello.version.isTLS13)
    #expect(hello.cipherSuite == 0x1301)
    #expect(hello.keyShareGroup == .x25519)
    #expect(hello.selectedPSKIdentity == 2)
  }

  @Test("A hello that is cut is none, except where its extensions are gone altogether")
  func cut() {
    let body = RFC8448.serverHello.body
    for count in 0..<body.count where count != 38 {
      #expect(ServerHello(body: Array(body[..<count])) == nil, "\(count) bytes")
    }
  }
}
