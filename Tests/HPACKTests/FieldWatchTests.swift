import Bytes
import HTTP
import Testing

@testable import HPACK

@Suite("Tables of other sizes, and what fields cost")
struct FieldWatchTests {
  /// Sections of few different lines, so that all of them are remembered.
  private func sections(seed: UInt64) -> [[(name: [UInt8], value: [UInt8])]] {
    var generator = SeededGenerator(seed: seed)
    let names = [":path", "cookie", "x-a", "x-request-id", ":status", "accept"].map { [UInt8]($0.utf8) }
    let values =
      ["/", "200", "a", "text/html", String(repeating: "long value ", count: 40)]
      .map { [UInt8]($0.utf8) } + (0..<12).map { [UInt8]("value-\($0)".utf8) }
    return (0..<40).map { _ in
      (0..<Int.random(in: 0...8, using: &generator)).map { _ in
        (
          names[Int.random(in: 0..<names.count, using: &generator)],
          values[Int.random(in: 0..<values.count, using: &generator)]
        )
      }
    }
  }

  private func decoded(_ sections: [[(name: [UInt8], value: [UInt8])]], by encoder: inout HPACKEncoder)
    -> FieldWatchSummary
  {
    var decoder = HPACKDecoder(isFromStart: true)
    for section in sections {
      var block: [UInt8] = []
      for line in section { encoder.encode(name: line.name.rawSpan, value: line.value.rawSpan, into: &block) }
      var decodedSection = FieldSection()
      _ = decoder.decode(block.rawSpan, into: &decodedSection)
    }
    return decoder.concludedStatistics.watched
  }

  @Test("Each size costs what an encoder with such a table needs", arguments: UInt64(1)...12)
  func sizes(seed: UInt64) {
    let sections = sections(seed: seed)
    var encoder = HPACKEncoder()
    let watched = decoded(sections, by: &encoder)
    #expect(watched.blocks == 40)
    for (place, size) in TableSizes.all.enumerated() {
      var other = HPACKEncoder()
      let limit = size ?? HPACKLimits.tableByteCount
      other.setTableByteCount(limit)
      var count = -BlockWriter.byteCount(ofInteger: limit, prefixBitCount: 5)
      for line in sections.joined() {
        count += other.encodedByteCount(name: line.name.rawSpan, value: line.value.rawSpan)
      }
      #expect(watched.greedy.byteCounts[place] == count, "\(size.map(String.init) ?? "no limit")")
    }
  }

  @Test("The encoder's own choices with its own table are what was sent", arguments: UInt64(1)...4)
  func ownChoices(seed: UInt64) {
    var encoder = HPACKEncoder()
    let watched = decoded(sections(seed: seed), by: &encoder)
    #expect(watched.own.byteCounts[5] == watched.wireByteCount)
    #expect(watched.own == watched.greedy)
  }

  @Test("What an encoder never indexes, it does not index with any table")
  func neverIndexed() {
    var decoder = HPACKDecoder(isFromStart: true)
    let block = bytes("0003 782d61 0131")
    for _ in 0..<10 { _ = decoder.lines(block) }
    let watched = decoder.concludedStatistics.watched
    #expect(watched.own.byteCounts == [Int](repeating: 10 * 7, count: TableSizes.all.count))
    // Once `40 84 Huffman…` or as here raw, then one octet a block.
    #expect(watched.greedy.byteCounts.last == 7 + 9)
    #expect(watched.greedy.knee == 256)
  }

  @Test("Names with their lines, bytes and hits")
  func names() {
    var decoder = HPACKDecoder(isFromStart: true)
    // RFC 7541 C.4.1 and C.4.2: `:authority` as a literal, then as an index.
    _ = decoder.lines("8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff")
    _ = decoder.lines("8286 84be 5886 a8eb 1064 9cbf")
    let fields = decoder.concludedStatistics.watched.fields
    let dearest = fields.dearest(2)
    #expect(dearest.map(\.name) == [":authority", "cache-control"])
    #expect(dearest[0].cost.lines == 2)
    #expect(dearest[0].cost.listByteCount == 2 * 25)
    #expect(dearest[0].cost.wireByteCount == 14 + 1)
    #expect(dearest[0].cost.hits == 1)
    #expect(fields.dearest(100).count == 5)
  }

  @Test("A line that is inserted after its eviction")
  func reInsertion() {
    var encoder = HPACKEncoder(tableByteCount: 80)
    let a = (name: [UInt8]("x-a".utf8), value: [UInt8](repeating: 0x31, count: 20))
    let b = (name: [UInt8]("x-b".utf8), value: [UInt8](repeating: 0x32, count: 20))
    // Only one of them fits at a time.
    #expect(decoded([[a], [b], [a], [a], [b]], by: &encoder).reInsertions == 2)
  }

  @Test("More different lines than are remembered end the watch, and count with each table what they took")
  func tooManyLines() {
    var encoder = HPACKEncoder()
    let sections = (0..<100).map { section in
      (0..<10).map { (name: [UInt8]("x-a".utf8), value: [UInt8]("value-\(section)-\($0)".utf8)) }
    }
    let watched = decoded(sections, by: &encoder)
    #expect(watched.blocks == 13)
    #expect(watched.own.byteCounts[5] == watched.wireByteCount)
  }

  @Test("An index of an entry that was not captured counts what it took")
  func midstream() {
    var decoder = HPACKDecoder(isFromStart: false)
    _ = decoder.lines("be82")
    let watched = decoder.concludedStatistics.watched
    #expect(watched.wireByteCount == 2)
    #expect(watched.greedy.byteCounts == [Int](repeating: 2, count: TableSizes.all.count))
    _ = decoder.lines("82")
    #expect(decoder.concludedStatistics.watched.blocks == 1)
  }

  @Test("Sums of two are what both together are")
  func merge() {
    var one = FieldCosts()
    var both = FieldCosts()
    var other = FieldCosts()
    for number in 0..<HPACKLimits.countedNames + 10 {
      var cost = FieldCost()
      cost.add(listByteCount: number, wireByteCount: number, isHit: false)
      if number % 2 == 0 { one.add(cost, of: "x-\(number)") } else { other.add(cost, of: "x-\(number)") }
      both.add(cost, of: "x-\(number)")
    }
    one.merge(other)
    #expect(one.dearest(.max).count == HPACKLimits.countedNames)
    #expect(
      one.dearest(.max).reduce(one.others.wireByteCount) { $0 + $1.cost.wireByteCount }
        == both.dearest(.max).reduce(both.others.wireByteCount) { $0 + $1.cost.wireByteCount })
  }
}
