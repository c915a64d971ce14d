import Analysis
import HPACK

// What headers cost: the objects that connection and summary records share.
extension JSONWriter {
  /// The sums of one side's header sections.
  mutating func write(_ headers: HeaderTotals) {
    beginObject()
    writeMembers(of: headers)
    endObject()
  }

  /// The sums of one side's header sections in HTTP/1.x, with what HPACK would do.
  mutating func write(_ headers: HeaderTotals, watched: FieldWatchSummary, one: OneConnectionTotals) {
    beginObject()
    writeMembers(of: headers)
    key("what_if")
    writeWhatIf(watched)
    key("dearest_fields")
    writeDearest(watched.fields, isText: true)
    member("one_connection") {
      $0.member("sections", one.sections)
      $0.member("http1_bytes", one.textByteCount)
      $0.member("hpack_bytes_by_connection", one.separateByteCount)
      $0.member("hpack_bytes", one.byteCount)
    }
    endObject()
  }

  /// The sums of one side's header sections in HTTP/2, with what HPACK did.
  mutating func write(_ headers: HeaderTotals, hpack: HPACKStatistics) {
    beginObject()
    writeMembers(of: headers)
    key("hpack")
    write(hpack)
    endObject()
  }

  /// What one direction's HPACK did.
  mutating func write(_ hpack: HPACKStatistics) {
    beginObject()
    member("blocks", hpack.blocks)
    member("failed_blocks", hpack.failedBlocks)
    member("wire_bytes", hpack.wireByteCount)
    member("list_bytes", hpack.listByteCount)
    member("http1_bytes", hpack.http1ByteCount)
    member("savings", share: hpack.http1ByteCount - hpack.wireByteCount, of: hpack.http1ByteCount)
    member("field_lines", hpack.fieldLines)
    member("representations") {
      $0.member("indexed_static", hpack.indexedStatic)
      $0.member("indexed_dynamic", hpack.indexedDynamic)
      $0.member("literal_indexed_static_name", hpack.literalIndexedStaticName)
      $0.member("literal_indexed_dynamic_name", hpack.literalIndexedDynamicName)
      $0.member("literal_indexed_new_name", hpack.literalIndexedNewName)
      $0.member("literal_not_indexed", hpack.literalNotIndexed)
      $0.member("literal_never_indexed", hpack.literalNeverIndexed)
    }
    member("dynamic_hit_rate", share: hpack.indexedDynamic, of: hpack.fieldLines)
    member("insertions", hpack.insertions)
    member("evictions", hpack.evictions)
    member("size_updates", hpack.sizeUpdates)
    member("unresolved", hpack.unresolvedReferences)
    member("strings", hpack.strings)
    member("huffman_strings", hpack.huffmanStrings)
    member("huffman_share", share: hpack.huffmanStrings, of: hpack.strings)
    member("peak_table_bytes", hpack.peakTableByteCount)
    member("mean_table_bytes", share: hpack.tableByteCountSum, of: hpack.tableByteCountBlocks)
    member("evictions_by_resize", hpack.evictionsByResize)
    member("wasted_insertions", hpack.wastedInsertions)
    member("wasted_insertion_bytes", hpack.wastedInsertionByteCount)
    member("table_bytes_sum", hpack.tableByteCountSum)
    member("table_bytes_blocks", hpack.tableByteCountBlocks)
    member("first_section_savings", of: hpack.firstSection)
    member("steady_savings", of: hpack.steadySections)
    member("first_section") { $0.writeMembers(of: hpack.firstSection) }
    member("steady_sections") { $0.writeMembers(of: hpack.steadySections) }
    let repetition = hpack.repetition
    member("repeat_rate", share: repetition.repeats, of: repetition.fieldLines)
    member(
      "dynamic_efficiency", share: repetition.dynamicHits, of: repetition.dynamicHits + repetition.literalRepeats)
    member("re_insertions", hpack.watched.reInsertions)
    member("sensitive_insertions", hpack.sensitiveInsertions)
    key("what_if")
    writeWhatIf(hpack.watched)
    key("dearest_fields")
    writeDearest(hpack.watched.fields, isText: false)
    member("repetition") {
      $0.member("field_lines", repetition.fieldLines)
      $0.member("repeats", repetition.repeats)
      $0.member("dynamic_hits", repetition.dynamicHits)
      $0.member("chances", repetition.dynamicHits + repetition.literalRepeats)
    }
    member("huffman_saved_bytes", hpack.huffmanSavedByteCount)
    member("huffman_missed_bytes", hpack.huffmanMissedByteCount)
    member("huffman_lost_bytes", hpack.huffmanLostByteCount)
    endObject()
  }

  /// What the first blocks of each connection would have taken with a dynamic table of another size; null without any.
  mutating func writeWhatIf(_ watched: FieldWatchSummary) {
    guard watched.blocks > 0 else { return null() }
    beginObject()
    member("blocks", watched.blocks)
    member("wire_bytes", watched.wireByteCount)
    key("greedy")
    write(watched.greedy)
    key("own_choices")
    if watched.own.byteCounts.isEmpty { null() } else { write(watched.own) }
    endObject()
  }

  private mutating func write(_ costs: TableSizeCosts) {
    beginObject()
    member("knee", costs.knee)
    key("sizes")
    beginArray()
    for (size, byteCount) in zip(TableSizes.all, costs.byteCounts) {
      beginObject()
      member("table_bytes", size)
      member("bytes", byteCount)
      endObject()
    }
    endArray()
    endObject()
  }

  /// The dearest field names of the first blocks of each connection.
  ///
  /// - Parameter isText: whether the lines were sent as text, so that nothing could be a hit.
  mutating func writeDearest(_ fields: FieldCosts, isText: Bool) {
    beginArray()
    for (name, cost) in fields.dearest(ReportLimits.dearestFields) {
      beginObject()
      member("name", name)
      member("lines", cost.lines)
      member("list_bytes", cost.listByteCount)
      member("wire_bytes", cost.wireByteCount)
      member("hits", isText ? nil : cost.hits)
      key("hit_rate")
      if isText { null() } else { share(cost.hits, of: cost.lines) }
      endObject()
    }
    endArray()
  }

  private mutating func member(_ name: StaticString, of bytes: SectionBytes) {
    member(name, share: bytes.http1ByteCount - bytes.wireByteCount, of: bytes.http1ByteCount)
  }

  private mutating func writeMembers(of bytes: SectionBytes) {
    member("wire_bytes", bytes.wireByteCount)
    member("http1_bytes", bytes.http1ByteCount)
  }

  private mutating func writeMembers(of headers: HeaderTotals) {
    member("sections", headers.sections)
    member("wire_bytes", headers.wireByteCount)
    member("list_bytes", headers.listByteCount)
    member("http1_bytes", headers.http1ByteCount)
    member("hpack_bytes", headers.hpackByteCount)
  }
}
