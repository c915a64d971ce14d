import Bytes
import Testing

@testable import ContentCoding

/// RFC 9842 §4, §5. What a library of the other side made (python zstandard, of raw dictionaries).
@Suite("Content coded with a dictionary")
struct DictionaryDecoderTests {
  private let dictionary = Array(
    "let version = 1; function total(items) { return items.reduce((sum, item) => sum + item.price, 0) }".utf8)
  private let content = Array(
    "let version = 2; function total(items) { return items.reduce((sum, item) => sum + item.price * item.count, 0) }"
      .utf8)
  private let digits = "fcd70e462b2349f61da7665e41cc8cdbdc76dc9b682dd86532aa2d25fa972d94"
  private let frame =
    "28b52ffd246fcd00007032202a636f756e742c203029207d030072185001e5520e5659fb33dc"

  private func bytes(_ digits: String) -> [UInt8] { Hexadecimal.decode(digits) ?? [] }

  private var zstd: [UInt8] { bytes("5e2a4d1820000000" + digits + frame) }
  private var digest: DictionaryDigest? { DictionaryDigest(bytes(digits).rawSpan) }

  /// A pool with the dictionary of connection 7.
  private func pool() throws -> DecoderPool {
    let pool = DecoderPool()
    pool.dictionaries.add(dictionary, try #require(digest), of: 7)
    return pool
  }

  private func decode(
    _ input: [UInt8], _ coding: String = "dcz", cuts: [Int] = [], of connection: Int = 7, using pool: DecoderPool
  ) -> (bytes: [UInt8], problem: ContentProblem?, missing: DictionaryDigest?, header: [UInt8]?) {
    var chain = CodingChain()
    chain.add(contentEncoding: Array(coding.utf8).rawSpan)
    var decoder = ContentDecoder(chain, of: connection)
    var decoded: [UInt8] = []
    var start = 0
    for end in cuts + [input.count] {
      decoder.receive(input.rawSpan.extracting(start..<end), mayHold: true, using: pool) { decoded.append($0) }
      start = end
    }
    let problem = decoder.finish(isComplete: true, using: pool) { decoded.append($0) }
    #expect(pool.memoryByteCount == 0)
    return (decoded, problem, decoder.missingDictionary, decoder.dictionaryHeader)
  }

  @Test("zstd is undone with a dictionary that the connection offered, however it is cut")
  func known() throws {
    let pool = try pool()
    for cuts in [[], Array(zstd.indices)] + zstd.indices.map({ [$0] }) {
      let decoded = decode(zstd, cuts: cuts, using: pool)
      #expect(decoded.bytes == content && decoded.problem == nil && decoded.missing == nil)
    }
    // A decoder that had a dictionary has none for the content after it.
    let without = decode(bytes(frame), "zstd", using: pool)
    #expect(without.problem == .corrupt)
    #expect(decode(Encoded.zstd, "zstd", using: pool).bytes == Encoded.text)
  }

  @Test("Other codings stand around it")
  func chain() throws {
    let pool = try pool()
    let twice = decode(zstd, "identity, dcz", using: pool)
    #expect(twice.bytes == content && twice.problem == nil)
    let unfinished = decode(zstd, "gzip, dcz", using: pool)
    #expect(unfinished.problem == .mislabelled)
  }

  @Test("A dictionary that is not there is named; that of another connection is not there")
  func missing() throws {
    let pool = try pool()
    for cuts in [[], Array(zstd.indices)] {
      let decoded = decode(zstd, cuts: cuts, of: 8, using: pool)
      #expect(decoded.bytes.isEmpty && decoded.problem == .dictionaryMissing && decoded.missing == digest)
      #expect(decoded.header == Array(zstd.prefix(40)))
    }
    #expect(digest?.text == digits)
    #expect(decode(zstd, "dcz, dcz", of: 8, using: pool).header == nil)
  }

  @Test("Brotli names its dictionary")
  func brotli() throws {
    let input = bytes("ff444342" + digits) + Encoded.brotli
    let decoded = decode(input, "dcb", using: try pool())
    #expect(decoded.problem == .dictionaryNotUsable && decoded.missing == digest)
    #expect(decoded.header == Array(input.prefix(36)))
  }

  @Test("What does not begin so, ends too early or is corrupt says so")
  func hostile() throws {
    let pool = try pool()
    #expect(decode(Encoded.zstd, using: pool).problem == .mislabelled)
    #expect(decode(Encoded.zstd, cuts: Array(0..<8), using: pool).problem == .mislabelled)
    #expect(decode(Encoded.brotli, "dcb", using: pool).problem == .mislabelled)
    var header = zstd
    header[4] = 0x21
    #expect(decode(header, using: pool).problem == .corrupt)
    for count in 1..<zstd.count {
      #expect(decode(Array(zstd.prefix(count)), using: pool).problem == .truncated, "\(count) bytes")
    }
    var wrong = zstd
    wrong[zstd.count - 1] ^= 1
    #expect(decode(wrong, using: pool).problem == .corrupt)
  }

  @Test("The oldest dictionaries make room, and one that is too large is not kept")
  func room() throws {
    var dictionaries = Dictionaries()
    func digest(_ number: UInt8) -> DictionaryDigest? {
      DictionaryDigest([UInt8](repeating: number, count: 32).rawSpan)
    }
    let large = [UInt8](repeating: 0, count: ContentCodingLimits.dictionaryByteCount)
    for number in 1...UInt8(ContentCodingLimits.dictionariesByteCount / large.count + 1) {
      dictionaries.add(large, try #require(digest(number)), of: 1)
    }
    #expect(dictionaries.find(try #require(digest(1)), of: 1) == nil)
    #expect(dictionaries.find(try #require(digest(2)), of: 1) != nil)
    dictionaries.add(large + [0], try #require(digest(100)), of: 1)
    #expect(dictionaries.find(try #require(digest(100)), of: 1) == nil)
    for number in 101...UInt8(101 + ContentCodingLimits.dictionaries) {
      dictionaries.add([number], try #require(digest(number)), of: 1)
    }
    #expect(dictionaries.find(try #require(digest(101)), of: 1) == nil)
    #expect(dictionaries.find(try #require(digest(102)), of: 1) == [102])
  }
}
