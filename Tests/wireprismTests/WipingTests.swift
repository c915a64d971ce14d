import Bytes
import Foundation
import Glibc
import TLS
import Testing

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
