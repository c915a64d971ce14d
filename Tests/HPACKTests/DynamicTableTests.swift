import HTTP
import Testing

@testable import HPACK

@Suite("Dynamic table")
struct DynamicTableTests {
  private func table(limit: Int, _ lines: [(String, String)] = []) -> DynamicTable {
    var table = DynamicTable(limit: limit, limitKnowledge: .exact)
    for (name, value) in lines { insert(name, value, into: &table) }
    return table
  }

  private func insert(_ name: String, _ value: String, into table: inout DynamicTable) {
    table.insert([UInt8]((name + value).utf8).rawSpan, nameCount: name.utf8.count, certainty: .certain)
  }

  @Test("An entry fits exactly, and evicts nothing")
  func exactFit() {
    let table = table(limit: 70, [("a", "b"), ("cd", "ef")])
    #expect(text(of: table) == ["(s = 36) cd: ef", "(s = 34) a: b"])
    #expect(table.byteCount == 70)
    #expect(table.evictionCount == 0)
  }

  @Test("An entry one byte too large for the rest evicts one")
  func eviction() {
    let table = table(limit: 69, [("a", "b"), ("cd", "ef")])
    #expect(text(of: table) == ["(s = 36) cd: ef"])
    #expect(table.evictionCount == 1)
  }

  @Test("RFC 7541 §4.4: an entry larger than the table empties it")
  func tooLarge() {
    var table = table(limit: 70, [("a", "b"), ("c", "d")])
    insert("name", String(repeating: "v", count: 35), into: &table)
    #expect(table.count == 0)
    #expect(table.byteCount == 0)
    insert("a", "c", into: &table)
    #expect(text(of: table) == ["(s = 34) a: c"])
  }

  @Test("RFC 7541 §4.3: a lower limit evicts the oldest, a higher one nothing")
  func limits() {
    var table = table(limit: 4096, [("a", "1"), ("b", "2"), ("c", "3")])
    table.setLimit(101)
    #expect(text(of: table) == ["(s = 34) c: 3", "(s = 34) b: 2"])
    table.setLimit(4096)
    #expect(table.count == 2)
    table.setLimit(0)
    #expect(table.count == 0)
    insert("a", "1", into: &table)
    #expect(table.count == 0)
  }

  @Test("Many entries pass through; the newest stay, in order")
  func longRun() {
    var table = table(limit: 4096)
    for number in 0..<10_000 { insert("n\(number)", "", into: &table) }
    let size = 32 + 5
    #expect(table.count == 4096 / size)
    for index in 1...table.count {
      var name: [UInt8] = []
      table.appendName(table[index], to: &name)
      #expect(name == [UInt8]("n\(10_000 - index)".utf8))
    }
    #expect(table.insertionCount == 10_000)
    #expect(table.insertionCount - table.evictionCount == table.count)
  }

  @Test("Entries without text")
  func empty() {
    let table = table(limit: 64, [("", ""), ("", ""), ("", "")])
    #expect(text(of: table) == ["(s = 32) : ", "(s = 32) : "])
  }
}
