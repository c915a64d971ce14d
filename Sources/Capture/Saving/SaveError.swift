import Glibc

/// A file of saved packets could not be made or written.
package struct SaveError: Error, Equatable, Sendable {
  package enum Attempt: Sendable {
    case open
    case write
  }

  package var path: String
  package var attempt: Attempt
  /// `errno` after the call that failed.
  package var errorNumber: Int32

  /// One sentence for a person.
  package var message: String {
    // The text is copied before another call can replace it.
    let reason = unsafe strerror(errorNumber).map { unsafe String(cString: $0) } ?? "error \(errorNumber)"
    return switch attempt {
    case .open: "\(path) cannot be created: \(reason)."
    case .write: "\(path) cannot be written any more (\(reason)): the packets before are saved, the capture ends."
    }
  }
}
