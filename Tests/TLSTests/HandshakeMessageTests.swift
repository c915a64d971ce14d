import Bytes
import Testing

@testable import TLS

@Suite struct HandshakeMessageTests {
  @Test("RFC 8448 §3: EncryptedExtensions")
  func encryptedExtensions() throws {
    let body = Array(RFC8448.serverFlight[4..<40])
    let message = try #require(EncryptedExtensions(body: body))
    #expect(message.extensions.elements.map(\.type.rawValue) == [10, 28, 0])
    #expect(message.recordSizeLimit == 16385)
    #expect(message.protocolName == nil && !message.acceptsEarlyData)
    for count in 0..<body.count { #expect(EncryptedExtensions(body: Array(body[..<count])) == nil) }
  }

  @Test("EncryptedExtensions: the protocol and early data")
  func encryptedExtensionsChoices() throws {
    let body = HelloBuilder.list([(16, HelloBuilder.protocols([Array("h2".utf8)])), (42, [])])
    let message = try #require(EncryptedExtensions(body: body))
    #expect(body.text(message.protocolName) == "h2")
    #expect(message.acceptsEarlyData)
  }

  @Test("RFC 8448 §3: NewSessionTicket of TLS 1.3")
  func newSessionTicket13() throws {
    let body = RFC8448.newSessionTicket.body
    let message = try #require(NewSessionTicket(body: body, version: .tls13))
    #expect(message.lifetimeSeconds == 30)
    #expect(body[message.nonce] == [0, 0])
    #expect(message.ticket.count == 178)
    #expect(message.maxEarlyDataByteCount == 1024)
    for count in 0..<body.count { #expect(NewSessionTicket(body: Array(body[..<count]), version: .tls13) == nil) }
  }

  @Test("NewSessionTicket of TLS 1.2 by OpenSSL")
  func newSessionTicket12() throws {
    let body = CapturedMessages.newSessionTicket12.body
    let message = try #require(NewSessionTicket(body: body, version: .tls12))
    #expect(message.lifetimeSeconds == 7200)
    #expect(message.ticket == ByteRange(start: 6, count: body.count - 6))
    #expect(NewSessionTicket(body: Array(body.dropLast()), version: .tls12) == nil)
  }

  @Test("RFC 5246 §7.4.7.1: the encrypted premaster secret, with a length and without")
  func clientKeyExchange() {
    let body = CapturedMessages.clientKeyExchangeRSA.body
    #expect(ClientKeyExchange(body: body, version: .tls12).encryptedPremaster == ByteRange(start: 2, count: 256))
    let bare = Array(body[2...])
    for version in [TLSVersion.ssl3, .tls12] {
      #expect(ClientKeyExchange(body: bare, version: version).encryptedPremaster == ByteRange(start: 0, count: 256))
    }
    let empty: [UInt8] = []
    #expect(ClientKeyExchange(body: empty, version: .tls12).encryptedPremaster.isEmpty)
  }

  @Test("RFC 8422 §5.4: the curve of a ServerKeyExchange")
  func serverKeyExchange() {
    let body = CapturedMessages.serverKeyExchange12.body
    #expect(ServerKeyExchange(body: body)?.namedGroup == .x25519)
    let hinted = HelloBuilder.vector16([1, 2]) + body
    #expect(ServerKeyExchange(body: hinted, hasIdentityHint: true)?.namedGroup == .x25519)
    let explicit: [UInt8] = [1, 0, 23]
    let message = ServerKeyExchange(body: explicit)
    #expect(message != nil && message?.namedGroup == nil)
    #expect(ServerKeyExchange(body: Array(body[..<2])) == nil)
  }

  @Test("RFC 8446 §4.6.3: KeyUpdate", arguments: [([0], false), ([1], true), ([2], nil), ([], nil), ([0, 0], nil)])
  func keyUpdate(body: [UInt8], isRequested: Bool?) {
    #expect(KeyUpdate(body: body)?.isRequested == isRequested)
  }

  @Test("RFC 8446 §6: alerts")
  func alert() {
    let fatal: [UInt8] = [2, 40]
    #expect(Alert(content: fatal)?.isFatal == true)
    #expect(Alert(content: fatal)?.description.name == "handshake_failure")
    let close: [UInt8] = [1, 0]
    #expect(Alert(content: close)?.description == .closeNotify)
    #expect(Alert(content: close + fatal) == nil)
  }
}
