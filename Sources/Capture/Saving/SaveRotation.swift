import Findings
import Glibc

/// When one file of saved packets ends and the next begins, and what they are called: as in tcpdump.
package struct SaveRotation: Sendable, Equatable {
  /// A file that has so many bytes is followed by the next (`-C`).
  package var byteCount: Int?
  /// A file is followed by the next after so many seconds (`-G`).
  package var seconds: Int?
  /// How many files there are: with `byteCount` the oldest is written over, with `seconds` alone the capture ends (`-W`).
  package var fileCount: Int?

  package init(byteCount: Int? = nil, seconds: Int? = nil, fileCount: Int? = nil) {
    self.byteCount = byteCount
    self.seconds = seconds
    self.fileCount = fileCount
  }

  /// The name of a file: with `seconds` the path is a format of strftime(3), with `byteCount` the file's number is appended.
  ///
  /// - Parameter number: 0, 1, 2… of the files with the same beginning.
  func name(_ path: String, number: Int, at time: Timestamp) -> String {
    let base = seconds == nil ? path : Self.formatted(path, time)
    guard byteCount != nil else { return base }
    guard let fileCount else { return number == 0 ? base : base + String(number) }
    let digits = String(number)
    let width = String(max(0, fileCount - 1)).count
    return base + String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  /// The number that follows: after the last one the first again.
  func number(after number: Int) -> Int {
    number + 1 == fileCount ? 0 : number + 1
  }

  /// A path in which `%Y` and its kin stand for a time, in the time zone of the machine.
  private static func formatted(_ path: String, _ time: Timestamp) -> String {
    var seconds = time_t(time.nanoseconds / 1_000_000_000)
    var local = unsafe tm()
    // The C library fills the structure, and writes at most as many bytes as the buffer has.
    guard unsafe localtime_r(&seconds, &local) != nil else { return path }
    return unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { buffer in
      guard let base = buffer.baseAddress, unsafe strftime(base, buffer.count, path, &local) > 0 else { return path }
      return unsafe String(cString: base)
    }
  }
}
