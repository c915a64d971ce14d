import Bytes
import HTTP

/// A dynamic table (RFC 7541 §2.3.2): the newest field lines that one side inserted, first in, first out.
///
/// Entries are counted from the newest, and each table that a peer can have is the newest part of all that was ever
/// inserted: an eviction, a size update and an entry too large for the table all remove the oldest. So an index means the
/// same entry in every table that holds it, whatever lies behind. Whoever does not know the peer's limit may therefore
/// hold more than the peer does, and still resolves exactly each index that the peer can use. That covers an entry
/// too large for the peer's table, too: it is held here and not there, but everything older is gone there, so no index
/// reaches it or passes it. The same holds for an entry that counts less here than there, since its name is not known.
struct DynamicTable: FieldTable, Sendable {
  /// How well `limit` is known.
  enum LimitKnowledge: Sendable {
    /// It is the limit that the encoder uses.
    case exact
    /// The encoder's limit is this or smaller: a block that may have held a size update was lost.
    case atMost
    /// Nothing is known: the capture began in the middle of the connection.
    case unknown
  }

  /// The size that the table must not exceed (RFC 7541 §4.2), as far as `limitKnowledge` says.
  private(set) var limit: Int
  private(set) var limitKnowledge: LimitKnowledge
  /// How many entries there are.
  private(set) var count = 0
  /// The size of the entries (RFC 7541 §4.1); never more than `limit`.
  private(set) var byteCount = 0
  /// How many entries were inserted since the beginning.
  private(set) var insertionCount = 0
  /// How many entries were evicted while the limit was known exactly.
  private(set) var evictionCount = 0
  /// Entries that left the table without an index ever naming them, and what it took to insert them.
  private(set) var wasted = WastedInsertions()
  /// Whether the encoder may have entries older than those held here.
  private(set) var mayLackEntries: Bool

  /// The names and values of the entries, oldest first.
  private var text = ByteQueue()
  /// How many bytes of text were evicted since the beginning: `TableEntry.start` counts from there.
  private var evictedTextCount = 0
  private var insertedTextCount = 0
  private var ring = InsertionRing<TableEntry>()

  init(limit: Int, limitKnowledge: LimitKnowledge) {
    self.limit = limit
    self.limitKnowledge = limitKnowledge
    mayLackEntries = limitKnowledge != .exact
  }

  /// An entry, the newest at 1.
  subscript(index: Int) -> TableEntry {
    ring[insertionCount - index]
  }

  @_lifetime(borrow self)
  func line(_ entry: TableEntry) -> RawSpan {
    text.bytes.extracting(ByteRange(start: entry.start - evictedTextCount, count: entry.textCount))
  }

  /// Whether an index beyond `count` can name an entry that the encoder has and this table lacks.
  func canLack(_ index: Int) -> Bool {
    guard mayLackEntries else { return false }
    let largest = limitKnowledge == .unknown ? HPACKLimits.tableByteCount : limit - byteCount
    return (index - count) * TableEntry.overheadByteCount <= largest
  }

  /// Inserts an entry, its name and value joined, in front of the others, after evicting what leaves no room for it (RFC 7541 §4.4).
  ///
  /// - Parameters:
  ///   - wireByteCount: what it took in the field block.
  ///   - watchPlace: its place among the lines that are watched.
  mutating func insert(
    _ line: RawSpan, nameCount: Int, certainty: Certainty, wireByteCount: Int = 0, watchPlace: UInt16 = FieldWatch.none
  ) {
    let entry = TableEntry(
      start: insertedTextCount, nameCount: nameCount, valueCount: line.byteCount - nameCount, certainty: certainty,
      wireByteCount: UInt32(clamping: wireByteCount), watchPlace: watchPlace)
    if insert(entry) { text.append(line) }
  }

  /// Inserts an entry with a name, in lower case, and a value.
  mutating func insert(lowercasing name: RawSpan, value: RawSpan) {
    let entry = TableEntry(
      start: insertedTextCount, nameCount: name.byteCount, valueCount: value.byteCount, certainty: .certain)
    guard insert(entry) else { return }
    text.append(lowercased: name)
    text.append(value)
  }

  /// Makes room for an entry, whose text is to be appended next; false when it does not fit.
  private mutating func insert(_ entry: TableEntry) -> Bool {
    guard entry.byteCount <= capacity else {
      // Not an error: it empties the table.
      evict(to: 0)
      noteOldestEvicted()
      return false
    }
    evict(to: capacity - entry.byteCount)
    ring.insert(entry, at: insertionCount, keeping: count)
    insertedTextCount += entry.textCount
    insertionCount += 1
    count += 1
    byteCount += entry.byteCount
    noteRoom()
    return true
  }

  /// An index named an entry, the newest at 1. `1 <= index <= count`.
  mutating func reference(_ index: Int) {
    ring[insertionCount - index].isReferenced = true
  }

  /// Entries that no index has named, those that are still here included.
  var wastedOrUnused: WastedInsertions {
    var sum = wasted
    for index in 0..<count { sum.add(self[index + 1]) }
    return sum
  }

  /// Follows a size update (RFC 7541 §4.3).
  mutating func setLimit(_ limit: Int) {
    self.limit = limit
    limitKnowledge = .exact
    evict(to: capacity)
    noteRoom()
  }

  /// The encoder may now choose any limit up to `allowed` without a word that this table hears.
  mutating func raiseUncertainLimit(to allowed: Int) {
    guard limitKnowledge != .exact else { return }
    limit = max(limit, allowed)
  }

  /// Drops all entries, since unknown ones were inserted or evicted after them.
  mutating func forgetEntries(allowed: Int) {
    text.removeAll()
    evictedTextCount = insertedTextCount
    count = 0
    byteCount = 0
    mayLackEntries = true
    if limitKnowledge == .exact { limitKnowledge = .atMost }
    raiseUncertainLimit(to: allowed)
  }

  /// What it may really hold.
  private var capacity: Int { min(limit, HPACKLimits.tableByteCount) }

  /// Evicts the oldest entries until no more than `target` bytes are left. `0 <= target`.
  private mutating func evict(to target: Int) {
    while byteCount > target {
      let oldest = self[count]
      wasted.add(oldest)
      text.consume(oldest.textCount)
      evictedTextCount += oldest.textCount
      byteCount -= oldest.byteCount
      count -= 1
      evictionCount += limitKnowledge == .exact ? 1 : 0
      noteOldestEvicted()
    }
  }

  /// An entry had to go for want of room. If the encoder's table is no larger than this one, it went there too, and all
  /// that is older with it.
  private mutating func noteOldestEvicted() {
    mayLackEntries = limitKnowledge == .unknown || limit > capacity
  }

  /// Where no entry fits besides those held, none is lacking.
  private mutating func noteRoom() {
    if limitKnowledge != .unknown, limit - byteCount < TableEntry.overheadByteCount { mayLackEntries = false }
  }
}

/// Insertions that were of no use.
struct WastedInsertions: Sendable {
  private(set) var count = 0
  private(set) var wireByteCount = 0

  /// Counts an entry unless an index named it.
  mutating func add(_ entry: TableEntry) {
    guard !entry.isReferenced else { return }
    count += 1
    wireByteCount += Int(entry.wireByteCount)
  }
}
