import Bytes

/// A field line that a direction sent, as it is remembered: 32 bytes.
struct WatchedLine: Sendable, BitwiseCopyable {
  /// Tells it from other lines.
  let print: UInt64
  /// Its size in a table (RFC 7541 §4.1).
  let tableByteCount: UInt32
  /// What its value takes as a string literal.
  let valueByteCount: UInt32
  /// The place of its name.
  let name: UInt16
  /// Its index in the static table; 0 when it is not in there.
  let staticIndex: UInt8
  /// How many insertions there had been when it was inserted last; -1 for never.
  var insertion: Int32 = -1
}

/// A field name that a direction sent, and what its lines cost.
struct WatchedName: Sendable, BitwiseCopyable {
  let print: UInt64
  let text: ByteRange
  /// What it takes as a string literal.
  let literalByteCount: UInt32
  /// The lowest index in the static table; 0 when it is not in there.
  let staticIndex: UInt8
  var cost = FieldCost()

  /// What it takes where no entry of the dynamic table has it (RFC 7541 §6.2).
  func byteCount(inserted isInserted: Bool) -> Int {
    guard staticIndex == 0 else {
      return BlockWriter.byteCount(ofInteger: Int(staticIndex), prefixBitCount: isInserted ? 6 : 4)
    }
    return 1 + Int(literalByteCount)
  }
}

