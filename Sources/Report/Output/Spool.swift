import Bytes
import Glibc

/// Bytes that must wait for others to be written first: in memory while they are few, else in a temporary file without a
/// name. It wraps a descriptor of the C library.
struct Spool: Sendable {
  private var waiting: [UInt8] = []
  private var descriptor: Int32?
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
    if let file = descriptor {
      descriptor = nil
      defer { _ = close(file) }
      try copy(file, into: output)
    }
    try output.write(waiting.rawSpan)
    waiting.removeAll()
  }

  private mutating func moveToFile() throws(OutputError) {
    let file: Int32
    if let descriptor { file = descriptor } else { file = try openTemporaryFile() }
    descriptor = file
    do {
      try OutputFile(descriptor: file, path: nil).write(waiting.rawSpan)
    } catch {
      throw OutputError(path: nil, attempt: .spool, errorNumber: error.errorNumber)
    }
    waiting.removeAll(keepingCapacity: true)
  }

  private func copy(_ file: Int32, into output: OutputFile) throws(OutputError) {
    var buffer = [UInt8](repeating: 0, count: ReportLimits.flushByteCount)
    var offset = 0
    while true {
      // The kernel writes at most `count` bytes into the buffer, which outlives the call.
      let count = unsafe buffer.withUnsafeMutableBytes { unsafe pread(file, $0.baseAddress, $0.count, offset) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw OutputError(path: nil, attempt: .spool, errorNumber: errno) }
      guard count > 0 else { return }
      try output.write(buffer.rawSpan.extracting(0..<count))
      offset += count
    }
  }

  /// A file that vanishes with its descriptor, in `$TMPDIR` or /tmp.
  private func openTemporaryFile() throws(OutputError) -> Int32 {
    // The environment's text is copied at once.
    let directory = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
    var name = Array((directory + "/wireprism-XXXXXX").utf8CString)
    // `mkstemp` replaces the six X in place; the terminating zero stays.
    let file = unsafe name.withUnsafeMutableBufferPointer { buffer -> Int32 in
      guard let base = buffer.baseAddress else { return -1 }
      let file = unsafe mkstemp(base)
      if file >= 0 { _ = unsafe unlink(base) }
      return file
    }
    guard file >= 0 else { throw OutputError(path: nil, attempt: .spool, errorNumber: errno) }
    return file
  }
}
