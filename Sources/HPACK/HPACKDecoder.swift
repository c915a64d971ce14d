import Bytes
import HTTP

/// Decodes one direction's field blocks (RFC 7541), in the order in which they were sent.
package struct HPACKDecoder: Sendable {
  /// What it did so far.
  package private(set) var statistics = HPACKStatistics()

  private(set) var table: DynamicTable
  private var watch = RepetitionWatch()
  private var fields = FieldWatch()
  // Held here, since a look at a global costs more than all the rest of a short field line.
  private let staticTable = StaticTable.shared
  private var huffman = HuffmanMemory()
  /// What the decoding side allows (its SETTINGS_HEADER_TABLE_SIZE); nil when the capture began after it was said.
  private var allowedTableByteCount: Int?
  /// The smallest limit allowed since the last block, which the next one must obey (RFC 7541 §4.2); nil if none was set.
  private var smallestAllowedTableByteCount: Int?

  /// What it did so far, with what can only be told of all blocks together.
  package var concludedStatistics: HPACKStatistics {
    var concluded = statistics
    let wasted = table.wastedOrUnused
    concluded.wastedInsertions = wasted.count
    concluded.wastedInsertionByteCount = wasted.wireByteCount
    concluded.repetition = watch.repetition
    concluded.watched = fields.concluded
    return concluded
  }

  /// The limit before any SETTINGS (RFC 9113 §6.5.2).
  package static let initialTableByteCount = 4096

  /// The dynamic table's size (RFC 7541 §4.1); nil while the encoder's limit is not known, and with it what was evicted.
  private var tableByteCount: Int? { table.limitKnowledge == .exact ? table.byteCount : nil }

  /// How a decoder stands behind a section.
  package struct Standing: Sendable {
    /// The dynamic table's size (RFC 7541 §4.1); nil while it is not known.
    package let tableByteCount: Int?
    /// Whether a secret was ever put into the dynamic table.
    package let hasSensitiveInsertions: Bool
  }

  /// Counts the section that was decoded last.
  ///
  /// All in one call that changes the decoder, since to lend it for a look costs its caller a copy.
  ///
  /// - Parameter http1ByteCount: what it takes as HTTP/1.1 text, which whoever knows requests from responses can say.
  @discardableResult
  package mutating func endSection(wireByteCount: Int, http1ByteCount: Int) -> Standing {
    statistics.addSection(wireByteCount: wireByteCount, http1ByteCount: http1ByteCount)
    return Standing(tableByteCount: tableByteCount, hasSensitiveInsertions: statistics.sensitiveInsertions > 0)
  }

  /// A decoder for a connection's first block, or for one in the middle of it.
  ///
  /// - Parameter isFromStart: false when the capture began in the middle of the connection: entries may have been inserted
  ///   before, and an index that names one of them yields a line that is `unknown`.
  package init(isFromStart: Bool) {
    if isFromStart {
      table = DynamicTable(limit: Self.initialTableByteCount, limitKnowledge: .exact)
      allowedTableByteCount = Self.initialTableByteCount
    } else {
      table = DynamicTable(limit: HPACKLimits.unknownTableByteCount, limitKnowledge: .unknown)
    }
  }

  /// Decodes alone from now on: what lines cost, and would have cost, is not followed any more.
  package mutating func stopWatching() {
    watch.end()
    fields.end()
  }

  /// Takes note of the limit that this decoder's side allows (its SETTINGS_HEADER_TABLE_SIZE), once the encoder's side has
  /// acknowledged it. The table itself changes only with a size update in a block (RFC 7541 §4.2).
  package mutating func setAllowedTableByteCount(_ count: Int) {
    let count = max(0, count)
    allowedTableByteCount = count
    smallestAllowedTableByteCount = min(smallestAllowedTableByteCount ?? count, count)
    table.raiseUncertainLimit(to: count)
  }

  /// Takes note that a block was lost: how many entries it inserted is not known, so no index can name an older one.
  package mutating func forgetEntries() {
    table.forgetEntries(allowed: allowedTableByteCount ?? 0)
  }

  /// Decodes one whole field block (the fragments of HEADERS or PUSH_PROMISE and CONTINUATION joined) and appends its
  /// field lines to a section.
  ///
  /// Each block of a connection must come here, also of streams that nobody wants: the table lives on them.
  ///
  /// - Returns: what ended the block, else the first thing that was wrong with it, else nil. What came before an error
  ///   that `endsBlock` stays in the section; other errors leave nothing out, save a section that is too large.
  package mutating func decode(_ block: RawSpan, into section: inout FieldSection) -> HPACKError? {
    var reader = BlockReader(block)
    var progress = BlockProgress(updateDue: block.isEmpty ? nil : takeUpdateDue())
    let insertionsBefore = table.insertionCount
    let evictionsBefore = table.evictionCount
    var lineStart = section.text.count
    do throws(HPACKError) {
      while let octet = reader.nextOctet {
        lineStart = section.text.count
        // RFC 7541 §6: the first ones and zeros tell the representations apart.
        if octet & 0x80 != 0 {
          try decodeIndexed(&reader, into: &section, &progress)
        } else if octet & 0x40 != 0 {
          try decodeLiteral(.incremental, &reader, into: &section, &progress)
        } else if octet & 0x20 != 0 {
          try decodeSizeUpdate(&reader, &progress)
        } else {
          try decodeLiteral(octet & 0x10 != 0 ? .never : .none, &reader, into: &section, &progress)
        }
      }
    } catch {
      progress.end(error)
      section.text.removeLast(section.text.count - lineStart)
      forgetEntries()
    }
    if progress.listByteCount > HPACKLimits.listByteCount {
      progress.note(.headerListTooLarge(byteCount: progress.listByteCount))
    }
    watch.endBlock()
    fields.endBlock(wireByteCount: block.byteCount)
    if let tableByteCount {
      statistics.tableByteCountSum += tableByteCount
      statistics.tableByteCountBlocks += 1
    }
    statistics.blocks += 1
    statistics.wireByteCount += block.byteCount
    statistics.insertions += table.insertionCount - insertionsBefore
    statistics.evictions += table.evictionCount - evictionsBefore
    statistics.failedBlocks += progress.error == nil ? 0 : 1
    return progress.error
  }

  /// The limit that the next block must not begin without: one below the limit in use, set since the last block.
  private mutating func takeUpdateDue() -> Int? {
    defer { smallestAllowedTableByteCount = nil }
    guard table.limitKnowledge == .exact, let smallest = smallestAllowedTableByteCount, smallest < table.limit else {
      return nil
    }
    return smallest
  }
}

