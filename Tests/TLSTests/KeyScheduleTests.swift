import Bytes
import Testing

@testable import TLS

@Suite struct KeyScheduleTests {
  @Test("RFC 8448 §3: keys of the server's handshake traffic")
  func recordKeys() throws {
    let secret = Secret(
      octets("b67b7d690cc16c4e75e54213cb2d37b4e9c912bcded9105d42befd59d391ad38").rawSpan, origin: .keyLog)
    let keys = try #require(KeySchedule13(CipherSuite(rawValue: 0x1301))?.recordKeys(of: secret))
    #expect(keys.key.hexadecimal == "3fce516009c21727d0f2e4e86ee403bc")
    #expect(keys.iv.hexadecimal == "5d313eb2671276ee13000b30")
  }

  @Test("The next generation of a traffic secret has its length and differs")
  func nextGeneration() throws {
    let schedule = try #require(KeySchedule13(CipherSuite(rawValue: 0x1302)))
    let secret = Secret([UInt8](repeating: 7, count: 48).rawSpan, origin: .pcapng)
    let next = try #require(schedule.nextGeneration(of: secret))
    // hmac(key, 0x0030 || 17 || "tls13 traffic upd" || 0 || 1) with SHA-384, computed with Python.
    #expect(
      next.hexadecimal
        == "76eb5e0655ece81316ee028f0064bd573f0d57551094dd89316ce1d0f194da645649f31bf6f077cbf870aa584ca16022")
    #expect(next.origin == .pcapng)
    let short = Secret([UInt8](repeating: 7, count: 32).rawSpan, origin: .pcapng)
    #expect(schedule.nextGeneration(of: short) == nil)
  }

  @Test("The published vector of TLS 1.2's pseudorandom function with SHA-256")
  func pseudorandom() throws {
    let secret = Secret(octets("9bbe436ba940f017b17652849a71db35").rawSpan, origin: .keyLog)
    let output = try #require(
      KeyDerivation.pseudorandom(
        .sha256, secret: secret, label: "test label", seed: octets("a0ba9f936cda311827a6f796ffd5198c"), byteCount: 100))
    #expect(
      output.hexadecimal == """
        e3f229ba727be17b8d122620557cd453c2aab21d07c3d495329b52d4e61edb5a\
        6b301791e90d35c9c9a46b4e14baf9af0fa022f7077def17abfd3797c0564bab\
        4fbc91666e9def9b97fce34f796789baa48082d122ee42c5a72e5a5110fff701\
        87347b66
        """)
  }

  @Test("RFC 7627 §4: the extended master secret of a connection of OpenSSL's")
  func extendedMasterSecret() throws {
    let ring = KeyRing()
    try ring.readRSAKey(RecordedKeyExchange.privateKey)
    let premaster = try #require(ring.decryptPremaster(octets(RecordedKeyExchange.encryptedPremaster)))
    let schedule = try #require(KeySchedule12(CipherSuite(rawValue: 0x002F), version: .tls12))
    let messages = octets(RecordedKeyExchange.messages)
    let master = schedule.extendedMasterSecret(premaster: premaster, messages: messages.rawSpan)
    #expect(master?.hexadecimal == RecordedKeyExchange.masterSecret)
    #expect(master?.origin == .rsa)
  }

  @Test("RFC 5246 §8.1: the master secret, computed with Python")
  func masterSecret() throws {
    let schedule = try #require(KeySchedule12(CipherSuite(rawValue: 0x002F), version: .tls10))
    let premaster = Secret([UInt8](repeating: 3, count: 48).rawSpan, origin: .rsa)
    let client = try #require(HelloRandom(hexadecimal: Hexadecimal.encode([UInt8](0..<32).rawSpan)))
    let server = try #require(HelloRandom(hexadecimal: Hexadecimal.encode([UInt8](32..<64).rawSpan)))
    let master = try #require(schedule.masterSecret(premaster: premaster, client: client, server: server))
    #expect(
      master.hexadecimal
        == "2a87aa9fc8e414730bee419bb4855cd5dfe541cf1a7990eaa6bc8a3d2b1d37cb34e8e282b9b254c75c3f01c7f04d5c69")
  }

  @Test("Versions and suites without a schedule")
  func unsupported() {
    #expect(KeySchedule12(CipherSuite(rawValue: 0x002F), version: .ssl3) == nil)
    #expect(KeySchedule12(CipherSuite(rawValue: 0x0003), version: .tls10) == nil)
    #expect(KeySchedule13(CipherSuite(rawValue: 0x002F)) == nil)
  }
}
