import Bytes
import Glibc
import Report

/// The end of a file that `export` wrote. It wraps the C library's `open`, `lseek` and `read`.
enum ExportFile {
  /// How much is read at once.
  private static let pieceByteCount = 1 << 20

  /// The summary in a file, or on standard input for `-`.
  static func summary(of path: String) throws(FileReadError) -> JSONObject {
    guard let summary = ExportedSummary.find(in: try tail(of: path, limit: ExportedSummary.byteLimit)) else {
      throw FileReadError(name: name(of: path), reason: "has no summary at its end: it is no whole export of wireprism")
    }
    return summary
  }

  private static func name(of path: String) -> String { path == "-" ? "standard input" : path }

  /// The last bytes of a file: at least so many, or all.
  private static func tail(of path: String, limit: Int) throws(FileReadError) -> [UInt8] {
    // Safe: the C library reads the path only during the call.
    let file = unsafe path == "-" ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw FileReadError(name: name(of: path), errno: errno) }
    defer { close(file) }
    // What cannot be sought is read from its beginning.
    if path != "-" {
      let size = lseek(file, 0, SEEK_END)
      if size >= 0 { lseek(file, max(0, size - limit), SEEK_SET) }
    }
    var text: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: pieceByteCount)
    while true {
      // Safe: no more is read than the buffer holds.
      let count = unsafe Glibc.read(file, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw FileReadError(name: name(of: path), errno: errno) }
      guard count > 0 else { return text }
      text.append(buffer.rawSpan.extracting(0..<count))
      if text.count > 2 * limit { text.removeFirst(text.count - limit) }
    }
  }
}