// MARK: - Representations (RFC 7541 §6)

extension HPACKDecoder {
  /// What a literal says about the table (RFC 7541 §6.2.1, §6.2.2, §6.2.3).
  private enum Indexing {
    case incremental
    case none
    case never
  }

  /// RFC 7541 §6.1.
  ///
  /// ```
  ///   0   1   2   3   4   5   6   7
  /// +---+---+---+---+---+---+---+---+
  /// | 1 |        Index (7+)         |
  /// +---+---------------------------+
  /// ```
  @_lifetime(reader: copy reader)
  private mutating func decodeIndexed(
    _ reader: inout BlockReader, into section: inout FieldSection, _ progress: inout BlockProgress
  ) throws(HPACKError) {
    let wireStart = reader.position
    let index = try reader.readInteger(prefixBitCount: 7)
    guard index > 0 else { throw .indexZero }
    progress.beginFieldLine(inUse: table.limit)

    if index <= StaticTable.count {
      let entry = staticTable[index]
      statistics.indexedStatic += 1
      watch.noteStatic(index)
      if fields.isWatching { fields.noteStatic(index) }
      if addToList(entry.textCount, &progress) {
        staticTable.appendLine(entry, to: &section)
      }
    } else if index - StaticTable.count <= table.count {
      let entry = table[index - StaticTable.count]
      if !entry.isReferenced { table.reference(index - StaticTable.count) }
      watch.noteDynamic()
      if fields.isWatching { fields.noteDynamic(entry.watchPlace, wireByteCount: reader.position - wireStart) }
      statistics.indexedDynamic += 1
      if addToList(entry.textCount, &progress) {
        table.appendLine(entry, to: &section)
      }
    } else if table.canLack(index - StaticTable.count) {
      statistics.indexedDynamic += 1
      statistics.unresolvedReferences += 1
      if fields.isWatching { fields.noteDynamic(FieldWatch.none, wireByteCount: reader.position - wireStart) }
      if addToList(0, &progress) {
        section.append(joined: RawSpan(), nameCount: 0, certainty: .unknown)
      }
    } else {
      throw .indexOutOfRange(index)
    }
  }

