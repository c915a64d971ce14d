import Bytes

/// A field line as the encoder looks for it: name and value joined, the name in lower case, and their hashes.
struct LineKey: Sendable {
  private(set) var line: [UInt8] = []
  private(set) var nameCount = 0
  private(set) var nameHash: UInt64 = 0
  private(set) var lineHash: UInt64 = 0

  /// Becomes the key of another field line, in the same storage. Names are in lower case in HTTP/2 (RFC 9113 §8.2).
  mutating func set(name: RawSpan, value: RawSpan) {
    line.removeAll(keepingCapacity: true)
    line.append(lowercased: name)
    line.append(value)
    nameCount = name.byteCount
    hash()
  }

  /// Becomes the key of a table's entry.
  mutating func set<Table: FieldTable>(_ entry: TableEntry, of table: Table) {
    line.removeAll(keepingCapacity: true)
    line.append(table.line(entry))
    nameCount = entry.nameCount
    hash()
  }

  var name: RawSpan {
    @_lifetime(borrow self)
    get { line.rawSpan.extracting(0..<nameCount) }
  }

  var value: RawSpan {
    @_lifetime(borrow self)
    get { line.rawSpan.extracting(from: nameCount) }
  }

  private mutating func hash() {
    nameHash = Self.hash(name, seed: 0)
    lineHash = Self.hash(value, seed: nameHash)
  }

  /// Eight octets a step. Bad luck or malice costs time only, no more than a look at each entry of the table.
  private static func hash(_ bytes: RawSpan, seed: UInt64) -> UInt64 {
    let count = bytes.byteCount
    var hash = mix(seed, UInt64(count))
    var offset = 0
    while count - offset > 8 {
      hash = mix(hash, bytes.uint64(at: offset))
      offset += 8
    }
    return mix(hash, lastOctets(of: bytes))
  }

  /// The last eight octets, or all of fewer; of four to seven some twice.
  private static func lastOctets(of bytes: RawSpan) -> UInt64 {
    let count = bytes.byteCount
    switch count {
    case 8...: return bytes.uint64(at: count - 8)
    case 4...: return UInt64(bytes.uint32(at: 0)) << 32 | UInt64(bytes.uint32(at: count - 4))
    case 2...: return UInt64(bytes.uint16(at: 0)) << 32 | UInt64(bytes.uint16(at: count - 2))
    case 1: return UInt64(bytes.byte(at: 0))
    default: return 0
    }
  }

  private static func mix(_ hash: UInt64, _ octets: UInt64) -> UInt64 {
    // An odd number with well mixed bits, 2^64 divided by the golden ratio; hashes wrap around on purpose.
    let product = (hash ^ octets) &* 0x9E37_79B9_7F4A_7C15
    return product ^ (product >> 32)
  }
}

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
    var key = LineKey()
    for index in stride(from: table.count, to: 0, by: -1) {
      key.set(table[index], of: table)
      insert(key, keeping: table.count - index)
    }
  }

  /// Takes in the table's newest entry. `kept` is how many older ones the table still has.
  mutating func insert(_ key: LineKey, keeping kept: Int) {
    names.insert(key.nameHash, at: insertionCount, keeping: kept)
    lines.insert(key.lineHash, at: insertionCount, keeping: kept)
    insertionCount += 1
  }

  /// The lowest index with a name and value, or nil.
  func firstLine<Table: FieldTable>(_ key: LineKey, in table: Table) -> Int? {
    var candidate = lines.newest(key.lineHash, since: insertionCount - table.count)
    while let insertion = candidate {
      let entry = table[insertionCount - insertion]
      if entry.nameCount == key.nameCount, table.line(entry).equals(key.line.rawSpan) {
        return insertionCount - insertion
      }
      candidate = lines.next(after: insertion, since: insertionCount - table.count)
    }
    return nil
  }

  /// The lowest index with a name, or nil.
  func firstName<Table: FieldTable>(_ key: LineKey, in table: Table) -> Int? {
    var candidate = names.newest(key.nameHash, since: insertionCount - table.count)
    while let insertion = candidate {
      if table.name(table[insertionCount - insertion]).equals(key.name) { return insertionCount - insertion }
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
