import Bytes
import Glibc

/// Many streams of bytes that grow side by side and are read one by one: in memory while they are few, else in one
/// temporary file.
struct SharedSpool: Sendable {
  private var file: UnnamedFile?
  /// Streams that have bytes in the file.
  private var streamsInFile = 0
  /// Bytes in memory.
  private var heldByteCount = 0
  private let streamLimit: Int
  private let limit: Int

  /// - Parameters:
  ///   - streamLimit: bytes of one stream that stay in memory.
  ///   - limit: bytes of all streams that do.
  init(
    streamLimit: Int = ReportLimits.heldContentByteCount, limit: Int = ReportLimits.heldContentsByteCount
  ) {
    self.streamLimit = streamLimit
    self.limit = limit
  }

  /// Appends bytes to a stream.
  mutating func append(_ bytes: RawSpan, to stream: inout SpooledStream) throws(OutputError) {
    stream.tail.append(bytes)
    stream.byteCount += bytes.byteCount
    heldByteCount += bytes.byteCount
    if stream.tail.count > streamLimit || heldByteCount > limit { try moveToFile(&stream) }
  }

  /// Moves the next bytes of a stream into a buffer, and forgets them; false when none are left. A stream that was read so to
  /// its end is empty again.
  mutating func take(from stream: inout SpooledStream, into buffer: inout [UInt8]) throws(OutputError) -> Bool {
    if let extent = stream.extents.first {
      let wanted = min(ReportLimits.flushByteCount, extent.count - stream.taken)
      if buffer.count != wanted { buffer = [UInt8](repeating: 0, count: wanted) }
      guard let file, try file.read(from: extent.start + stream.taken, into: &buffer) == wanted else {
        throw OutputError(path: nil, attempt: .spool, errorNumber: EIO)
      }
      stream.taken += wanted
      if stream.taken == extent.count {
        stream.extents.removeFirst()
        stream.taken = 0
        if stream.extents.isEmpty { try leaveFile() }
      }
      return true
    }
    buffer.removeAll()
    swap(&buffer, &stream.tail)
    heldByteCount -= buffer.count
    return !buffer.isEmpty
  }

  /// Forgets a stream.
  mutating func remove(_ stream: consuming SpooledStream) throws(OutputError) {
    heldByteCount -= stream.tail.count
    if !stream.extents.isEmpty { try leaveFile() }
  }

  /// One stream less has bytes in the file; behind the last one it begins anew.
  private mutating func leaveFile() throws(OutputError) {
    streamsInFile -= 1
    guard streamsInFile == 0 else { return }
    try file?.removeAll()
  }

  /// Closes the temporary file, if there is one.
  mutating func close() {
    file?.close()
    file = nil
  }

  private mutating func moveToFile(_ stream: inout SpooledStream) throws(OutputError) {
    let count = stream.tail.count
    guard count > 0 else { return }
    var file = if let file { file } else { try UnnamedFile() }
    defer { self.file = file }
    let range = try file.append(stream.tail.rawSpan)
    if stream.extents.isEmpty { streamsInFile += 1 }
    if let last = stream.extents.last, last.end == range.start {
      stream.extents[stream.extents.count - 1] = ByteRange(start: last.start, count: last.count + count)
    } else {
      stream.extents.append(range)
    }
    heldByteCount -= count
    stream.tail.removeAll()
  }
}

/// One of the streams in a `SharedSpool`.
struct SpooledStream: Sendable {
  /// Where its bytes lie in the file, but for the last ones.
  fileprivate(set) var extents: [ByteRange] = []
  /// Bytes of the first extent that were taken.
  fileprivate var taken = 0
  /// The last ones.
  fileprivate(set) var tail: [UInt8] = []
  /// All bytes that were appended.
  fileprivate(set) var byteCount = 0
}
