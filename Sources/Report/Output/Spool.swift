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
      try copy(file, into: output)
    }
    try output.write(waiting.rawSpan)
    waiting.removeAll()
  }

  private mutating func moveToFile() throws(OutputError) {
    let file: UnnamedFile
    if let opened = self.file { file = opened } else { file = try UnnamedFile() }
    self.file = file
    try file.append(waiting.rawSpan)
    waiting.removeAll(keepingCapacity: true)
  }

  private func copy(_ file: UnnamedFile, into output: OutputFile) throws(OutputError) {
    var buffer = [UInt8](repeating: 0, count: ReportLimits.flushByteCount)
    var offset = 0
    while true {
      let count = try file.read(from: offset, into: &buffer)
      guard count > 0 else { return }
      try output.write(buffer.rawSpan.extracting(0..<count))
      offset += count
    }
  }
}
