/// Encodes field lines with dynamic tables of all sizes at once, and counts what that takes.
///
/// A dynamic table is first in, first out: a line is in one of size S as long as what was inserted since, itself included, is
/// not larger than S. So of each table no more is kept than how much was inserted, and of each line and name how much had been
/// when it was inserted last: 72 bytes a line and as much a name.
struct TableSizeModel: Sendable {
  /// When something was inserted: how many bytes and entries had been before.
  private struct Insertion: Sendable, BitwiseCopyable {
    var byteCount = UInt32.max
    var entryCount: UInt32 = 0

    static let none = Insertion()
  }

  private static let count = TableSizes.limited.count
  /// What was inserted into each table.
  private var inserted: [Insertion] = []
  /// For each line and name, and for each table.
  private var lines: [Insertion] = []
  private var names: [Insertion] = []
  /// Which lines and names were inserted at all, for the table without limit.
  private var lineOrdinals: [UInt32?] = []
  private var nameOrdinals: [UInt32?] = []
  private var ordinal: UInt32 = 0
  private var byteCounts: [Int] = []

  var costs: TableSizeCosts { TableSizeCosts(byteCounts: byteCounts) }

  /// Begins with empty tables. To be called before a line is counted.
  mutating func begin() {
    guard byteCounts.isEmpty else { return }
    inserted = [Insertion](repeating: Insertion(byteCount: 0), count: Self.count)
    byteCounts = [Int](repeating: 0, count: TableSizes.all.count)
  }

  /// Forgets the tables and keeps what was counted.
  mutating func end() {
    let counted = byteCounts
    self = TableSizeModel()
    byteCounts = counted
  }

  /// Makes room for a line and its name; both count from 0 without gaps.
  mutating func prepare(line: Int, name: Int) {
    while lineOrdinals.count <= line {
      lineOrdinals.append(nil)
      lines.append(contentsOf: repeatElement(.none, count: Self.count))
    }
    while nameOrdinals.count <= name {
      nameOrdinals.append(nil)
      names.append(contentsOf: repeatElement(.none, count: Self.count))
    }
  }

  /// Counts a line that takes the same with each table.
  mutating func addFixed(_ byteCount: Int) {
    for place in byteCounts.indices { byteCounts[place] += byteCount }
  }

  /// Counts a line.
  ///
  /// - Parameter isInserted: whether the encoder puts it into its table where it finds room.
  mutating func add(_ line: WatchedLine, at linePlace: Int, _ name: WatchedName, isInserted: Bool) {
    let fixed = Int(line.valueByteCount)
    byteCounts[0] += fixed + name.byteCount(inserted: false)
    addUnlimited(line, at: linePlace, name, isInserted: isInserted)
    for place in 0..<Self.count {
      let index = linePlace * Self.count + place
      let since = inserted[place].byteCount &- lines[index].byteCount  // Modulo 2^32: never inserted is far away.
      if lines[index].byteCount != .max, since <= TableSizes.limited[place] {
        byteCounts[place + 1] += Self.indexByteCount(inserted[place].entryCount - lines[index].entryCount)
        continue
      }
      let nameIndex = Int(line.name) * Self.count + place
      let nameSince = inserted[place].byteCount &- names[nameIndex].byteCount
      let fits = isInserted && line.tableByteCount <= TableSizes.limited[place]
      var cost = fixed
      if name.staticIndex == 0, names[nameIndex].byteCount != .max, nameSince <= TableSizes.limited[place] {
        cost += Self.nameIndexByteCount(
          inserted[place].entryCount - names[nameIndex].entryCount, isInserted: fits)
      } else {
        cost += name.byteCount(inserted: fits)
      }
      byteCounts[place + 1] += cost
      guard fits else { continue }
      lines[index] = inserted[place]
      names[nameIndex] = inserted[place]
      inserted[place].byteCount += line.tableByteCount
      inserted[place].entryCount += 1
    }
  }

  private mutating func addUnlimited(_ line: WatchedLine, at place: Int, _ name: WatchedName, isInserted: Bool) {
    let last = byteCounts.count - 1
    if let before = lineOrdinals[place] {
      byteCounts[last] += Self.indexByteCount(ordinal - before)
      return
    }
    byteCounts[last] += Int(line.valueByteCount)
    if name.staticIndex == 0, let before = nameOrdinals[Int(line.name)] {
      byteCounts[last] += Self.nameIndexByteCount(ordinal - before, isInserted: isInserted)
    } else {
      byteCounts[last] += name.byteCount(inserted: isInserted)
    }
    guard isInserted else { return }
    lineOrdinals[place] = ordinal
    nameOrdinals[Int(line.name)] = ordinal
    ordinal += 1
  }

  /// What an index takes of an entry that so many were inserted since, itself included (RFC 7541 §6.1).
  private static func indexByteCount(_ distance: UInt32) -> Int {
    BlockWriter.byteCount(ofInteger: StaticTable.count + Int(distance), prefixBitCount: 7)
  }

  /// The same of a name's index (RFC 7541 §6.2).
  private static func nameIndexByteCount(_ distance: UInt32, isInserted: Bool) -> Int {
    BlockWriter.byteCount(ofInteger: StaticTable.count + Int(distance), prefixBitCount: isInserted ? 6 : 4)
  }
}
