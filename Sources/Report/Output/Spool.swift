import Bytes

/// Bytes that must wait for others to be written first: in memory while they are few, else in a temporary file.
struct Spool: Sendable {
  private var waiting: [UInt8] = []
  private var file: UnnamedFile?
  private let limit: Int

  /// - Parameter limit: bytes that stay in memory.
  init(limit: Int = ReportLimits.spoolByteCount) {
    self.limit = limit
  }

  /// Appends bytes at the back.
  mutating func append(_ bytes: [UInt8]) throws(OutputError) {
    waiting.append(contentsOf: bytes)
    if waiting.count > limit { try moveToFile() }
  }

  /// Writes all that was appended, in order, and empties the spool.
  mutating func drain(into output: OutputFile) throws(OutputError) {
    if let file {
      self.file = nil
      defer { file.close() }
      try file.copy(ByteRange(start: 0, count: file.byteCount), into: output)
    }
    try output.write(waiting.rawSpan)
    waiting.removeAll()
  }

  private mutating func moveToFile() throws(OutputError) {
    var file = if let file { file } else { try UnnamedFile() }
    defer { self.file = file }
    try file.append(waiting.rawSpan)
    waiting.removeAll(keepingCapacity: true)
  }
}
