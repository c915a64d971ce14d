import Bytes
import Testing

@testable import TLS

/// The records of published traces.
@Suite struct RecordProtectionTests {
  /// RFC 8448 §3: the client's first record of application data.
  let trafficSecret = Secret(
    octets("9e40646ce79a7f9dc05af8889bce6552875afa0b06df0087f792ebb7c17504a5").rawSpan, origin: .keyLog)
  let record = octets(
    """
    1703030043a23f7054b62c94d0affafe8228ba55cbefacea42f914aa66bcab3f2b9819a8a5b46b395bd54a9a20441e2b6297
    4e1f5a6292a2977014bd1e3deae63aeebb21694915e4
    """)

  @Test("RFC 8448 §3: application data")
  func applicationData() throws {
    let protection = try #require(
      RecordProtection.tls13(CipherSuite(rawValue: 0x1301), secret: trafficSecret))
    var output: [UInt8] = [1, 2, 3]
    let opened = protection.open(
      RecordHeader(record.rawSpan, at: 0), fragment: record.rawSpan.extracting(from: 5), sequence: 0,
      appendingTo: &output)
    #expect(opened == .init(type: .applicationData, content: ByteRange(start: 3, count: 50)))
    #expect(output == [1, 2, 3] + (0..<50))
  }

  @Test("A flipped bit anywhere opens nothing and appends nothing")
  func flippedBits() throws {
    let protection = try #require(
      RecordProtection.tls13(CipherSuite(rawValue: 0x1301), secret: trafficSecret))
    var output: [UInt8] = [1, 2, 3]
    for index in record.indices {
      var flipped = record
      flipped[index] ^= 1
      let opened = protection.open(
        RecordHeader(flipped.rawSpan, at: 0), fragment: flipped.rawSpan.extracting(from: 5), sequence: 0,
        appendingTo: &output)
      #expect(opened == nil)
      #expect(output == [1, 2, 3])
    }
  }

  @Test("Opens what each cipher protects, on both sides", arguments: RecordedConnection.openable)
  func everyCipher(connection: RecordedConnection) throws {
    for side in try #require(connection.sides) {
      var text: [UInt8] = []
      for (sequence, record) in side.records.enumerated() {
        let (type, content) = try #require(side.protection.open(record, sequence: sequence))
        if type == .applicationData { text += content }
      }
      #expect(String(decoding: text, as: UTF8.self) == side.text)
    }
  }

  @Test("A record that does not verify appends nothing and spoils nothing", arguments: RecordedConnection.openable)
  func failuresSpoilNothing(connection: RecordedConnection) throws {
    for side in try #require(connection.sides) {
      for (sequence, record) in side.records.enumerated() {
        for index in stride(from: 0, to: record.fragment.count, by: 5) {
          var flipped = record
          flipped.fragment[index] ^= 0x10
          #expect(side.protection.open(flipped, sequence: sequence) == nil)
        }
        for count in 0..<min(record.fragment.count, 40) {
          #expect(
            side.protection.open(TestRecord(record.type, record.fragment.prefix(count)), sequence: sequence) == nil)
        }
        #expect(side.protection.open(record, sequence: sequence + 1) == nil)
        #expect(side.protection.open(record, sequence: sequence) != nil)
      }
    }
  }

  @Test("Records open after one that was passed over", arguments: RecordedConnection.openable)
  func skipping(connection: RecordedConnection) throws {
    for side in try #require(connection.sides) {
      side.protection.skip(side.records[0])
      for (sequence, record) in side.records.enumerated().dropFirst() {
        let lostByteCount = sequence == 1 ? side.records[0].fragment.count : 0
        #expect(side.protection.open(record, sequence: sequence, behind: lostByteCount) != nil)
      }
    }
  }

  @Test("Records open after one that is lost, as the continuity says", arguments: RecordedConnection.openable)
  func losses(connection: RecordedConnection) throws {
    for side in try #require(connection.sides) {
      let lostByteCount = side.records[0].fragment.count
      let isOpen = side.protection.open(side.records[1], sequence: 1, behind: lostByteCount) != nil
      switch side.protection.continuity {
      case .recordCount, .byteCount: #expect(isOpen)
      case .lastBlock:
        #expect(!isOpen)
        side.protection.skip(side.records[1])
        #expect(side.protection.open(side.records[2], sequence: 2) != nil)
      }
    }
  }

  @Test(
    "RFC 8446 §5.4: the type is the last byte that is not zero; records made with Python",
    arguments: [
      ("1703030016f10b0ecedd8ba6f27f055a8c47581765871ec6ff8ea8", 22, "6869"),
      ("1703030014996218ce82ad2e3536977c848f187693aad1c947", 0, ""),
      ("17030300118eacedaaab464ba343ddebc1fecbe8950d", 23, ""),
    ] as [(String, UInt8, String)])
  func innerPlaintext(record: String, type: UInt8, content: String) throws {
    let secret = Secret([UInt8](repeating: 7, count: 32).rawSpan, origin: .keyLog)
    let protection = try #require(RecordProtection.tls13(CipherSuite(rawValue: 0x1301), secret: secret))
    let opened = try #require(protection.open(TestRecord.records(record)[0], sequence: 0))
    #expect(opened.type.rawValue == type)
    #expect(opened.content == octets(content))
  }

  @Test("RFC 6066 §7: a MAC of ten bytes; the record was made with Python")
  func truncatedMAC() throws {
    func secret(_ byte: UInt8, _ count: Int) -> Secret {
      Secret([UInt8](repeating: byte, count: count).rawSpan, origin: .keyLog)
    }
    let keys = RecordKeys(mac: secret(1, 20), key: secret(2, 16), iv: secret(0, 0))
    let protection = try #require(
      RecordProtection.tls12(CipherSuite(rawValue: 0x002F), version: .tls12, keys: keys, truncatedMAC: true))
    let record = TestRecord.records(
      "170303003003030303030303030303030303030303c3e2f377a73ff24b13398a26bf5b0265e37434f74b7ca609966698e5348e251a")[0]
    #expect(protection.open(record, sequence: 4) == nil)
    let opened = try #require(protection.open(record, sequence: 5))
    #expect(opened.content == Array("truncated".utf8))
  }

  @Test(
    "An empty record is verified too; records made with Python",
    arguments: [
      (0x009C, "17030300180404040404040404f09fd01481c59b390716ea259e5055ee"),
      (0xC09C, "170303001804040404040404042606f75da0c9f4ed89e3e408992522b3"),
      (0xC0A0, "170303001004040404040404044826aaeffa56fbc2"),
    ] as [(UInt16, String)])
  func emptyRecord(suite: UInt16, record: String) throws {
    func secret(_ byte: UInt8, _ count: Int) -> Secret {
      Secret([UInt8](repeating: byte, count: count).rawSpan, origin: .keyLog)
    }
    let keys = RecordKeys(mac: nil, key: secret(2, 16), iv: secret(3, 4))
    let protection = try #require(
      RecordProtection.tls12(CipherSuite(rawValue: suite), version: .tls12, keys: keys))
    let record = TestRecord.records(record)[0]
    #expect(try #require(protection.open(record, sequence: 5)).content == [])
    for index in record.fragment.indices {
      var flipped = record
      flipped.fragment[index] ^= 1
      #expect(protection.open(flipped, sequence: 5) == nil)
    }
    // Into an array that has no storage.
    var output: [UInt8] = []
    let header = RecordHeader(type: .applicationData, version: .tls12, length: record.fragment.count)
    let wrong = protection.open(header, fragment: record.fragment.rawSpan, sequence: 6, appendingTo: &output)
    #expect(wrong == nil)
    let opened = protection.open(header, fragment: record.fragment.rawSpan, sequence: 5, appendingTo: &output)
    #expect(opened?.content == .empty)
  }

  @Test("A traffic secret of another hash's length makes no protection")
  func wrongSecret() {
    #expect(RecordProtection.tls13(CipherSuite(rawValue: 0x1302), secret: trafficSecret) == nil)
    #expect(RecordProtection.tls13(CipherSuite(rawValue: 0x002F), secret: trafficSecret) == nil)
  }
}

