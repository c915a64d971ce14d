import Glibc

/// A directory that files are written into. Nothing in it is overwritten and no symbolic link is followed; only the owner can
/// read what is written. It wraps calls of the C library.
struct OutputDirectory: Sendable {
  private let descriptor: Int32
  /// As given.
  private let path: String

  /// Opens a directory, and makes it if it is not there; its parent must be.
  init(_ path: String) throws(OutputError) {
    // The C library reads the path only during the calls.
    if unsafe mkdir(path, 0o700) != 0, errno != EEXIST {
      throw OutputError(path: path, attempt: .open, errorNumber: errno)
    }
    let descriptor = unsafe Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw OutputError(path: path, attempt: .open, errorNumber: errno) }
    self.descriptor = descriptor
    self.path = path
  }

  /// Creates a file that is not there.
  ///
  /// - Parameter name: without a slash.
  func create(_ name: String) throws(OutputError) -> OutputFile {
    try open(name, O_CREAT | O_EXCL, for: .claim)
  }

  /// Opens a file that was created, to go on at its end.
  func reopen(_ name: String) throws(OutputError) -> OutputFile {
    try open(name, O_APPEND, for: .open)
  }

  /// Gives a file another name that is not there.
  func rename(_ name: String, to newName: String) throws(OutputError) {
    // The new name is taken first: what it replaces is this empty file.
    try create(newName).close()
    // Both names are read during the call only.
    guard unsafe renameat(descriptor, name, descriptor, newName) == 0 else {
      throw OutputError(path: place(newName), attempt: .open, errorNumber: errno)
    }
  }

  /// Removes a file that was created. That it cannot be removed is nobody's concern.
  func remove(_ name: String) {
    _ = unsafe unlinkat(descriptor, name, 0)
  }

  func close() {
    _ = Glibc.close(descriptor)
  }

  private func open(
    _ name: String, _ flags: Int32, for attempt: OutputError.Attempt
  ) throws(OutputError) -> OutputFile {
    let flags = flags | O_WRONLY | O_NOFOLLOW | O_CLOEXEC
    // The name is read during the call only.
    let file = unsafe openat(descriptor, name, flags, 0o600)
    guard file >= 0 else { throw OutputError(path: place(name), attempt: attempt, errorNumber: errno) }
    return OutputFile(descriptor: file, path: place(name))
  }

  private func place(_ name: String) -> String {
    path.hasSuffix("/") ? path + name : path + "/" + name
  }
}
