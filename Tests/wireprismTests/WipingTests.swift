import Bytes
import Findings
import Foundation
import Glibc
import TLS
import Testing

@testable import Capture
@testable import wireprism

/// What is dropped leaves no secret behind in this process's memory.
@Suite("Secrets are wiped")
struct WipingTests {
  @Test("Of a key log, and of a private key that cannot be read, nothing stays")
  func keyFiles() throws {
    let folder = try TemporaryFolder()
    // In a buffer that is wiped as well: else the test itself would leave what it looks for.
    let secret = SecretBuffer(capacity: 48)
    let digits = SecretBuffer(capacity: 96)
    try makeSecret(secret, digits)
    let log = try write(
      folder.path("keys"), ["CLIENT_RANDOM \(String(repeating: "5a", count: 32)) ", nil, "\n"], digits)
    let key = try write(folder.path("key"), ["-----BEGIN PRIVATE KEY-----\n", nil, "\n"], digits)
    var ring: KeyRing? = try KeyFiles.read(keyLogs: [log], rsaKeys: [])
    let search = try MemorySearch()
    do {
      let octets = [UInt8](repeating: 0x5A, count: 32)
      guard let random = HelloRandom(octets.rawSpan) else { return }
      let master = try #require(ring?.secret(.clientRandom, for: random))
      #expect(search.count(of: secret) >= 2, "the search finds the ring's and the copy")
      #expect(master.byteCount == 48)
    }
    ring = nil
    let (secrets, texts) = (search.count(of: secret), search.count(of: digits))
    #expect(secrets == 0 && texts == 0)
    _ = try? KeyFiles.read(keyLogs: [], rsaKeys: [key])
    let textsOfKey = search.count(of: digits)
    #expect(textsOfKey == 0)
  }

