import Bytes
import HTTP

/// A good encoder (RFC 7541): what a connection's header sections cost under HPACK.
///
/// It is greedy: an entry with the same name and value becomes an index, any other line a literal that is inserted, with
/// the name of an entry where one has it. Only a line too large for the table is not inserted. Strings are in the Huffman
/// code when that is shorter.
package struct HPACKEncoder: Sendable {
  private(set) var table: DynamicTable
  private var tableIndex = TableIndex()
  // Held here, since a look at a global costs more than most lines.
  private let staticTable = StaticTable.shared
  private let staticTableIndex = TableIndex.ofStaticTable
  /// A name in lower case: kept for its storage.
  private var lowercasedName: [UInt8] = []
  /// The limits that the next block must begin with (RFC 7541 §4.2); nil when nothing changed.
  private var pendingUpdate: LimitChange?
  /// Which entry each line of the last sections was, by its place: the sections of a connection are much alike, and to
  /// compare a line with one entry costs less than to search for it.
  private var usual: [UsualEntry] = []
  /// The place of the next line.
  private var place = 0

  /// An entry of either table.
  private enum UsualEntry: BitwiseCopyable {
    /// By its index.
    case fixed(Int)
    /// By how many were inserted before.
    case inserted(Int)
  }

  /// How the table's limit changed since the last block.
  private struct LimitChange {
    let smallest: Int
    let last: Int

    /// The limits to signal, in order.
    var limits: [Int] { smallest < last ? [smallest, last] : [last] }
  }

  /// How a line is sent (RFC 7541 §6).
  private enum Representation {
    /// As an index.
    case indexed(Int)
    /// As a literal with the name of an entry, or with a name of its own where `nameIndex` is 0.
    case literal(nameIndex: Int, isInserted: Bool)
  }

  /// An encoder for a connection's first block. A limit other than the initial 4,096 bytes begins it with a size update.
  package init(tableByteCount: Int = HPACKDecoder.initialTableByteCount) {
    table = DynamicTable(limit: HPACKDecoder.initialTableByteCount, limitKnowledge: .exact)
    if tableByteCount != HPACKDecoder.initialTableByteCount { setTableByteCount(tableByteCount) }
  }

  /// Changes the table's limit between two blocks; the next line is preceded by the size updates that this calls for.
  package mutating func setTableByteCount(_ count: Int) {
    let limit = min(max(0, count), HPACKLimits.tableByteCount)
    table.setLimit(limit)
    pendingUpdate = LimitChange(smallest: min(pendingUpdate?.smallest ?? limit, limit), last: limit)
  }

  /// Begins a section.
  package mutating func beginSection() {
    place = 0
  }

  /// How many octets the next field line of the connection takes. The table changes as if it was sent.
  package mutating func encodedByteCount(name: RawSpan, value: RawSpan) -> Int {
    defer { place += 1 }
    if pendingUpdate == nil, let index = usualIndex(name: name, value: value) {
      return BlockWriter.byteCount(ofInteger: index, prefixBitCount: 7)
    }
    let key = LineKey(name: name, value: value)
    var count = 0
    if let update = takeUpdate() {
      for limit in update.limits { count += BlockWriter.byteCount(ofInteger: limit, prefixBitCount: 5) }
    }
    switch representation(of: key) {
    case .indexed(let index):
      count += BlockWriter.byteCount(ofInteger: index, prefixBitCount: 7)
      keep(index <= StaticTable.count ? .fixed(index) : .inserted(table.insertionCount - (index - StaticTable.count)))
    case .literal(let nameIndex, let isInserted):
      count += BlockWriter.byteCount(ofInteger: nameIndex, prefixBitCount: isInserted ? 6 : 4)
      if nameIndex == 0 {
        lowercase(name)
        count += BlockWriter.byteCount(ofString: lowercasedName.rawSpan)
      }
      count += BlockWriter.byteCount(ofString: value)
      if isInserted {
        keep(.inserted(table.insertionCount))
        insert(key)
      }
    }
    return count
  }

  /// The index of the usual entry of the next line's place, if it has that name and value.
  ///
  /// No line is twice in the table, so that there is no lower index.
  @inline(__always)
  private func usualIndex(name: RawSpan, value: RawSpan) -> Int? {
    guard place < usual.count else { return nil }
    switch usual[place] {
    case .fixed(let index):
      let entry = staticTable[index]
      return LineKey.isLine(staticTable.line(entry), nameCount: entry.nameCount, name, value) ? index : nil
    case .inserted(let insertion):
      let index = table.insertionCount - insertion
      guard index <= table.count else { return nil }
      let entry = table[index]
      return LineKey.isLine(table.line(entry), nameCount: entry.nameCount, name, value)
        ? StaticTable.count + index : nil
    }
  }

  /// Makes an entry the usual one of the next line's place.
  private mutating func keep(_ entry: UsualEntry) {
    if place < usual.count {
      usual[place] = entry
    } else if place == usual.count, place < HPACKLimits.usualEntries {
      usual.append(entry)
    }
  }

  /// Appends the next field line of the connection to a block.
  package mutating func encode(name: RawSpan, value: RawSpan, into block: inout [UInt8]) {
    let key = LineKey(name: name, value: value)
    if let update = takeUpdate() {
      for limit in update.limits {
        BlockWriter.append(integer: limit, prefixBitCount: 5, pattern: 0x20, to: &block)
      }
    }
    switch representation(of: key) {
    case .indexed(let index):
      BlockWriter.append(integer: index, prefixBitCount: 7, pattern: 0x80, to: &block)
    case .literal(let nameIndex, let isInserted):
      BlockWriter.append(
        integer: nameIndex, prefixBitCount: isInserted ? 6 : 4, pattern: isInserted ? 0x40 : 0, to: &block)
      if nameIndex == 0 {
        lowercase(name)
        BlockWriter.append(string: lowercasedName.rawSpan, to: &block)
      }
      BlockWriter.append(string: value, to: &block)
      if isInserted { insert(key) }
    }
  }

  /// What to signal before the next line; nil after that.
  private mutating func takeUpdate() -> LimitChange? {
    defer { pendingUpdate = nil }
    return pendingUpdate
  }

  // Inlined, since to lend it an encoder that is being changed copies the encoder.
  @inline(__always)
  private func representation(of key: borrowing LineKey) -> Representation {
    // A line of the static table is never inserted, so that it does not matter which table is looked at first.
    if let index = tableIndex.firstLine(key, in: table) { return .indexed(StaticTable.count + index) }
    if let index = staticTableIndex.firstLine(key, in: staticTable) { return .indexed(index) }
    let isInserted = key.tableByteCount <= table.limit
    if let index = staticTableIndex.firstName(key, in: staticTable) {
      return .literal(nameIndex: index, isInserted: isInserted)
    }
    let index = tableIndex.firstName(key, in: table)
    return .literal(nameIndex: index.map { StaticTable.count + $0 } ?? 0, isInserted: isInserted)
  }

  private mutating func lowercase(_ name: RawSpan) {
    lowercasedName.removeAll(keepingCapacity: true)
    lowercasedName.append(lowercased: name)
  }

  private mutating func insert(_ key: borrowing LineKey) {
    table.insert(lowercasing: key.name, value: key.value)
    tableIndex.insert(key, keeping: table.count - 1)
  }
}
