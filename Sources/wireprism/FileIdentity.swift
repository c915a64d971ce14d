import Glibc

/// Which file a path leads to, whatever its name. It wraps the C library's `stat`.
struct FileIdentity: Equatable {
  private let device: UInt
  private let number: UInt

  /// Nil when there is no such file.
  init?(of path: String) {
    var status = stat()
    // The kernel fills the structure, which outlives the call.
    guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    device = UInt(status.st_dev)
    number = UInt(status.st_ino)
  }

  /// Whether a path leads to something that can be read only once, such as a pipe.
  static func isStream(_ path: String) -> Bool {
    var status = stat()
    // The kernel fills the structure, which outlives the call.
    guard unsafe stat(path, &status) == 0 else { return false }
    return [S_IFIFO, S_IFCHR, S_IFSOCK].contains(status.st_mode & S_IFMT)
  }
}