  /// RFC 7541 §6.2.1, §6.2.2 and §6.2.3, which differ in the first octet.
  ///
  /// ```
  ///   0   1   2   3   4   5   6   7        0   1   2   3   4   5   6   7
  /// +---+---+---+---+---+---+---+---+    +---+---+---+---+---+---+---+---+
  /// | 0 | 1 |      Index (6+)       |    | 0 | 0 | 0 | N |  Index (4+)   |
  /// +---+---+-----------------------+    +---+---+---+---+---------------+
  /// |  Name string, if Index is 0   |    |  Name string, if Index is 0   |
  /// +-------------------------------+    +-------------------------------+
  /// |         Value string          |    |         Value string          |
  /// +-------------------------------+    +-------------------------------+
  /// ```
  @_lifetime(reader: copy reader)
  private mutating func decodeLiteral(
    _ indexing: Indexing, _ reader: inout BlockReader, into section: inout FieldSection, _ progress: inout BlockProgress
  ) throws(HPACKError) {
    let wireStart = reader.position
    let nameIndex = try reader.readInteger(prefixBitCount: indexing == .incremental ? 6 : 4)
    progress.beginFieldLine(inUse: table.limit)

    // The section has the line before the table does: the insertion may evict the very entry that the name comes from.
    let start = section.text.count
    var certainty = Certainty.certain
    if nameIndex == 0 {
      try decodeString(&reader, into: &section.text)
    } else {
      certainty = try appendName(nameIndex, to: &section.text)
    }
    let nameCount = section.text.count - start
    try decodeString(&reader, into: &section.text)

    watch.noteLiteral(section.text.rawSpan.extracting(from: start), nameCount: nameCount)
    var watchPlace = FieldWatch.none
    if fields.isWatching {
      watchPlace = fields.noteLiteral(
        section.text.rawSpan.extracting(from: start), nameCount: nameCount, wireByteCount: reader.position - wireStart,
        insertion: indexing == .incremental ? table.insertionCount : nil,
        oldestInsertion: table.insertionCount - table.count)
    }
    switch indexing {
    case .incremental:
      countInsertion(nameIndex: nameIndex)
      let name = ByteRange(start: start, count: nameCount)
      if section.text.rawSpan.extracting(name).isSensitiveName { statistics.sensitiveInsertions += 1 }
      table.insert(
        section.text.rawSpan.extracting(from: start), nameCount: nameCount, certainty: certainty,
        wireByteCount: reader.position - wireStart, watchPlace: watchPlace)
      if table.limitKnowledge == .exact {
        statistics.peakTableByteCount = max(statistics.peakTableByteCount, table.byteCount)
      }
    case .none: statistics.literalNotIndexed += 1
    case .never: statistics.literalNeverIndexed += 1
    }
    if addToList(section.text.count - start, &progress) {
      section.appendLine(start: start, nameCount: nameCount, certainty: certainty)
    } else {
      section.text.removeLast(section.text.count - start)
    }
  }

  /// RFC 7541 §6.3.
  ///
  /// ```
  ///   0   1   2   3   4   5   6   7
  /// +---+---+---+---+---+---+---+---+
  /// | 0 | 0 | 1 |   Max size (5+)   |
  /// +---+---------------------------+
  /// ```
  @_lifetime(reader: copy reader)
  private mutating func decodeSizeUpdate(
    _ reader: inout BlockReader, _ progress: inout BlockProgress
  ) throws(HPACKError) {
    let limit = try reader.readInteger(prefixBitCount: 5)
    progress.addSizeUpdate(to: limit, inUse: table.limit, allowed: allowedTableByteCount)
    statistics.sizeUpdates += 1
    // Also where the update is wrong: the encoder's table has that limit now.
    let evictionsBefore = table.evictionCount
    table.setLimit(limit)
    statistics.evictionsByResize += table.evictionCount - evictionsBefore
  }

  /// Appends the name of an entry, and says how sure it is.
  private mutating func appendName(_ index: Int, to text: inout [UInt8]) throws(HPACKError) -> Certainty {
    if index <= StaticTable.count {
      staticTable.appendName(staticTable[index], to: &text)
      return .certain
    }
    if index - StaticTable.count <= table.count {
      let entry = table[index - StaticTable.count]
      if !entry.isReferenced { table.reference(index - StaticTable.count) }
      table.appendName(entry, to: &text)
      return entry.certainty
    }
    guard table.canLack(index - StaticTable.count) else { throw .indexOutOfRange(index) }
    statistics.unresolvedReferences += 1
    return .unknownName
  }

  /// Reads a string literal and appends it.
  @_lifetime(reader: copy reader)
  private mutating func decodeString(_ reader: inout BlockReader, into text: inout [UInt8]) throws(HPACKError) {
    let string = try reader.readString()
    statistics.strings += 1
    if string.isHuffman {
      statistics.huffmanStrings += 1
      let before = text.count
      try huffman.append(string.range, of: reader.block, to: &text)
      let saved = text.count - before - string.range.count
      if saved >= 0 { statistics.huffmanSavedByteCount += saved } else { statistics.huffmanLostByteCount -= saved }
    } else {
      let bytes = reader.block.extracting(string.range)
      statistics.huffmanMissedByteCount += max(0, bytes.byteCount - HuffmanEncoder.encodedByteCount(of: bytes))
      text.append(bytes)
    }
  }

  private mutating func countInsertion(nameIndex: Int) {
    if nameIndex == 0 {
      statistics.literalIndexedNewName += 1
    } else if nameIndex <= StaticTable.count {
      statistics.literalIndexedStaticName += 1
    } else {
      statistics.literalIndexedDynamicName += 1
    }
  }

  /// Counts a line of so many bytes of name and value; false when the section is too large to take it.
  private mutating func addToList(_ textCount: Int, _ progress: inout BlockProgress) -> Bool {
    statistics.listByteCount += textCount
    progress.listByteCount += textCount + TableEntry.overheadByteCount
    return progress.listByteCount <= HPACKLimits.listByteCount
  }
}

extension RawSpan {
  /// Whether it is the name of a field whose value should not be guessable (RFC 7541 §7.1.3).
  fileprivate var isSensitiveName: Bool {
    switch byteCount {
    case 6: equals("cookie")
    case 13: equals("authorization")
    case 19: equals("proxy-authorization")
    default: false
    }
  }
}
