import Bytes
import Testing

@testable import TLS

@Suite struct TLSFactsTests {
  @Test("TLS 1.2: all is in the open")
  func tls12() throws {
    var facts = TLSFacts()
    facts.note(clientHello: CapturedMessages.clientHello12.body)
    #expect(facts.offeredVersion == .tls12)
    #expect(facts.serverName == "www.example.org")
    #expect(facts.offeredProtocols == ["h2", "http/1.1"])
    #expect(facts.version == nil)
    facts.note(serverHello: CapturedMessages.serverHello12.body)
    #expect(facts.version == .tls12)
    #expect(facts.cipherSuite == 0xC023)
    #expect(facts.protocolName == "h2")
    #expect(!facts.isResumed)
    let certificates = CapturedMessages.certificate12.body
    let message = try #require(CertificateMessage(body: certificates, version: .tls12))
    var cache = CertificateCache()
    facts.note(message, of: certificates.rawSpan, cache: &cache)
    #expect(facts.certificate?.subject.commonName == "www.example.org")
    #expect(facts.certificateCount == 1)
    facts.note(try #require(ServerKeyExchange(body: CapturedMessages.serverKeyExchange12.body)))
    #expect(facts.group == .x25519)
  }

  @Test("TLS 1.3: the protocol is known once EncryptedExtensions are")
  func tls13() throws {
    var facts = TLSFacts()
    facts.note(clientHello: RFC8448.clientHello.body)
    facts.note(serverHello: RFC8448.serverHello.body)
    #expect(facts.version == .tls13)
    #expect(facts.protocolName == nil)
    #expect(facts.group == .x25519)
    let body = HelloBuilder.list([(16, HelloBuilder.protocols([Array("h2".utf8)]))])
    facts.note(try #require(EncryptedExtensions(body: body)), of: body.rawSpan)
    #expect(facts.protocolName == "h2")
  }

  @Test("A HelloRetryRequest chooses the group, and the next ServerHello all the rest")
  func helloRetryRequest() {
    var facts = TLSFacts()
    facts.note(serverHello: CapturedMessages.helloRetryRequest.body)
    #expect(facts.hasHelloRetryRequest && facts.group == .secp384r1 && facts.ja3s == nil)
    facts.note(serverHello: RFC8448.serverHello.body)
    #expect(facts.hasHelloRetryRequest && facts.group == .x25519 && facts.ja3s != nil)
  }

  @Test("RFC 5246 §7.4.1.3: the session is resumed when the server answers with the client's", arguments: [7, 8])
  func resumed12(session: UInt8) {
    let random = [UInt8](repeating: 1, count: 32)
    let session = [UInt8](repeating: session, count: 32)
    var facts = TLSFacts()
    facts.note(clientHello: [3, 3] + random + [32] + [UInt8](repeating: 7, count: 32) + [0, 2, 0, 47, 1, 0])
    facts.note(serverHello: [3, 3] + random + [32] + session + [0, 47, 0])
    #expect(facts.isResumed == (session[0] == 7))
  }

  @Test(
    "RFC 8446 §4.2.10: early data needs a session that goes on, and the server's consent", arguments: [true, false])
  func earlyData(isAccepted: Bool) throws {
    var facts = TLSFacts()
    let hello = HelloBuilder(extensions: [(42, [])]).clientHello
    facts.note(clientHello: hello)
    #expect(facts.earlyData == .offered)
    var refused = facts
    refused.note(serverHello: HelloBuilder(extensions: [(43, [3, 4])]).serverHello)
    #expect(refused.earlyData == .rejected)
    facts.note(serverHello: HelloBuilder(extensions: [(43, [3, 4]), (41, [0, 0])]).serverHello)
    #expect(facts.isResumed && facts.earlyData == .offered)
    let body = HelloBuilder.list(isAccepted ? [(42, [])] : [])
    facts.note(try #require(EncryptedExtensions(body: body)), of: body.rawSpan)
    #expect(facts.earlyData == (isAccepted ? .accepted : .rejected))
  }
}

extension TLSFacts {
  fileprivate mutating func note(clientHello body: [UInt8]) {
    if let hello = ClientHello(body.rawSpan) { note(hello, of: body.rawSpan) }
  }

  fileprivate mutating func note(serverHello body: [UInt8]) {
    if let hello = ServerHello(body.rawSpan) { note(hello, of: body.rawSpan) }
  }
}
