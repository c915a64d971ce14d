import Bytes
import Testing

@testable import TLS

@Suite struct KeyLogReaderTests {
  static let random = String(repeating: "0a", count: 31) + "FF"
  static let master = String(repeating: "5c", count: 48)
  static let traffic = String(repeating: "E7", count: 32)
  static let log = """
    # a comment

      CLIENT_RANDOM \(random) \(master)\r
    CLIENT_HANDSHAKE_TRAFFIC_SECRET \(random) \(traffic)
    SERVER_HANDSHAKE_TRAFFIC_SECRET \(random) \(traffic)
    CLIENT_TRAFFIC_SECRET_0 \(random) \(traffic.lowercased())
    SERVER_TRAFFIC_SECRET_0\t\(random)  \(traffic)
    client_early_traffic_secret \(random) \(traffic)
    EXPORTER_SECRET \(random) \(traffic)
    EARLY_EXPORTER_SECRET \(random) \(traffic)
    ech_secret \(random) \(traffic)
    ECH_CONFIG \(random) fe0d00
    CLIENT_RANDOM \(random) \(master.uppercased())
    Rsa 0011223344556677 \(master)
    RSA Session-ID:0102030405 Master-Key:\(master)
    PMS_CLIENT_RANDOM \(random) 0303
    """

  static func ring(reading pieces: [String]) -> KeyRing {
    let ring = KeyRing()
    let reader = KeyLogReader(name: "keys.log", origin: .keyLog)
    for piece in pieces { reader.read(Array(piece.utf8).rawSpan, into: ring) }
    reader.finish(into: ring)
    return ring
  }

  func check(_ ring: KeyRing) throws {
    #expect(ring.warnings == [])
    #expect(ring.statistics(of: .keyLog) == KeyStatistics(lineCount: 14, secretCount: 9, usedCount: 0))
    let random = try #require(HelloRandom(hexadecimal: Self.random))
    for label in KeyLabel.allCases where label != .encryptedPremaster && label != .sessionID {
      #expect(ring.secret(label, for: random) != nil)
    }
    let master = try #require(ring.secret(.clientRandom, for: random))
    #expect(master.hexadecimal == Self.master)
    let traffic = try #require(ring.secret(.serverTraffic, for: random))
    #expect(traffic.hexadecimal == Self.traffic.lowercased())
    #expect(ring.premaster(encryptedAs: "001122334455667788")?.byteCount == 48)
    #expect(ring.masterSecret(sessionID: "0102030405")?.byteCount == 48)
    #expect(ring.masterSecret(sessionID: "01020304") == nil)
    #expect(ring.statistics(of: .keyLog).usedCount == 9)
  }

  @Test("Every label, blanks, line ends, case and duplicates")
  func whole() throws {
    try check(Self.ring(reading: [Self.log]))
  }

  @Test("The log byte by byte, and cut anywhere")
  func cut() throws {
    try check(Self.ring(reading: Self.log.unicodeScalars.map(String.init)))
    let bytes = Array(Self.log.utf8)
    for index in stride(from: 0, through: bytes.count, by: 7) {
      try check(
        Self.ring(reading: [
          String(decoding: bytes[..<index], as: UTF8.self), String(decoding: bytes[index...], as: UTF8.self),
        ]))
    }
  }

  @Test(
    "A line that gives nothing is warned about, without what it holds",
    arguments: [
      ("CLIENT_RANDOM \(random) \(master)x", KeyLogWarning.Problem.malformed),
      ("CLIENT_RANDOM \(random) \(master)0", .malformed),
      ("CLIENT_RANDOM \(random.dropLast(2)) \(master)", .malformed),
      ("CLIENT_RANDOM \(random)", .malformed),
      ("CLIENT_RANDOM", .malformed),
      ("CLIENT_RANDOM \(random) \(master) 00", .malformed),
      ("CLIENT_RANDOM \(random) \(master.dropLast(2))", .wrongLength),
      ("CLIENT_TRAFFIC_SECRET_0 \(random) 00", .wrongLength),
      ("RSA Session-ID:01 \(master)", .malformed),
      ("RSA Session-ID: Master-Key:\(master)", .malformed),
      ("RSA", .malformed),
      ("CLIENT_SECRET \(random) \(master)", .unknownLabel),
      ("\u{0}\u{1}", .unknownLabel),
      (String(repeating: "5c", count: 3000), .tooLong),
    ])
  func warnings(line: String, problem: KeyLogWarning.Problem) {
    let ring = Self.ring(reading: ["# comment\n", line, "\nCLIENT_RANDOM \(Self.random) \(Self.master)"])
    #expect(ring.warnings == [KeyLogWarning(problem: problem, name: "keys.log", line: 2)])
    #expect(ring.warnings.allSatisfy { !$0.message.contains("5c5c") && $0.message.hasPrefix("keys.log:2: ") })
    #expect(ring.statistics(of: .keyLog).secretCount == 1)
  }

  @Test("Only some warnings are kept")
  func manyWarnings() {
    let ring = Self.ring(reading: [String(repeating: "no\n", count: 1000)])
    #expect(ring.warnings.count == 20)
    #expect(ring.omittedWarningCount == 980)
  }

  @Test("A last line that is cut off is no secret until it is whole")
  func growing() throws {
    let ring = KeyRing()
    let reader = KeyLogReader(name: "keys.log", origin: .keyLog)
    let line = Array("CLIENT_RANDOM \(Self.random) \(Self.master)\n".utf8)
    let random = try #require(HelloRandom(hexadecimal: Self.random))
    reader.read(line.rawSpan.extracting(0..<100), into: ring)
    #expect(!ring.contains(.clientRandom, for: random))
    reader.read(line.rawSpan.extracting(100..<line.count), into: ring)
    #expect(ring.contains(.clientRandom, for: random))
  }
}
