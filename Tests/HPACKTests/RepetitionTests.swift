import HTTP
import Testing

@testable import HPACK

@Suite struct RepetitionTests {
  /// Decodes blocks given in hexadecimal.
  private func statistics(_ blocks: [[UInt8]]) -> HPACKStatistics {
    var decoder = HPACKDecoder(isFromStart: true)
    for block in blocks {
      var section = FieldSection()
      _ = decoder.decode(block.rawSpan, into: &section)
    }
    return decoder.concludedStatistics
  }

  /// `custom-key: v`, a literal with a new name.
  private func literal(_ first: UInt8, value: String) -> [UInt8] {
    [first, 1, 0x6B, UInt8(value.utf8.count)] + Array(value.utf8)
  }

  @Test("a static index, a dynamic index and a literal that come again")
  func repeats() {
    let statistics = statistics([
      [0x82] + literal(0x40, value: "a") + literal(0x00, value: "b"),
      // :method GET again; k: a from the table; k: b again as a literal; k: c is new.
      [0x82, 0xBE] + literal(0x00, value: "b") + literal(0x00, value: "c"),
    ])
    #expect(statistics.repetition.fieldLines == 7)
    #expect(statistics.repetition.staticRepeats == 1)
    #expect(statistics.repetition.dynamicHits == 1)
    #expect(statistics.repetition.literalRepeats == 1)
    #expect(statistics.repetition.repeats == 3)
  }

  @Test("the end of the name tells lines apart")
  func names() {
    // "ab: c" and "a: bc"
    let statistics = statistics([[0x00, 2, 0x61, 0x62, 1, 0x63, 0x00, 1, 0x61, 2, 0x62, 0x63]])
    #expect(statistics.repetition.literalRepeats == 0)
  }

  @Test("insertions that nothing refers to are wasted: evicted, or still there")
  func wasted() {
    // Three insertions of 34 bytes each in the table (1 + 1 + 32), five bytes in the block; the first is used, by its name.
    var blocks = [literal(0x40, value: "a") + literal(0x40, value: "b") + literal(0x40, value: "c")]
    // Index 64 is the oldest; a literal without indexing with its name: 0x0F 0x31 (15 + 49).
    blocks.append([0x0F, 0x31, 1, 0x7A])
    #expect(statistics(blocks).wastedInsertions == 2)
    #expect(statistics(blocks).wastedInsertionByteCount == 10)
    // A table of 0 bytes evicts them all.
    blocks.append([0x20, 0x82])
    let after = statistics(blocks)
    #expect(after.wastedInsertions == 2)
    #expect(after.evictionsByResize == 3)
    // The table held 102 bytes behind the first two blocks, and none behind the third.
    #expect(after.tableByteCountSum == 204)
    #expect(after.tableByteCountBlocks == 3)
  }

  @Test("what Huffman coding saves, loses and misses")
  func huffman() {
    // RFC 7541 C.4.1: www.example.com takes 12 bytes for 15; the same without it, 3 more than needed.
    let coded: [UInt8] = [0xF1, 0xE3, 0xC2, 0xE5, 0xF2, 0x3A, 0x6B, 0xA0, 0xAB, 0x90, 0xF4, 0xFF]
    let saved = statistics([[0x01, 0x8C] + coded])
    #expect(saved.huffmanSavedByteCount == 3)
    #expect(saved.huffmanMissedByteCount == 0)
    let missed = statistics([[0x01, 0x0F] + Array("www.example.com".utf8)])
    #expect(missed.huffmanSavedByteCount == 0)
    #expect(missed.huffmanMissedByteCount == 3)
  }

  @Test("the first section, and those from the third on")
  func sections() {
    var statistics = HPACKStatistics()
    for (wire, text) in [(50, 100), (20, 100), (10, 100), (12, 90)] {
      statistics.blocks += 1
      statistics.addSection(wireByteCount: wire, http1ByteCount: text)
    }
    #expect(statistics.firstSection.wireByteCount == 50)
    #expect(statistics.steadySections.wireByteCount == 22)
    #expect(statistics.steadySections.http1ByteCount == 190)
    #expect(statistics.http1ByteCount == 390)
  }

  @Test("many different literals end the watch, and cost no more")
  func bound() {
    let many = (0..<3000).flatMap { number in literal(0x00, value: "\(number)") }
    let statistics = statistics([many, many])
    #expect(statistics.repetition.fieldLines <= HPACKLimits.watchedLines + 1)
    #expect(statistics.repetition.literalRepeats == 0)
  }
}
