import Glibc

/// The output could not be opened or written.
package struct OutputError: Error, Equatable, Sendable {
  /// What the program tried to do with the output.
  package enum Attempt: String, Sendable {
    case open
    case write
    case spool
    /// To create what must not be there yet.
    case claim
  }

  /// The file as given, or nil for standard output.
  package var path: String?
  package var attempt: Attempt
  /// `errno` after the call that failed.
  package var errorNumber: Int32

  package init(path: String?, attempt: Attempt, errorNumber: Int32) {
    self.path = path
    self.attempt = attempt
    self.errorNumber = errorNumber
  }

  /// Whether nobody reads the output any more: not worth a word.
  package var isBrokenPipe: Bool { errorNumber == EPIPE }

  /// One sentence for a person.
  package var message: String {
    // `strerror` returns text that is valid until its next call, and is copied at once.
    let reason = unsafe String(cString: strerror(errorNumber))
    let place = path ?? "standard output"
    return switch attempt {
    case .write: "\(place) cannot be written: \(reason)."
    case .claim where errorNumber == EEXIST: "\(place) is there already, and nothing is overwritten."
    case .open, .claim: "\(place) cannot be created: \(reason)."
    case .spool: "records for \(place) cannot be kept in a temporary file: \(reason)."
    }
  }
}
