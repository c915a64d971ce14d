import Bytes
import Glibc
import TLS

/// A key log that grows while it is read. It need not be there yet, and may be replaced. It wraps the C library's files.
struct KeyLogFollower {
  private let path: String
  private var reader: KeyLogReader
  /// -1 while there is no such file.
  private var descriptor: Int32 = -1
  private var readByteCount = 0
  private let buffer = SecretBuffer(capacity: Self.pieceByteCount)
  /// Nil when nobody asks for them.
  private var lines: KeyLogLines?

  private static let pieceByteCount = 64 * 1024

  /// - Parameter keepsLines: whether `takeLines` is to answer them.
  init(_ path: String, keepsLines: Bool) {
    self.path = path
    if keepsLines { lines = KeyLogLines() }
    reader = KeyLogReader(name: path, origin: .keyLog)
  }

  /// Reads what was added since the last time; false when nothing was.
  mutating func read(into ring: KeyRing) -> Bool {
    openIfReplaced()
    guard descriptor >= 0 else { return false }
    let buffer = buffer
    var isNew = false
    while true {
      let count = buffer.fill(from: descriptor)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return isNew }
      isNew = true
      readByteCount += count
      reader.read(buffer.bytes, into: ring)
      lines?.append(buffer.bytes)
    }
  }

  /// The lines that were read since the last call; nil when there are none.
  mutating func takeLines() -> SecretBuffer? {
    lines?.take()
  }

  /// Reads a last line that has no end.
  func finish(into ring: KeyRing) {
    reader.finish(into: ring)
  }

  /// Begins at the front of a file that was not there before, or that was emptied.
  private mutating func openIfReplaced() {
    var named = stat()
    var own = stat()
    // The kernel fills the structures, which outlive the calls.
    guard unsafe stat(path, &named) == 0 else { return }
    if descriptor >= 0, unsafe fstat(descriptor, &own) == 0, own.st_dev == named.st_dev, own.st_ino == named.st_ino,
      Int(own.st_size) >= readByteCount || own.st_mode & S_IFMT != S_IFREG
    {
      return
    }
    let successor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard successor >= 0 else { return }
    if descriptor >= 0 { close(descriptor) }
    descriptor = successor
    readByteCount = 0
    reader = KeyLogReader(name: path, origin: .keyLog)
    if lines != nil { lines = KeyLogLines() }
  }
}
