import Bytes
import Glibc

/// Where a report's bytes go: standard output or a file. It wraps a descriptor of the C library.
package struct OutputFile: Sendable {
  private let descriptor: Int32
  /// As given; nil for standard output.
  private let path: String?

  /// The process's standard output.
  package static let standardOutput = OutputFile(descriptor: STDOUT_FILENO, path: nil)

  /// An open descriptor that the caller closes.
  package init(descriptor: Int32, path: String?) {
    self.descriptor = descriptor
    self.path = path
  }

  /// Creates a file, or empties the one that is there.
  package init(creating path: String) throws(OutputError) {
    // The C library reads the path only during the call.
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw OutputError(path: path, attempt: .open, errorNumber: errno) }
    self.init(descriptor: descriptor, path: path)
  }

  /// Writes all bytes, however many calls it takes. When they do not fit, a created file ends with the last whole line of
  /// those that did.
  package func write(_ bytes: RawSpan) throws(OutputError) {
    var written = 0
    let failure = unsafe bytes.withUnsafeBytes { buffer -> Int32 in
      guard let base = buffer.baseAddress else { return 0 }
      while written < buffer.count {
        // The range stays inside the buffer: `written < count`.
        let result = unsafe Glibc.write(descriptor, base + written, buffer.count - written)
        if result >= 0 {
          written += result
        } else if errno == EAGAIN {
          waitForRoom()
        } else if errno != EINTR {
          return errno
        }
      }
      return 0
    }
    guard failure == 0 else {
      if path != nil { takeBack(written - bytes.extracting(0..<written).wholeLinesByteCount) }
      throw OutputError(path: path, attempt: .write, errorNumber: failure)
    }
  }

  /// Another program that has the same pipe made it non-blocking: waits until more can be written, or a signal comes.
  private func waitForRoom() {
    var polled = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    // The kernel fills the structure, which outlives the call.
    _ = unsafe poll(&polled, 1, -1)
  }

  /// Cuts the last bytes off; of a pipe nothing can be taken back.
  private func takeBack(_ byteCount: Int) {
    let end = lseek(descriptor, 0, SEEK_CUR)
    if end >= byteCount { _ = ftruncate(descriptor, end - byteCount) }
  }

  /// Goes on behind the end of the file that has the name now, or in a new one; standard output stays what it is.
  package func reopen() throws(OutputError) {
    guard let path else { return }
    let successor = unsafe open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
    guard successor >= 0 else { throw OutputError(path: path, attempt: .open, errorNumber: errno) }
    defer { _ = Glibc.close(successor) }
    guard dup2(successor, descriptor) >= 0, fcntl(descriptor, F_SETFD, FD_CLOEXEC) >= 0 else {
      throw OutputError(path: path, attempt: .open, errorNumber: errno)
    }
  }

  /// Closes a created file; what the system could not write until now shows here. Standard output stays open.
  package func close() throws(OutputError) {
    guard path != nil, Glibc.close(descriptor) != 0 else { return }
    throw OutputError(path: path, attempt: .write, errorNumber: errno)
  }
}

extension RawSpan {
  /// Bytes up to the last line feed, with it.
  fileprivate var wholeLinesByteCount: Int {
    var end = byteCount
    while end > 0, byte(at: end - 1) != ASCII.lineFeed { end -= 1 }
    return end
  }
}
