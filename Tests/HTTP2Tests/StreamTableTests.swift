import Testing

@testable import HTTP2

@Suite("Open streams")
struct StreamTableTests {
  @Test("A slot is used again, and a closed stream is remembered for a while")
  func reuse() {
    var table = StreamTable()
    for id in stride(from: UInt32(1), through: 2001, by: 2) {
      let slot = table.open(id)
      #expect(slot == 0)
      #expect(table.slot(of: id) == slot)
      #expect(table.exchanges[slot].stream == nil)
      table.exchanges[slot].stream = id
      table.close(slot)
      #expect(table.slot(of: id) == nil)
    }
    #expect(table.count == 0)
    #expect(table.isRecentlyClosed(2001))
    #expect(table.isRecentlyClosed(2001 - 2 * UInt32(HTTP2Limits.rememberedClosedStreams - 1)))
    #expect(!table.isRecentlyClosed(1))
    #expect(!table.isRecentlyClosed(2003))
  }

  @Test("The streams that have been open for long are the first to be given up")
  func eviction() {
    var table = StreamTable()
    for id in [1, 3, 5, 7] as [UInt32] { _ = table.open(id) }
    var evicted: [UInt32] = []
    while let slot = table.nextToEvict() {
      evicted.append(table.slots[slot].id)
      table.close(slot)
    }
    #expect(evicted == [1, 3, 5, 7])
  }

  @Test("Each side has its own highest identifier (RFC 9113 §5.1.1)")
  func highest() {
    var table = StreamTable()
    for id in [5, 3, 8, 2] as [UInt32] { table.raiseHighest(to: id) }
    #expect(table.highest.client == 5)
    #expect(table.highest.server == 8)
    #expect(table.highestOfBoth == 8)
  }
}
