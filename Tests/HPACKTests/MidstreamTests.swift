import Bytes
import HTTP
import Testing

@testable import HPACK

@Suite("Captures that begin in the middle, or have gaps")
struct MidstreamTests {
  /// A literal with incremental indexing, name and value of one letter each: an entry of 34 bytes.
  private func insertion(_ letter: Character) -> String {
    Hexadecimal.encode([0x40, 1, letter.asciiValue ?? 0, 1, letter.asciiValue ?? 0].rawSpan)
  }

  @Test("Entries inserted before are unknown, later ones exact by their distance from the newest")
  func unknown() {
    var decoder = HPACKDecoder(isFromStart: false)
    #expect(decoder.lines("82 be c5") == ([":method: GET", "?: ?", "?: ?"], nil))
    #expect(decoder.lines(insertion("a") + "be bf") == (["a: a", "a: a", "?: ?"], nil))
    #expect(decoder.statistics.unresolvedReferences == 3)
    #expect(decoder.statistics.indexedDynamic == 4)
  }

  @Test("A literal with an unknown name keeps its value, in the table too")
  func unknownName() {
    var decoder = HPACKDecoder(isFromStart: false)
    #expect(decoder.lines("7e 01 76") == (["?: v"], nil))
    #expect(decoder.lines("be") == (["?: v"], nil))
    #expect(decoder.lines("7e 01 77 bf") == (["?: w", "?: v"], nil))
    #expect(decoder.lines("0f 30 01 78") == (["?: x"], nil))
    var section = FieldSection()
    _ = decoder.decode(bytes("be").rawSpan, into: &section)
    #expect(section.lines.map(\.certainty) == [.unknownName])
  }

  @Test("An index that no table can reach is an error also here")
  func impossible() {
    var decoder = HPACKDecoder(isFromStart: false)
    #expect(decoder.lines("ff ff ff ff ff 00").error != nil)
  }

  @Test("References beyond 4,096 bytes resolve: the encoder's table may be larger")
  func largerTable() {
    var decoder = HPACKDecoder(isFromStart: false)
    let letters: [Character] = ["a", "b", "c", "d", "e", "f", "g", "h"]
    for round in 0..<25 { _ = decoder.lines(insertion(letters[round % 8])) }
    for _ in 0..<150 { _ = decoder.lines(insertion("x")) }
    // 150 + 25 entries of 34 bytes: the oldest, "a", is at 175 + 61.
    #expect(decoder.lines("ff 6d") == (["a: a"], nil))
    #expect(decoder.lines("ff 6e") == (["?: ?"], nil))
  }

  @Test("An entry too large for the encoder's table does not shift the others")
  func tooLargeEntry() {
    // The encoder's table has 100 bytes: the middle entry empties it there, and is held here.
    var decoder = HPACKDecoder(isFromStart: false)
    let large = "40 01 6c 7f 01" + String(repeating: "76", count: 128)
    #expect(decoder.lines(insertion("a") + large + insertion("b")).error == nil)
    #expect(decoder.lines("be") == (["b: b"], nil))
  }

  @Test("A size update makes the limit known; once the table has filled, nothing is unknown any more")
  func limitLearnt() {
    var decoder = HPACKDecoder(isFromStart: false)
    // 68 bytes: two entries of 34.
    #expect(decoder.lines("3f 25" + insertion("a")) == (["a: a"], nil))
    #expect(decoder.lines("bf") == (["?: ?"], nil))
    #expect(decoder.lines(insertion("b") + "bf") == (["b: b", "a: a"], nil))
    #expect(decoder.lines("c0").error == .indexOutOfRange(64))
  }

  @Test("A size update to 0 empties the table of what nobody saw, too")
  func emptied() {
    var decoder = HPACKDecoder(isFromStart: false)
    #expect(decoder.lines("20 3f e1 1f" + insertion("a") + "be") == (["a: a", "a: a"], nil))
    #expect(decoder.lines("bf").error == .indexOutOfRange(63))
  }

  @Test("After a lost block older entries cannot be named; the limit is one that was allowed")
  func gap() {
    var decoder = HPACKDecoder(isFromStart: true)
    _ = decoder.lines(insertion("a") + insertion("b"))
    decoder.forgetEntries()
    #expect(decoder.lines("be bf") == (["?: ?", "?: ?"], nil))
    #expect(decoder.lines(insertion("c") + "be bf") == (["c: c", "c: c", "?: ?"], nil))
    for _ in 0..<200 { _ = decoder.lines(insertion("d")) }
    // 4,096 / 34 = 120 entries fit; no older one can be left.
    #expect(decoder.lines("f7") == (["d: d"], nil))
    #expect(decoder.lines("ff 36") == (["d: d"], nil))
    #expect(decoder.lines("ff 37").error == .indexOutOfRange(182))
  }

  @Test("An encoder that starts in the middle: what is shown as certain is right")
  func certainIsRight() {
    var generator = SeededGenerator(seed: 3)
    for tableByteCount in [0, 100, 500, 4096, 20_000] {
      var encoder = HPACKEncoder(tableByteCount: tableByteCount)
      var whole = HPACKDecoder(isFromStart: true)
      whole.setAllowedTableByteCount(tableByteCount)
      var partial = HPACKDecoder(isFromStart: false)
      for block in 0..<300 {
        let lines = RandomLines.section(using: &generator)
        var octets: [UInt8] = []
        for (name, value) in lines { encoder.encode(name: name.rawSpan, value: value.rawSpan, into: &octets) }
        let expected = whole.lines(octets)
        #expect(expected.error == nil)
        if block < 20 || block == 100 {
          if block == 100 { partial.forgetEntries() }
          continue
        }
        var section = FieldSection()
        #expect(partial.decode(octets.rawSpan, into: &section) == nil)
        #expect(section.lines.count == expected.lines.count)
        for (line, (seen, real)) in zip(section.lines, zip(text(of: section), expected.lines)) {
          if line.certainty == .certain { #expect(seen == real) }
          if line.certainty == .unknownName { #expect(real.hasSuffix(seen.dropFirst())) }
        }
      }
    }
  }
}
