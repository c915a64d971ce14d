import Bytes
import Testing

@testable import TLS

@Suite struct ClientHelloTests {
  @Test("RFC 8448 §3")
  func rfc8448() throws {
    let body = RFC8448.clientHello.body
    let hello = try #require(ClientHello(body: body))
    #expect(hello.legacyVersion == .tls12)
    #expect(hello.random == ByteRange(start: 2, count: 32))
    #expect(hello.sessionID.isEmpty)
    #expect(hello.cipherSuites == [0x1301, 0x1303, 0x1302])
    #expect(hello.extensions.elements.map(\.type.rawValue) == [0, 0xFF01, 10, 35, 51, 43, 13, 45, 28])
    #expect(body.text(hello.serverName) == "server")
    #expect(hello.supportedVersions == [.tls13])
    #expect(hello.highestVersion == .tls13)
    #expect(
      hello.supportedGroups.map(\.name).prefix(5) == ["x25519", "secp256r1", "secp384r1", "secp521r1", "ffdhe2048"])
    #expect(hello.keyShareGroups == [.x25519])
    #expect(hello.signatureAlgorithms.count == 15)
    #expect(hello.recordSizeLimit == 16385)
    #expect(hello.sessionTicket?.isEmpty == true)
    #expect(hello.protocolNames.isEmpty)
    #expect(!hello.offersEarlyData && !hello.offersExtendedMasterSecret && !hello.offersEncryptThenMAC)
  }

  @Test("A hello of TLS 1.2 by OpenSSL")
  func openSSL12() throws {
    let body = CapturedMessages.clientHello12.body
    let hello = try #require(ClientHello(body: body))
    #expect(body.text(hello.serverName) == "www.example.org")
    #expect(hello.protocolNames.map { body.text($0) } == ["h2", "http/1.1"])
    #expect(hello.supportedVersions.isEmpty)
    #expect(hello.highestVersion == .tls12)
    #expect(hello.pointFormats == [0, 1, 2])
    #expect(hello.offersExtendedMasterSecret && hello.offersEncryptThenMAC)
    #expect(!hello.offersTruncatedHMAC && !hello.offersEncryptedClientHello)
  }

  @Test("A hello without extensions")
  func noExtensions() throws {
    let hello = try #require(ClientHello(body: HelloBuilder(suites: [4, 5]).clientHello))
    #expect(hello.cipherSuites == [4, 5])
    #expect(hello.extensions.elements.isEmpty)
  }

  @Test("Pre-shared keys, early data, ECH, limits, versions with GREASE and drafts")
  func extensions() throws {
    let identities = HelloBuilder.vector16([1, 2, 3]) + [0, 0, 0, 9] + HelloBuilder.vector16([4]) + [0, 0, 0, 9]
    let versions = HelloBuilder.vector8(HelloBuilder.numbers([0xBABA, 0x0303, 0x7F12, 0x7F1C]))
    let keyShares = HelloBuilder.vector16([0x2A, 0x2A, 0, 1, 0, 0x11, 0xEC, 0, 1, 9])
    let keys = HelloBuilder.vector16(identities) + [0, 3, 2, 8, 8]
    let extensions: [(UInt16, [UInt8])] = [
      (0x1A1A, []), (42, []), (0xFE0D, [0, 1]), (1, [4]), (4, []), (43, versions), (51, keyShares), (41, keys),
    ]
    let body = HelloBuilder(extensions: extensions).clientHello
    let hello = try #require(ClientHello(body: body))
    #expect(hello.offersEarlyData && hello.offersEncryptedClientHello && hello.offersTruncatedHMAC)
    #expect(hello.maxFragmentLength == 4096)
    #expect(hello.highestVersion.name == "TLS 1.3 (draft 28)")
    #expect(hello.keyShareGroups.map(\.name) == ["0x2a2a", "X25519MLKEM768"])
    #expect(hello.pskIdentities.map { body[$0] } == [[1, 2, 3], [4]])
  }

  @Test("A malformed extension says nothing, and the rest stands")
  func malformedExtension() throws {
    let extensions: [(UInt16, [UInt8])] = [
      (0, [0, 9, 0, 0, 200]), (16, [0, 3, 9, 0x68, 0x32]), (43, [3, 3, 4, 9]), (10, [0, 1, 7]), (51, [0, 2, 0]),
      (41, [0, 3, 0, 1, 7]), (28, [1]), (1, [9]), (13, HelloBuilder.vector16([4, 3])),
    ]
    let hello = try #require(ClientHello(body: HelloBuilder(extensions: extensions).clientHello))
    #expect(hello.serverName == nil && hello.recordSizeLimit == nil && hello.maxFragmentLength == nil)
    #expect(hello.protocolNames.isEmpty && hello.supportedGroups.isEmpty && hello.keyShareGroups.isEmpty)
    #expect(hello.supportedVersions.isEmpty && hello.pskIdentities.isEmpty)
    #expect(hello.signatureAlgorithms == [0x0403])
  }

  @Test("A hello that is cut, or goes on behind its end, is none, except where its extensions are gone altogether")
  func cut() {
    let body = RFC8448.clientHello.body
    let endOfSuites = 2 + 32 + 1 + 2 + 6 + 2
    for count in 0..<body.count where count != endOfSuites {
      #expect(ClientHello(body: Array(body[..<count])) == nil, "\(count) bytes")
    }
    #expect(ClientHello(body: body + [0]) == nil)
  }

  @Test("RFC 5246 §E.2: the form of SSL 2.0")
  func ssl2() throws {
    let challenge = [UInt8](repeating: 9, count: 16)
    let bytes = [1, 3, 1, 0, 6, 0, 0, 0, 16, 0, 0, 0x2F, 1, 0, 0x80] + challenge
    let hello = try #require(ClientHello(ssl2Body: bytes))
    #expect(hello.legacyVersion == .tls10)
    #expect(hello.cipherSuites == [0x2F])
    #expect(hello.random == ByteRange(start: 15, count: 16))
    for count in 0..<bytes.count { #expect(ClientHello(ssl2Body: Array(bytes[..<count])) == nil) }
  }

  @Test("RFC 8701 §2: the sixteen GREASE values")
  func grease() {
    let values = (0...UInt16.max).filter(\.isGREASE)
    #expect(values.count == 16)
    #expect(values.first == 0x0A0A && values.last == 0xFAFA)
  }
}
