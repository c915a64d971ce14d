import Bytes
import Testing

@testable import TLS

@Suite struct KeyRingTests {
  func random(_ number: Int) -> HelloRandom? {
    var bytes = [UInt8](repeating: 0, count: 32)
    bytes[0] = UInt8(truncatingIfNeeded: number)
    bytes[31] = UInt8(truncatingIfNeeded: number >> 8)
    return HelloRandom(bytes.rawSpan)
  }

  func secret(_ number: Int, byteCount: Int = 48) -> Secret {
    var bytes = [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: byteCount)
    bytes[0] = UInt8(truncatingIfNeeded: number >> 8)
    return Secret(bytes.rawSpan, origin: .pcapng)
  }

  @Test("Each of many secrets is found again, and none that is not there")
  func many() throws {
    let ring = KeyRing()
    for number in 0..<5000 {
      let key = try #require(random(number))
      let label: KeyLabel = number % 2 == 0 ? .clientTraffic : .serverTraffic
      ring.insert(label, key: key.octets.rawSpan, secret: secret(number).bytes, origin: .pcapng)
    }
    for number in 0..<5000 {
      let key = try #require(random(number))
      let found = try #require(ring.secret(number % 2 == 0 ? .clientTraffic : .serverTraffic, for: key))
      #expect(found.hexadecimal == secret(number).hexadecimal)
      #expect(found.origin == .pcapng)
      #expect(ring.secret(number % 2 == 1 ? .clientTraffic : .serverTraffic, for: key) == nil)
    }
    #expect(ring.secret(.clientTraffic, for: try #require(random(6000))) == nil)
    #expect(ring.statistics(of: .pcapng) == KeyStatistics(lineCount: 0, secretCount: 5000, usedCount: 5000))
  }

  @Test("A later secret of the same name replaces the first")
  func replacement() throws {
    let ring = KeyRing()
    let key = try #require(random(1))
    for number in 0..<3 {
      ring.insert(.clientTraffic, key: key.octets.rawSpan, secret: secret(number).bytes, origin: .keyLog)
    }
    #expect(try #require(ring.secret(.clientTraffic, for: key)).hexadecimal == secret(2).hexadecimal)
    var count = 0
    ring.forEachTrafficSecret(of: nil) { candidate in
      count += 1
      return candidate.clientRandom == key
    }
    #expect(count == 1)
  }

  @Test("Trial decryption sees each traffic secret and marks only the one that it names")
  func candidates() throws {
    let ring = KeyRing()
    for number in 0..<4 {
      let key = try #require(random(number))
      ring.insert(.clientTraffic, key: key.octets.rawSpan, secret: secret(number).bytes, origin: .keyLog)
      ring.insert(.clientHandshakeTraffic, key: key.octets.rawSpan, secret: secret(9).bytes, origin: .keyLog)
    }
    var seen: [HelloRandom] = []
    ring.forEachTrafficSecret(of: nil) { candidate in
      seen.append(candidate.clientRandom)
      if seen.count == 2 { ring.markUsed(candidate) }
      return seen.count < 3
    }
    #expect(seen == [random(0), random(0), random(1)])
    #expect(ring.statistics(of: .keyLog).usedCount == 1)
  }

  @Test("What was used, and only that, is written as a key log that reads the same")
  func writing() throws {
    let ring = KeyLogReaderTests.ring(reading: [KeyLogReaderTests.log])
    #expect(ring.usedSecrets().count == 0)
    let random = try #require(HelloRandom(hexadecimal: KeyLogReaderTests.random))
    _ = ring.secret(.clientTraffic, for: random)
    _ = ring.masterSecret(sessionID: "0102030405")
    ring.remember(secret(5), clientRandom: try #require(self.random(5)))
    let text = ring.usedSecrets()
    let copy = KeyLogReaderTests.ring(reading: [String(decodingUTF8: text.bytes)])
    #expect(copy.warnings == [])
    #expect(copy.statistics(of: .keyLog).secretCount == 3)
    #expect(copy.secret(.clientTraffic, for: random) != nil)
    #expect(copy.masterSecret(sessionID: "0102030405") != nil)
    #expect(copy.secret(.clientRandom, for: try #require(self.random(5))) != nil)
  }

  @Test("Secrets that nobody asked for are forgotten when many came after them; one that was asked for stays")
  func forgetting() throws {
    let ring = KeyRing()
    let limit = 1 << 20
    for number in 0..<60_000 {
      let key = try #require(random(number))
      ring.insert(.clientTraffic, key: key.octets.rawSpan, secret: secret(number).bytes, origin: .keyLog)
      ring.forgetOldSecrets(beyond: limit)
      #expect(ring.contains(.clientTraffic, for: key))
      if number % 1000 == 0 { #expect(ring.secret(.clientTraffic, for: try #require(random(0))) != nil) }
    }
    #expect(!ring.contains(.clientTraffic, for: try #require(random(1))))
    #expect(ring.store.byteCount <= limit + KeyLimits.pieceByteCount)
  }

  @Test("Sessions are remembered by identifier and by ticket, and do not mix")
  func sessions() {
    let ring = KeyRing()
    ring.remember(secret(1), sessionID: [1, 2, 3].rawSpan)
    ring.remember(secret(2), ticket: [1, 2, 3].rawSpan)
    ring.remember(secret(3), sessionID: RawSpan())
    #expect(ring.masterSecret(sessionID: "010203")?.hexadecimal == secret(1).hexadecimal)
    #expect(ring.masterSecret(ticket: "010203")?.hexadecimal == secret(2).hexadecimal)
    #expect(ring.masterSecret(sessionID: "") == nil)
    #expect(ring.masterSecret(ticket: "0102") == nil)
  }

  @Test("No secret shows itself in a description")
  func descriptions() {
    let secret = secret(0x5C)
    var dump = ""
    Swift.dump(secret, to: &dump)
    #expect(!dump.contains("92"))
    #expect(!String(reflecting: secret).contains("5c"))
  }
}
