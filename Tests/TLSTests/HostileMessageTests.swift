import Bytes
import Testing

@testable import TLS

@Suite struct HostileMessageTests {
  /// Reads a body as every message there is; all ranges that come out must lie inside.
  static func readAll(_ body: [UInt8]) {
    let bytes = body.rawSpan
    var ranges: [ByteRange] = []
    for hello in [ClientHello(bytes), ClientHello(ssl2: bytes)] {
      guard let hello else { continue }
      ranges += [hello.random, hello.sessionID, hello.compressionMethods, hello.serverName ?? .empty]
      ranges += [hello.sessionTicket ?? .empty] + hello.protocolNames + hello.pskIdentities
      ranges += hello.extensions.elements.map(\.content)
      _ = JA3(hello)
      _ = JA4(hello, of: bytes).text
    }
    if let hello = ServerHello(bytes) {
      ranges += [hello.random, hello.sessionID, hello.protocolName ?? .empty]
      _ = JA3(hello)
    }
    if let message = EncryptedExtensions(bytes) { ranges.append(message.protocolName ?? .empty) }
    if let message = CompressedCertificate(bytes) {
      ranges.append(message.compressed)
      _ = message.decompressed(bytes)
    }
    for version in [TLSVersion.ssl3, .tls12, .tls13] {
      if let message = CertificateMessage(bytes, version: version) { ranges += message.certificates }
      if let message = NewSessionTicket(bytes, version: version) { ranges += [message.ticket, message.nonce] }
      ranges.append(ClientKeyExchange(bytes, version: version).encryptedPremaster)
    }
    _ = ServerKeyExchange(ecdhe: bytes, hasIdentityHint: true)
    _ = KeyUpdate(bytes)
    for range in ranges { #expect(range.end <= body.count) }
  }

  static let messages = [
    FingerprintTests.browser, RFC8448.clientHello.body, RFC8448.serverHello.body, RFC8448.newSessionTicket.body,
    CapturedMessages.helloRetryRequest.body, CapturedMessages.zlibCertificate, CapturedMessages.brotliCertificate,
    CapturedMessages.zstdCertificate, CapturedMessages.serverKeyExchange12.body,
  ]

  @Test("Messages with any byte changed are read without a trap", arguments: messages.indices)
  func changedBytes(index: Int) {
    let message = Self.messages[index]
    for position in message.indices {
      for value: UInt8 in [0, 1, 0x7F, 0xFF, message[position] &+ 1, message[position] &- 1] {
        var changed = message
        changed[position] = value
        Self.readAll(changed)
      }
    }
  }

  @Test("Messages cut anywhere are read without a trap", arguments: messages.indices)
  func cut(index: Int) {
    for count in Self.messages[index].indices { Self.readAll(Array(Self.messages[index][..<count])) }
  }

  @Test("Any bytes are read without a trap", arguments: 0..<20)
  func anyBytes(seed: UInt64) {
    var random = TestRandom(seed: seed)
    for _ in 0..<200 {
      // Small values make short lengths, with which more is read.
      let limit = [3, 8, 256][random.next(below: 3)]
      Self.readAll((0..<random.next(below: 120)).map { _ in UInt8(random.next(below: limit)) })
    }
  }
}
