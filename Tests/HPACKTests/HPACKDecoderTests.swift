import Bytes
import HTTP
import Testing

@testable import HPACK

@Suite("Decoder")
struct HPACKDecoderTests {
  private func hexadecimal(_ octets: [UInt8]) -> String {
    Hexadecimal.encode(octets.rawSpan)
  }

  /// A literal with incremental indexing and a name of its own.
  private func insertion(_ name: String, _ value: String) -> [UInt8] {
    [0x40, UInt8(name.utf8.count)] + [UInt8](name.utf8) + [UInt8(value.utf8.count)] + [UInt8](value.utf8)
  }

  @Test("RFC 7541 Appendix A: each index of the static table")
  func staticTable() {
    var decoder = HPACKDecoder(isFromStart: true)
    let (lines, error) = decoder.lines((1...61).map { 0x80 | UInt8($0) })
    #expect(error == nil)
    #expect(lines.count == 61)
    #expect(lines[0] == ":authority: ")
    #expect(lines[15] == "accept-encoding: gzip, deflate")
    #expect(lines[60] == "www-authenticate: ")
    #expect(Set(lines).count == 61)
    #expect(decoder.statistics.indexedStatic == 61)
    #expect(decoder.lines("be").error == .indexOutOfRange(62))
  }

  @Test("An empty block, and empty strings")
  func empty() {
    var decoder = HPACKDecoder(isFromStart: true)
    #expect(decoder.lines("") == ([], nil))
    #expect(decoder.lines("40 01 61 00") == (["a: "], nil))
    #expect(decoder.lines("00 00 00") == ([": "], nil))
    #expect(decoder.lines("00 80 80") == ([": "], nil))
  }

  @Test(
    "Errors that end a block, after a line that stays",
    arguments: [
      ("80", HPACKError.indexZero),
      ("be", .indexOutOfRange(62)),
      ("ff00", .indexOutOfRange(127)),
      ("7e", .indexOutOfRange(62)),  // the name of a literal with indexing
      ("0f2f", .indexOutOfRange(62)),  // without
      ("1f2f", .indexOutOfRange(62)),  // never
      ("ffe1ffffff0f", .integerTooLarge),
      ("40", .truncated),
      ("4001", .truncated),
      ("400161", .truncated),
      ("40016102", .truncated),
      ("4001610262", .truncated),
      ("ff", .truncated),
      ("3f", .truncated),
      ("41ff", .truncated),
      ("4184ffffffff", .huffmanEOS),
      ("4181ff", .huffmanPadding),
    ])
  func fatal(_ block: String, _ expected: HPACKError) {
    var decoder = HPACKDecoder(isFromStart: true)
    let (lines, error) = decoder.lines("82" + block)
    #expect(lines == [":method: GET"])
    #expect(error == expected)
    #expect(error?.endsBlock == true)
    #expect(decoder.statistics.failedBlocks == 1)
  }

  @Test("After an error that ended a block, older entries are unknown and newer ones exact")
  func afterFatal() {
    var decoder = HPACKDecoder(isFromStart: true)
    _ = decoder.lines(insertion("a", "1"))
    var section = FieldSection()
    #expect(decoder.decode((insertion("b", "2") + bytes("40 01 61 84 ff")).rawSpan, into: &section) == .truncated)
    #expect(section.text == [UInt8]("b2".utf8))
    #expect(decoder.lines("be") == (["?: ?"], nil))
    #expect(decoder.lines(hexadecimal(insertion("c", "3")) + "be bf") == (["c: 3", "c: 3", "?: ?"], nil))
  }

  @Test("RFC 7541 §4.4: a name may come from an entry that the same insertion evicts")
  func nameOfEvicted() {
    var decoder = HPACKDecoder(isFromStart: true)
    decoder.setAllowedTableByteCount(40)
    #expect(decoder.lines("3f09" + hexadecimal(insertion("name", "1"))) == (["name: 1"], nil))
    #expect(decoder.lines("7e 02 32 33") == (["name: 23"], nil))
    #expect(text(of: decoder.table) == ["(s = 38) name: 23"])
    #expect(decoder.statistics.evictions == 1)
    #expect(decoder.statistics.literalIndexedDynamicName == 1)
  }