/// Remembers the field lines of a direction's first blocks: what each name cost, and what the blocks would have taken with a
/// dynamic table of another size.
///
/// `HPACKLimits.watchedBlocks`, `modelledLines` and `modelledNames` bound it to about 32 KiB, which are freed with the last of
/// these blocks; a page load's connection has about 8.
package struct FieldWatch: Sendable {
  private var blocksLeft = HPACKLimits.watchedBlocks
  /// Whether nothing more than the block at hand can be looked at.
  private var isFull = false
  /// Whether the encoder's own choices are known.
  private let knowsChoices: Bool
  private var lines: [WatchedLine] = []
  private var names: [WatchedName] = []
  private var nameText: [UInt8] = []
  /// The places of lines by their fingerprints' low bits, and behind them; `none` where there is none.
  private var linePlaces: [UInt16] = []
  private var greedy = TableSizeModel()
  private var own = TableSizeModel()
  private var summary = FieldWatchSummary()
  /// The line at hand, name and value joined, the name in lower case: kept for its storage.
  private var line: [UInt8] = []
  private let staticTable = StaticTable.shared
  private let staticTableIndex = TableIndex.ofStaticTable

  /// No line: those that are not remembered.
  static let none = UInt16.max

  /// - Parameter knowsChoices: whether the lines come from HPACK; else they are text that nobody encoded.
  package init(knowsChoices: Bool = true) {
    self.knowsChoices = knowsChoices
  }

  /// Whether lines are still looked at.
  package var isWatching: Bool { blocksLeft > 0 }

  /// What was seen so far.
  package var concluded: FieldWatchSummary {
    var concluded = summary
    if summary.blocks > 0 {
      concluded.greedy = greedy.costs
      if knowsChoices { concluded.own = own.costs }
    }
    for name in names { concluded.add(name.cost, of: nameText.rawSpan.extracting(name.text)) }
    return concluded
  }

  /// A block of so many bytes is over.
  mutating func endBlock(wireByteCount: Int) {
    guard isWatching else { return }
    summary.blocks += 1
    summary.wireByteCount += wireByteCount
    blocksLeft -= 1
    if blocksLeft == 0 || isFull { end() }
  }

  /// Frees what is remembered and keeps what was counted.
  mutating func end() {
    summary = concluded
    blocksLeft = 0
    greedy.end()
    own.end()
    // The costs by name and size are in the summary now.
    lines = []
    names = []
    nameText = []
    linePlaces = []
  }

  // MARK: Lines

  /// A line was sent as an index of the static table.
  mutating func noteStatic(_ index: Int) {
    guard isWatching else { return }
    addFixed(1)
    let table = staticTable
    let entry = table[index]
    let line = table.line(entry)
    guard let name = namePlace(line.extracting(0..<entry.nameCount)) else { return }
    names[name].cost.add(listByteCount: entry.textCount, wireByteCount: 1, isHit: true)
  }

  /// A line was sent as an index of the dynamic table, which remembers the line's place.
  mutating func noteDynamic(_ place: UInt16, wireByteCount: Int) {
    guard isWatching else { return }
    // An entry that was inserted before the capture, or in a gap.
    guard Int(place) < lines.count else { return addUnknown(wireByteCount) }
    count(Int(place), wireByteCount: wireByteCount, isHit: true, isInserted: true)
  }

  /// A line was sent as a literal; answers its place.
  ///
  /// - Parameters:
  ///   - line: name and value, joined.
  ///   - insertion: how many insertions there were before, when it is inserted.
  ///   - oldestInsertion: that of the oldest entry that the table has.
  mutating func noteLiteral(
    _ line: RawSpan, nameCount: Int, wireByteCount: Int, insertion: Int?, oldestInsertion: Int
  ) -> UInt16 {
    guard isWatching else { return Self.none }
    guard let place = place(of: line, nameCount: nameCount) else {
      addUnknown(wireByteCount)
      return Self.none
    }
    if let insertion {
      let before = Int(lines[place].insertion)
      if before >= 0, before < oldestInsertion { summary.reInsertions += 1 }
      lines[place].insertion = Int32(clamping: insertion)
    }
    count(place, wireByteCount: wireByteCount, isHit: false, isInserted: insertion != nil)
    return UInt16(truncatingIfNeeded: place)
  }

  /// Counts a line that cannot be remembered: it takes with each table what it took.
  private mutating func addUnknown(_ wireByteCount: Int) {
    isFull = true
    addFixed(wireByteCount)
  }

  private mutating func addFixed(_ byteCount: Int) {
    begin()
    greedy.addFixed(byteCount)
    if knowsChoices { own.addFixed(byteCount) }
  }

  private mutating func begin() {
    greedy.begin()
    if knowsChoices { own.begin() }
  }

  private mutating func count(_ place: Int, wireByteCount: Int, isHit: Bool, isInserted: Bool) {
    let line = lines[place]
    let name = names[Int(line.name)]
    names[Int(line.name)].cost.add(
      listByteCount: Int(line.tableByteCount) - TableEntry.overheadByteCount, wireByteCount: wireByteCount,
      isHit: isHit)
    if line.staticIndex == 0 {
      greedy.add(line, at: place, name, isInserted: true)
    } else {
      greedy.addFixed(1)
    }
    if knowsChoices { own.add(line, at: place, name, isInserted: isInserted) }
  }

  // MARK: Text

  /// A line that was sent as text, and took so many bytes.
  package mutating func noteText(name: RawSpan, value: RawSpan, wireByteCount: Int) {
    guard isWatching else { return }
    line.removeAll(keepingCapacity: true)
    line.append(lowercased: name)
    line.append(value)
    let joined = line
    _ = noteLiteral(
      joined.rawSpan, nameCount: name.byteCount, wireByteCount: wireByteCount, insertion: nil, oldestInsertion: 0)
  }

  /// A section of so many bytes of text is over.
  package mutating func endSection(wireByteCount: Int) {
    endBlock(wireByteCount: wireByteCount)
  }

  // MARK: Places

  /// The place of a line, which gets one if need be; nil when there are too many.
  private mutating func place(of line: RawSpan, nameCount: Int) -> Int? {
    // Another end of the name makes another line. The product wraps around on purpose.
    let counts = UInt64(truncatingIfNeeded: line.byteCount << 32 + nameCount)
    let print = line.fingerprint ^ counts &* 0x9E37_79B9_7F4A_7C15
    if lines.count * 2 >= linePlaces.count { growPlaces() }
    let slot = slot(of: print)
    if linePlaces[slot] != Self.none { return Int(linePlaces[slot]) }
    let nameBytes = line.extracting(0..<nameCount)
    let value = line.extracting(from: nameCount)
    guard lines.count < HPACKLimits.modelledLines, let name = namePlace(nameBytes) else { return nil }
    let staticIndex = staticTableIndex.firstLine(LineKey(name: nameBytes, value: value), in: staticTable) ?? 0
    linePlaces[slot] = UInt16(truncatingIfNeeded: lines.count)
    lines.append(
      WatchedLine(
        print: print, tableByteCount: UInt32(clamping: line.byteCount + TableEntry.overheadByteCount),
        valueByteCount: UInt32(clamping: BlockWriter.byteCount(ofString: value)),
        name: UInt16(truncatingIfNeeded: name), staticIndex: UInt8(truncatingIfNeeded: staticIndex)))
    greedy.prepare(line: lines.count - 1, name: name)
    if knowsChoices { own.prepare(line: lines.count - 1, name: name) }
    begin()
    return lines.count - 1
  }

  private func slot(of print: UInt64) -> Int {
    let mask = linePlaces.count - 1
    var slot = Int(truncatingIfNeeded: print ^ print >> 32) & mask
    while linePlaces[slot] != Self.none, lines[Int(linePlaces[slot])].print != print { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func growPlaces() {
    linePlaces = [UInt16](repeating: Self.none, count: max(32, linePlaces.count * 2))
    for place in lines.indices {
      linePlaces[slot(of: lines[place].print)] = UInt16(truncatingIfNeeded: place)
    }
  }

  private mutating func namePlace(_ name: RawSpan) -> Int? {
    let print = name.fingerprint &+ UInt64(truncatingIfNeeded: name.byteCount)  // Only tells names apart.
    if let place = names.firstIndex(where: { $0.print == print }) { return place }
    guard names.count < HPACKLimits.modelledNames, name.byteCount <= HPACKLimits.modelledNameByteCount else {
      return nil
    }
    let start = nameText.count
    nameText.append(name)
    let nothing: [UInt8] = []
    let key = LineKey(name: name, value: nothing.rawSpan)
    names.append(
      WatchedName(
        print: print, text: ByteRange(start: start, count: name.byteCount),
        literalByteCount: UInt32(clamping: BlockWriter.byteCount(ofString: name)),
        staticIndex: UInt8(truncatingIfNeeded: staticTableIndex.firstName(key, in: staticTable) ?? 0)))
    return names.count - 1
  }
}
