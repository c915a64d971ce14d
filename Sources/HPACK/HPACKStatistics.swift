/// What one direction's HPACK did: counters only, so that two can be added up.
package struct HPACKStatistics: Sendable, Equatable {
  /// Field blocks decoded.
  package var blocks = 0
  /// Bytes of those blocks.
  package var wireByteCount = 0
  /// Σ(name + value) of the decoded field lines.
  package var listByteCount = 0
  /// What the header sections cost as HTTP/1.1 text. Counted by HTTP/2, which knows requests from responses.
  package var http1ByteCount = 0

  // Representations (RFC 7541 §6), each a number of field lines.
  package var indexedStatic = 0
  package var indexedDynamic = 0
  package var literalIndexedStaticName = 0
  package var literalIndexedDynamicName = 0
  package var literalIndexedNewName = 0
  package var literalNotIndexed = 0
  package var literalNeverIndexed = 0

  /// Entries inserted into the dynamic table.
  package var insertions = 0
  /// Entries evicted to make room, those by a size update included. Counted only while the encoder's limit is known.
  package var evictions = 0
  /// Dynamic table size updates (RFC 7541 §6.3).
  package var sizeUpdates = 0
  /// References to entries that were inserted before the capture or inside a gap.
  package var unresolvedReferences = 0
  /// Blocks with a decoding error.
  package var failedBlocks = 0
  /// String literals, and those with Huffman coding.
  package var strings = 0
  package var huffmanStrings = 0
  /// The largest size the dynamic table had (RFC 7541 §4.1), in bytes. Measured only while the encoder's limit is known: 0
  /// for a connection captured from the middle on, unless a size update told it.
  package var peakTableByteCount = 0

  /// Evictions by a size update.
  package var evictionsByResize = 0
  /// Insertions that no index named before they were evicted, or before the end; and what they took in field blocks.
  package var wastedInsertions = 0
  package var wastedInsertionByteCount = 0
  /// Σ over blocks of the dynamic table's size behind them, and how many blocks those were: while the encoder's limit is known.
  package var tableByteCountSum = 0
  package var tableByteCountBlocks = 0
  /// Strings in the Huffman code: how many bytes less they took than without it, and how many more where it is longer.
  package var huffmanSavedByteCount = 0
  package var huffmanLostByteCount = 0
  /// Strings without it: how many bytes less they would have taken.
  package var huffmanMissedByteCount = 0
  /// The first section of each direction, and those from the third on: bytes as sent, and as HTTP/1.1 text.
  package var firstSection = SectionBytes()
  package var steadySections = SectionBytes()
  /// Which field lines came again, of each direction's first blocks.
  package var repetition = Repetition()
  /// What those blocks would have taken with tables of other sizes, and what their fields cost.
  package var watched = FieldWatchSummary()
  /// Lines of `authorization`, `cookie` and `proxy-authorization` that were inserted (RFC 7541 §7.1.3).
  package var sensitiveInsertions = 0

  package init() {}

  /// Counts what the block that was decoded last costs as HTTP/1.1 text.
  package mutating func addSection(wireByteCount: Int, http1ByteCount: Int) {
    self.http1ByteCount += http1ByteCount
    if blocks == 1 {
      firstSection.add(wireByteCount: wireByteCount, http1ByteCount: http1ByteCount)
    } else if blocks > 2 {
      steadySections.add(wireByteCount: wireByteCount, http1ByteCount: http1ByteCount)
    }
  }

  /// Field lines of all representations.
  package var fieldLines: Int {
    indexedStatic + indexedDynamic + literalIndexedStaticName + literalIndexedDynamicName + literalIndexedNewName
      + literalNotIndexed + literalNeverIndexed
  }

  /// Adds another direction's or connection's counters.
  package mutating func merge(_ other: HPACKStatistics) {
    blocks += other.blocks
    wireByteCount += other.wireByteCount
    listByteCount += other.listByteCount
    http1ByteCount += other.http1ByteCount
    indexedStatic += other.indexedStatic
    indexedDynamic += other.indexedDynamic
    literalIndexedStaticName += other.literalIndexedStaticName
    literalIndexedDynamicName += other.literalIndexedDynamicName
    literalIndexedNewName += other.literalIndexedNewName
    literalNotIndexed += other.literalNotIndexed
    literalNeverIndexed += other.literalNeverIndexed
    insertions += other.insertions
    evictions += other.evictions
    sizeUpdates += other.sizeUpdates
    unresolvedReferences += other.unresolvedReferences
    failedBlocks += other.failedBlocks
    strings += other.strings
    huffmanStrings += other.huffmanStrings
    evictionsByResize += other.evictionsByResize
    wastedInsertions += other.wastedInsertions
    wastedInsertionByteCount += other.wastedInsertionByteCount
    tableByteCountSum += other.tableByteCountSum
    tableByteCountBlocks += other.tableByteCountBlocks
    huffmanSavedByteCount += other.huffmanSavedByteCount
    huffmanLostByteCount += other.huffmanLostByteCount
    huffmanMissedByteCount += other.huffmanMissedByteCount
    firstSection.merge(other.firstSection)
    steadySections.merge(other.steadySections)
    repetition.merge(other.repetition)
    watched.merge(other.watched)
    sensitiveInsertions += other.sensitiveInsertions
    peakTableByteCount = max(peakTableByteCount, other.peakTableByteCount)
  }
}

/// What header sections took, and would have taken as text.
package struct SectionBytes: Sendable, Equatable {
  package private(set) var wireByteCount = 0
  package private(set) var http1ByteCount = 0

  package init() {}

  mutating func add(wireByteCount: Int, http1ByteCount: Int) {
    self.wireByteCount += wireByteCount
    self.http1ByteCount += http1ByteCount
  }

  mutating func merge(_ other: SectionBytes) {
    add(wireByteCount: other.wireByteCount, http1ByteCount: other.http1ByteCount)
  }
}
