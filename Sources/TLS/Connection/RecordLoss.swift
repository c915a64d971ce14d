/// What is missing between the last record of a side that opened and the next.
struct RecordLoss {
  /// Bytes of records, headers included; some of them may have been no record.
  private(set) var byteCount = 0
  /// How many records these were at most.
  private(set) var mostRecords = 0
  /// Whether `mostRecords` is how many they were.
  private(set) var isCounted = true
  /// Bytes of content that were lost although their record opened.
  private var contentByteCount = 0

  var isEmpty: Bool { byteCount == 0 && contentByteCount == 0 }

  /// Adds bytes of so many records; of an unknown number when nil.
  mutating func add(_ byteCount: Int, records: Int?) {
    if records == nil { isCounted = false }
    let records = records ?? 1 + byteCount / TLSLimits.shortestProtectedRecord
    // A gap may say anything.
    self.byteCount = min(self.byteCount, Int.max / 4) + min(byteCount, Int.max / 4)
    mostRecords = min(mostRecords + min(records, TLSLimits.searchedRecordNumbers), TLSLimits.searchedRecordNumbers)
  }

  /// Adds content of which nothing but its existence is known.
  mutating func addContent(_ byteCount: Int) {
    contentByteCount = min(contentByteCount, Int.max / 4) + byteCount
  }

  /// How many bytes of content were lost with so many records of one epoch, each of which has `overhead` bytes more than
  /// its content. It is exact for ciphers that authenticate, unless TLS 1.3 padded.
  func content(of records: Int, overhead: Int) -> Int {
    // Without a record, the bytes between were none of this connection's.
    records == 0 ? contentByteCount : contentByteCount + max(1, byteCount - records * overhead)
  }

  /// How many bytes of content were lost when other keys came into force meanwhile, at most: with `known` records, and
  /// messages of `messages` bytes that are no content.
  func content(acrossKeys known: Int, messages: Int, overhead: Int) -> Int {
    // With less lost than must have been there, something is missing of which the stream says nothing.
    guard byteCount >= messages + known * overhead else { return contentByteCount + 1 }
    let longest = TLSLimits.contentByteCount + overhead
    let fewest = max(known, (byteCount + longest - 1) / longest)
    return contentByteCount + max(0, byteCount - messages - (isCounted ? mostRecords : fewest) * overhead)
  }
}
