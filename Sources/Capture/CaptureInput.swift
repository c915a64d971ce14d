/// Where a capture comes from.
package enum CaptureInput: Sendable, Equatable {
  /// A file, named pipe or device by its path.
  case file(String)
  /// Standard input.
  case standardInput
  /// A capture in memory, with the name that messages use.
  case bytes([UInt8], name: String)

  /// What messages call it.
  package var name: String {
    switch self {
    case .file(let path): path
    case .standardInput: "standard input"
    case .bytes(_, let name): name
    }
  }
}