/// A record whose bytes are its own.
private struct TestRecord {
  var type: ContentType
  var version: TLSVersion
  var fragment: [UInt8]

  init(_ type: ContentType, _ fragment: ArraySlice<UInt8>, version: TLSVersion = .tls12) {
    self.type = type
    self.version = version
    self.fragment = Array(fragment)
  }

  /// The records that digits stand for.
  static func records(_ digits: String) -> [TestRecord] {
    let bytes = octets(digits)
    var records: [TestRecord] = []
    var offset = 0
    while offset + RecordHeader.byteCount <= bytes.count {
      let header = RecordHeader(bytes.rawSpan, at: offset)
      offset += RecordHeader.byteCount
      records.append(TestRecord(header.type, bytes[offset...].prefix(header.length), version: header.version))
      offset += header.length
    }
    return records
  }
}

extension RecordProtection {
  /// What a record holds; nil when it does not verify.
  fileprivate func open(
    _ record: TestRecord, sequence: Int, behind lostByteCount: Int = 0
  ) -> (type: ContentType, content: [UInt8])? {
    let header = RecordHeader(type: record.type, version: record.version, length: record.fragment.count)
    var output: [UInt8] = [1, 2, 3]
    let opened = open(
      header, fragment: record.fragment.rawSpan, sequence: UInt64(sequence), behind: lostByteCount,
      appendingTo: &output)
    guard let opened else {
      #expect(output == [1, 2, 3])
      return nil
    }
    #expect(opened.content.start == 3)
    return (opened.type, Array(output[3...].prefix(opened.content.count)))
  }

