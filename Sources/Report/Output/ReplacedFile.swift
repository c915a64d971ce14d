import Bytes
import Glibc

/// A file that takes its place when it is whole: until then it stands beside it under another name, and vanishes if it is
/// given up. Its owner alone can read it. It wraps calls of the C library.
package struct ReplacedFile: ~Copyable {
  /// As given.
  private let path: String
  /// Where it will stand, behind symbolic links.
  private let place: String
  private var temporaryName: [CChar]
  private let file: OutputFile
  private var isInPlace = false

  /// Begins a file beside the one that it will replace, if there is one: a regular file.
  package init(at path: String) throws(OutputError) {
    let place = Self.resolved(path)
    guard Self.mayBeReplaced(place) else { throw OutputError(path: path, attempt: .open, errorNumber: EEXIST) }
    var name = Array((place + ".XXXXXX").utf8CString)
    // `mkstemp` replaces the six X in place; the terminating zero stays.
    let descriptor = unsafe mkstemp(&name)
    guard descriptor >= 0 else { throw OutputError(path: path, attempt: .open, errorNumber: errno) }
    self.path = path
    self.place = place
    temporaryName = name
    file = OutputFile(descriptor: descriptor, path: path)
  }

  deinit {
    // The name is terminated; a file that cannot be removed is left behind.
    if !isInPlace { _ = unsafe unlink(temporaryName) }
  }

  /// Writes all bytes, however many calls it takes.
  package func write(_ bytes: RawSpan) throws(OutputError) {
    try file.write(bytes)
  }

  /// Closes the file and puts it in its place.
  package mutating func finish() throws(OutputError) {
    try file.close()
    // Both names are terminated, and are read during the call only.
    guard unsafe rename(temporaryName, place) == 0 else {
      throw OutputError(path: path, attempt: .write, errorNumber: errno)
    }
    isInPlace = true
  }

  /// Where symbolic links lead, so that the file they name is replaced and not the link.
  private static func resolved(_ path: String) -> String {
    // The text that `realpath` makes is copied and given back.
    guard let name = unsafe realpath(path, nil) else { return path }
    defer { unsafe free(name) }
    return unsafe String(validatingCString: name) ?? path
  }

  private static func mayBeReplaced(_ path: String) -> Bool {
    var status = stat()
    // The kernel fills the structure, which outlives the call.
    return unsafe stat(path, &status) != 0 || status.st_mode & S_IFMT == S_IFREG
  }
}
