import Bytes
import Glibc

/// A file that grows by whole blocks. It wraps a descriptor of the C library.
struct SavedFile: Sendable {
  let path: String
  private let descriptor: Int32
  /// Bytes written.
  private(set) var byteCount = 0

  /// Creates a file, or empties the one that is there.
  ///
  /// - Parameter isPrivate: whether only its owner may read it.
  init(creating path: String, isPrivate: Bool) throws(SaveError) {
    // The C library reads the path only during the call.
    descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, isPrivate ? 0o600 : 0o666)
    guard descriptor >= 0 else { throw SaveError(path: path, attempt: .open, errorNumber: errno) }
    self.path = path
  }

  /// Writes whole blocks at the end. When they do not fit, none of the first that did not remains.
  mutating func write(_ blocks: RawSpan) throws(SaveError) {
    var failure: Int32 = 0
    let written = unsafe blocks.withUnsafeBytes { buffer -> Int in
      guard let base = buffer.baseAddress else { return 0 }
      var written = 0
      while written < buffer.count, failure == 0 {
        // The range stays inside the buffer: `written < count`.
        let result = unsafe Glibc.write(descriptor, base + written, buffer.count - written)
        if result >= 0 {
          written += result
        } else if errno != EINTR {
          failure = errno
        }
      }
      return written
    }
    guard failure == 0 else {
      // A file that ends with a whole block can be read without a complaint; of a pipe nothing can be taken back.
      _ = ftruncate(descriptor, off_t(byteCount + Self.wholeBlocks(blocks, upTo: written)))
      throw SaveError(path: path, attempt: .write, errorNumber: failure)
    }
    byteCount += written
  }

  /// Closes it; what the system could not write until now shows here.
  func close() throws(SaveError) {
    guard Glibc.close(descriptor) != 0 else { return }
    throw SaveError(path: path, attempt: .write, errorNumber: errno)
  }

  /// Whether the file still has its name, and was not moved away or replaced.
  var isInPlace: Bool {
    var own = stat()
    var named = stat()
    // The kernel fills the structures, which outlive the calls.
    guard unsafe fstat(descriptor, &own) == 0, unsafe stat(path, &named) == 0 else { return false }
    return own.st_dev == named.st_dev && own.st_ino == named.st_ino
  }

  /// Bytes of the blocks that end within some bytes. The blocks are little-endian, each with its length behind its type.
  private static func wholeBlocks(_ blocks: RawSpan, upTo end: Int) -> Int {
    var position = 0
    while position + 8 <= end {
      let next = position + Int(blocks.littleEndianUInt32(at: position + 4))
      guard next > position, next <= end else { break }
      position = next
    }
    return position
  }
}