  fileprivate func skip(_ record: TestRecord) {
    skipRecord(record.fragment.rawSpan)
  }
}

extension RecordedConnection: CustomTestStringConvertible {
  var testDescription: String { "\(suite.name) \(version.rawValue & 0xFF) \(encryptThenMAC)" }

  /// Those whose cipher libcrypto has: the machine may lack the provider of old ones.
  fileprivate static let openable = all.filter { connection in
    let old: [UInt16] = [0x0004, 0x0005, 0x0007, 0x0009, 0x0096]
    guard old.contains(connection.suite.rawValue), let cipher = connection.suite.parameters?.cipher else { return true }
    let key = Secret([UInt8](repeating: 0x5A, count: cipher.keyByteCount).rawSpan, origin: .keyLog)
    return CipherContext(cipher, key: key) != nil
  }

  /// The protection, the records and the text of each side that was recorded.
  fileprivate var sides: [(protection: RecordProtection, records: [TestRecord], text: String)]? {
    let secret = Secret(octets(secret).rawSpan, origin: .keyLog)
    let clientText = "hello wireprism\nand again\n"
    if version == .tls13 {
      return RecordProtection.tls13(suite, secret: secret).map { [($0, TestRecord.records(clientRecords), clientText)] }
    }
    guard let client = HelloRandom(hexadecimal: clientRandom),
      let server = HelloRandom(hexadecimal: serverRandom),
      let keys = KeySchedule12(suite, version: version)?.recordKeys(master: secret, client: client, server: server),
      let clientSide = RecordProtection.tls12(
        suite, version: version, keys: keys.client, encryptThenMAC: encryptThenMAC),
      let serverSide = RecordProtection.tls12(
        suite, version: version, keys: keys.server, encryptThenMAC: encryptThenMAC)
    else { return nil }
    return [
      (clientSide, TestRecord.records(clientRecords), clientText),
      (serverSide, TestRecord.records(serverRecords), "msirperiw olleh\nniaga dna\n"),
    ]
  }
}
