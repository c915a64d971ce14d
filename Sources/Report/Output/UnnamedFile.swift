import Bytes
import Glibc

/// A temporary file without a name, in `$TMPDIR` or /tmp, to which bytes are appended: it vanishes when it is closed, or with
/// the process. It wraps a descriptor of the C library.
struct UnnamedFile: Sendable {
  private let descriptor: Int32
  private(set) var byteCount = 0

  init() throws(OutputError) {
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
    guard file >= 0 else { throw Self.failure }
    descriptor = file
  }

  /// Appends bytes and says where they lie.
  @discardableResult
  mutating func append(_ bytes: RawSpan) throws(OutputError) -> ByteRange {
    do {
      try OutputFile(descriptor: descriptor, path: nil).write(bytes)
    } catch {
      throw OutputError(path: nil, attempt: .spool, errorNumber: error.errorNumber)
    }
    let range = ByteRange(start: byteCount, count: bytes.byteCount)
    byteCount += bytes.byteCount
    return range
  }

  /// Writes a range of its bytes.
  func copy(_ range: ByteRange, into output: OutputFile) throws(OutputError) {
    var buffer = [UInt8](repeating: 0, count: min(range.count, ReportLimits.flushByteCount))
    var offset = range.start
    while offset < range.end {
      let count = min(try read(from: offset, into: &buffer), range.end - offset)
      guard count > 0 else { throw OutputError(path: nil, attempt: .spool, errorNumber: EIO) }
      try output.write(buffer.rawSpan.extracting(0..<count))
      offset += count
    }
  }

  /// Reads bytes from an offset on into a buffer, and says how many: less than the buffer holds only at the file's end.
  func read(from offset: Int, into buffer: inout [UInt8]) throws(OutputError) -> Int {
    var filled = 0
    while filled < buffer.count {
      // The kernel writes at most `$0.count - filled` bytes into the buffer, which outlives the call.
      let count = unsafe buffer.withUnsafeMutableBytes {
        unsafe pread(descriptor, $0.baseAddress.map { unsafe $0 + filled }, $0.count - filled, offset + filled)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw Self.failure }
      guard count > 0 else { break }
      filled += count
    }
    return filled
  }

  /// Gives back all that was appended; the next bytes stand at the beginning.
  mutating func removeAll() throws(OutputError) {
    guard ftruncate(descriptor, 0) == 0, lseek(descriptor, 0, SEEK_SET) == 0 else { throw Self.failure }
    byteCount = 0
  }

  /// Nothing more will be asked of it.
  func close() {
    _ = Glibc.close(descriptor)
  }

  private static var failure: OutputError { OutputError(path: nil, attempt: .spool, errorNumber: errno) }
}
