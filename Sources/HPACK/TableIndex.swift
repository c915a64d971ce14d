import Bytes

/// Finds a table's entries by name, and by name and value.
struct TableIndex: Sendable {
  private var names = HashChains()
  private var lines = HashChains()
  private var insertionCount = 0

  /// The index of the static table.
  static let ofStaticTable = TableIndex(of: StaticTable.shared)

  init() {}

  /// An index of all entries of a table.
  private init<Table: FieldTable>(of table: Table) {
    for index in stride(from: table.count, to: 0, by: -1) {
      let entry = table[index]
      let line = table.line(entry)
      let key = LineKey(name: line.extracting(0..<entry.nameCount), value: line.extracting(from: entry.nameCount))
      insert(key, keeping: table.count - index)
    }
  }

  /// Takes in the table's newest entry. `kept` is how many older ones the table still has.
  mutating func insert(_ key: borrowing LineKey, keeping kept: Int) {
    names.insert(key.nameHash, at: insertionCount, keeping: kept)
    lines.insert(key.lineHash, at: insertionCount, keeping: kept)
    insertionCount += 1
  }

  /// The lowest index with a name and value, or nil.
  func firstLine<Table: FieldTable>(_ key: borrowing LineKey, in table: Table) -> Int? {
    var candidate = lines.newest(key.lineHash, since: insertionCount - table.count)
    while let insertion = candidate {
      let entry = table[insertionCount - insertion]
      if key.isLine(table.line(entry), nameCount: entry.nameCount) { return insertionCount - insertion }
      candidate = lines.next(after: insertion, since: insertionCount - table.count)
    }
    return nil
  }

  /// The lowest index with a name, or nil.
  func firstName<Table: FieldTable>(_ key: borrowing LineKey, in table: Table) -> Int? {
    var candidate = names.newest(key.nameHash, since: insertionCount - table.count)
    while let insertion = candidate {
      if key.hasName(table.name(table[insertionCount - insertion])) { return insertionCount - insertion }
      candidate = names.next(after: insertion, since: insertionCount - table.count)
    }
    return nil
  }
}

/// The insertions with the same hash, each chain from the newest to older ones.
private struct HashChains: Sendable {
  private struct Link: Sendable, BitwiseCopyable {
    let hash: UInt64
    /// The insertion before this one in the same bucket, -1 for none.
    let older: Int
  }

  /// The newest insertion in each bucket, -1 for none.
  private var newest = [Int](repeating: -1, count: bucketCount)
  private var links = InsertionRing<Link>()

  /// Twice the entries that a table of 4,096 bytes can have.
  private static let bucketCount = 256

  mutating func insert(_ hash: UInt64, at insertion: Int, keeping kept: Int) {
    let bucket = Int(truncatingIfNeeded: hash) & (Self.bucketCount - 1)
    links.insert(Link(hash: hash, older: newest[bucket]), at: insertion, keeping: kept)
    newest[bucket] = insertion
  }

  /// The newest insertion with a hash, no older than `oldest`.
  func newest(_ hash: UInt64, since oldest: Int) -> Int? {
    first(hash, from: newest[Int(truncatingIfNeeded: hash) & (Self.bucketCount - 1)], since: oldest)
  }

  /// The next older insertion with the same hash, no older than `oldest`.
  func next(after insertion: Int, since oldest: Int) -> Int? {
    first(links[insertion].hash, from: links[insertion].older, since: oldest)
  }

  private func first(_ hash: UInt64, from newest: Int, since oldest: Int) -> Int? {
    var insertion = newest
    while insertion >= oldest, insertion >= 0 {
      if links[insertion].hash == hash { return insertion }
      insertion = links[insertion].older
    }
    return nil
  }
}