  @Test("The never-indexed representation and the one without indexing leave the table alone")
  func notInserted() {
    var decoder = HPACKDecoder(isFromStart: true)
    #expect(decoder.lines("0f 08 01 61 1f 08 01 62") == (["authorization: a", "authorization: b"], nil))
    #expect(decoder.table.count == 0)
    #expect(decoder.statistics.literalNotIndexed == 1)
    #expect(decoder.statistics.literalNeverIndexed == 1)
  }

  @Test("What one block adds to the statistics")
  func statistics() {
    var decoder = HPACKDecoder(isFromStart: true)
    _ = decoder.lines("8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff")
    _ = decoder.lines("8286 84be 5886 a8eb 1064 9cbf")
    let statistics = decoder.statistics
    #expect(statistics.blocks == 2)
    #expect(statistics.wireByteCount == 17 + 12)
    #expect(statistics.listByteCount == (10 + 11 + 6 + 25) + (10 + 11 + 6 + 25 + 21))
    #expect(statistics.indexedStatic == 6)
    #expect(statistics.indexedDynamic == 1)
    #expect(statistics.literalIndexedStaticName == 2)
    #expect(statistics.fieldLines == 9)
    #expect(statistics.insertions == 2)
    #expect(statistics.strings == 2)
    #expect(statistics.huffmanStrings == 2)
    #expect(statistics.peakTableByteCount == 110)
    #expect(statistics.failedBlocks == 0)
  }

  // MARK: - Hostile blocks

  @Test("A section too large is cut, its true size told, and the table kept in step")
  func bomb() {
    var decoder = HPACKDecoder(isFromStart: true)
    let value = String(repeating: "v", count: 120)
    var block = [UInt8](repeating: 0xBE, count: 20_000)
    block += insertion("last", "1")
    _ = decoder.lines(insertion("n", value))
    var section = FieldSection()
    let error = decoder.decode(block.rawSpan, into: &section)
    #expect(error == .headerListTooLarge(byteCount: 20_000 * 153 + 37))
    #expect(error?.endsBlock == false)
    #expect(section.lines.count == HPACKLimits.listByteCount / 153)
    #expect(section.listByteCount <= HPACKLimits.listByteCount)
    #expect(text(of: decoder.table).first == "(s = 37) last: 1")
    #expect(decoder.lines("be") == (["last: 1"], nil))
  }

  static let realistic = bytes(
    """
    8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff 5886 a8eb 1064 9cbf
    4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf 1008 7061 7373 776f 7264 0673 6563 7265 74 be bf
    """)

  @Test("A block cut off anywhere gives the whole one's first lines")
  func truncated() {
    var whole = HPACKDecoder(isFromStart: true)
    let all = whole.lines(Self.realistic)
    #expect(all.error == nil)
    for count in 0..<Self.realistic.count {
      var decoder = HPACKDecoder(isFromStart: true)
      let (lines, error) = decoder.lines([UInt8](Self.realistic.prefix(count)))
      #expect(lines == [String](all.lines.prefix(lines.count)))
      #expect(error == nil || error == .truncated)
    }
  }

  @Test("A block with any octet changed in any way ends, within bounds")
  func flipped() {
    for index in Self.realistic.indices {
      for octet in UInt8.min...UInt8.max {
        var block = Self.realistic
        block[index] = octet
        for isFromStart in [true, false] {
          var decoder = HPACKDecoder(isFromStart: isFromStart)
          var section = FieldSection()
          let error = decoder.decode(block.rawSpan, into: &section)
          #expect(section.lines.count <= block.count)
          #expect(decoder.statistics.failedBlocks == (error == nil ? 0 : 1))
          #expect(decoder.table.byteCount <= decoder.table.limit)
        }
      }
    }
  }

  @Test("Random octets end, within bounds")
  func random() {
    var generator = SeededGenerator(seed: 7)
    var decoder = HPACKDecoder(isFromStart: true)
    var section = FieldSection()
    for _ in 0..<5_000 {
      let block = (0..<Int.random(in: 0...200, using: &generator)).map { _ in
        UInt8.random(in: 0...255, using: &generator)
      }
      section.removeAll()
      _ = decoder.decode(block.rawSpan, into: &section)
      #expect(section.lines.count <= block.count)
      #expect(decoder.table.byteCount <= min(decoder.table.limit, HPACKLimits.tableByteCount))
    }
  }
}