  @Test("Of a private key that was read and used nothing stays")
  func privateKey() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("key.pem")
    try #require(try Shell.run(#"openssl genpkey -quiet -algorithm RSA -out "$1""#, [path]).status == 0)
    // As text, as PKCS#8 has it, and as a number in memory, whose last byte comes first.
    let (digits, octets, number) = (SecretBuffer(capacity: 64), SecretBuffer(capacity: 48), SecretBuffer(capacity: 48))
    try readPrivateExponent(of: path, digits, octets)
    for index in (0..<48).reversed() { number.append(octets.bytes.extracting(index..<index + 1)) }
    let search = try MemorySearch()
    do {
      let ring = try KeyFiles.read(keyLogs: [], rsaKeys: [path])
      #expect(!ring.isEmpty)
      #expect(search.count(of: number) >= 1, "the search finds the key")
    }
    for needle in [digits, octets, number] {
      let count = search.count(of: needle)
      #expect(count == 0)
    }
  }

  /// Reads a line of PEM, of those that hold the private exponent, and what it stands for.
  private func readPrivateExponent(of path: String, _ digits: SecretBuffer, _ octets: SecretBuffer) throws {
    let file = unsafe open(path, O_RDONLY)
    defer { close(file) }
    let pem = SecretBuffer(capacity: 4096)
    _ = pem.fill(from: file)
    defer { pem.removeAll() }
    var start = 0
    // A line has 48 bytes, and the exponent begins behind the modulus of 256.
    for _ in 0..<10 { start = (pem.bytes.firstIndex(of: ASCII.lineFeed, from: start) ?? 0) + 1 }
    try #require(pem.count - start >= 64)
    digits.append(pem.bytes.extracting(ByteRange(start: start, count: 64)))
    var decoded: [UInt8] = []
    decoded.reserveCapacity(64)
    var decoder = Base64Decoder(.standard)
    decoder.decode(digits.bytes, into: &decoded)
    try #require(decoded.count == 48 && octets.append(decoded.rawSpan))
    for index in decoded.indices { decoded[index] = 0 }
  }

  /// Programs that compress, with options that make a reader take other memory for the second of two parts.
  private static let compressors = [
    [["gzip"], ["gzip"]], [["zstd"], ["zstd", "-19"]], [["lz4", "-B4"], ["lz4", "-B7"]],
    [["xz", "-0"], ["xz", "-6"]],
  ]

  @Test(
    "Of a capture's Decryption Secrets Block nothing stays, also when it is compressed", arguments: [[]] + compressors)
  func secretsBlock(compressors: [[String]]) throws {
    let folder = try TemporaryFolder()
    let (secret, digits) = (SecretBuffer(capacity: 48), SecretBuffer(capacity: 96))
    try makeSecret(secret, digits)
    let line = SecretBuffer(capacity: 256)
    line.append("CLIENT_RANDOM \(String(repeating: "5a", count: 32)) ".rawSpan)
    line.append(digits.bytes)
    line.append("\n".rawSpan)
    var options = LiveOptions(interfaces: [])
    options.snapLength = 64
    let path = folder.path("saved")
    var saver: PacketSaver? = try PacketSaver(
      path: path, rotation: SaveRotation(), interfaces: [], options: options, isPrivate: true,
      at: Timestamp(nanoseconds: 0))
    try saver?.save(secrets: line.bytes)
    try saver?.finish()
    saver = nil
    line.removeAll()
    // A block that nobody knows, as a part of its own.
    let unknown = try Self.unknownBlock(byteCount: 1 << 20)
    try unknown.write(to: URL(fileURLWithPath: folder.path("more")))
    let parts = zip([path, folder.path("more")], compressors.isEmpty ? [["cat"], ["cat"]] : compressors)
    let whole = folder.path("whole")
    for (part, compressor) in parts {
      let outcome = try Shell.run(#""${@:3}" < "$1" >> "$2""#, [part, whole] + compressor)
      try #require(outcome.status == 0)
    }
    let search = try MemorySearch()
    do {
      var captures = try CaptureSet([.file(whole)])
      captures.forEachPacket { _, _ in true }
      #expect(captures.warnings.isEmpty)
      let ring = KeyRing()
      for block in captures.secrets { KeyLogReader(name: "", origin: .pcapng).read(block.content.bytes, into: ring) }
      #expect(!ring.isEmpty)
      #expect(search.count(of: digits) >= 1, "the search finds the block")
    }
    let (secrets, texts) = (search.count(of: secret), search.count(of: digits))
    #expect(secrets == 0 && texts == 0)
  }

  /// A block of pcapng whose type is for nobody (draft-ietf-opsawg-pcapng §11.1), with content that does not compress.
  private static func unknownBlock(byteCount: Int) throws -> Data {
    func bytes(_ value: Int) -> Data { Data((0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }) }
    let random = try #require(FileHandle(forReadingAtPath: "/dev/urandom"))
    let length = bytes(12 + byteCount)
    return bytes(0x0BAD_0BAD) + length + (try #require(try random.read(upToCount: byteCount))) + length
  }

  @Test("Of the secrets that embed-keys writes nothing stays")
  func embedding() throws {
    let folder = try TemporaryFolder()
    let secret = SecretBuffer(capacity: 48)
    let digits = SecretBuffer(capacity: 96)
    let log = try #require(Fixture.keyLog(of: "tls-alpn"))
    try readLastSecret(of: log, secret, digits)
    let arguments = [try Fixture.capture("tls-alpn"), "-k", log, "-o", folder.path("copy"), "-q"]
    try EmbedKeysCommand.parse(arguments).run()
    let search = try MemorySearch()
    let (secrets, texts) = (search.count(of: secret), search.count(of: digits))
    #expect(secrets == 0 && texts == 0)
    let copy = try Data(contentsOf: URL(fileURLWithPath: folder.path("copy")))
    #expect(copy.range(of: Data([UInt8](digits.bytes))) != nil, "it was written")
  }

  @Test("Of the lines that live saves nothing stays")
  func saving() throws {
    let folder = try TemporaryFolder()
    let (secret, digits) = (SecretBuffer(capacity: 48), SecretBuffer(capacity: 96))
    try makeSecret(secret, digits)
    let log = try write(
      folder.path("keys"), ["CLIENT_RANDOM \(String(repeating: "5a", count: 32)) ", nil, "\nCLIENT_RANDOM"], digits)
    do {
      var secrets = try LiveSecrets(SharedOptions.parse(["-k", log]), keepsLines: true)
      let isNew = secrets.read()
      #expect(isNew)
      let orders = CaptureOrders()
      for lines in secrets.takeLines() { orders.give { $0.secrets.append(lines) } }
      var saver = try PacketSaver(
        path: folder.path("saved"), rotation: SaveRotation(byteCount: 1), interfaces: [],
        options: LiveOptions(interfaces: []), isPrivate: true, at: Timestamp(nanoseconds: 0))
      for lines in orders.take().secrets { try saver.save(secrets: lines.bytes) }
      try saver.finish()
    }
    let search = try MemorySearch()
    let (secrets, texts) = (search.count(of: secret), search.count(of: digits))
    #expect(secrets == 0 && texts == 0)
    let saved = try Data(contentsOf: URL(fileURLWithPath: folder.path("saved")))
    #expect(saved.range(of: Data([UInt8](digits.bytes))) != nil, "it was written")
  }

  /// Reads the secret at the end of a key log, in both forms.
  private func readLastSecret(of path: String, _ secret: SecretBuffer, _ digits: SecretBuffer) throws {
    let log = SecretBuffer(capacity: 1 << 16)
    let file = unsafe open(path, O_RDONLY)
    defer { close(file) }
    _ = log.fill(from: file)
    defer { log.removeAll() }
    var end = log.count
    while end > 0, log.bytes.byte(at: end - 1) <= ASCII.space { end -= 1 }
    var start = end
    while start > 0, log.bytes.byte(at: start - 1) > ASCII.space { start -= 1 }
    try #require(digits.append(log.bytes.extracting(start..<end)) && secret.append(hexadecimal: digits.bytes))
  }

  /// Fills a buffer with random bytes, and another one with their hexadecimal digits.
  private func makeSecret(_ secret: SecretBuffer, _ digits: SecretBuffer) throws {
    let random = unsafe open("/dev/urandom", O_RDONLY)
    defer { close(random) }
    // The search is for the 17th byte, which must not be one that memory is full of.
    repeat { try #require(secret.fill(from: random) == 48) } while secret.bytes.byte(at: 16) < 0x20
    let values = Array("0123456789abcdef".utf8)
    for index in 0..<48 {
      let byte = secret.bytes.byte(at: index)
      let pair = [values[Int(byte >> 4)], values[Int(byte & 15)]]
      digits.append(pair.rawSpan)
    }
  }

  /// Writes a file of pieces, in the place of nil the digits; answers its path.
  private func write(_ path: String, _ pieces: [String?], _ digits: SecretBuffer) throws -> String {
    let file = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL, 0o600)
    defer { close(file) }
    for piece in pieces {
      let isWritten: Bool
      if let piece {
        isWritten = unsafe Glibc.write(file, piece, piece.utf8.count) == piece.utf8.count
      } else {
        isWritten = unsafe digits.bytes.withUnsafeBytes {
          unsafe Glibc.write(file, $0.baseAddress, $0.count) == $0.count
        }
      }
      try #require(isWritten)
    }
    return path
  }
}
