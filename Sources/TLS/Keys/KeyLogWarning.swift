/// A line of a key log that gave no secret. It never shows what the line holds.
package struct KeyLogWarning: Equatable, Sendable {
  package enum Problem: Equatable, Sendable {
    case unknownLabel
    case malformed
    case wrongLength
    case tooLong
  }

  package var problem: Problem
  /// The log's file name.
  package var name: String
  /// Counted from 1.
  package var line: Int

  /// One sentence for a person.
  package var message: String {
    let place = "\(name):\(line):"
    return switch problem {
    case .unknownLabel: "\(place) the line's label is not one of a key log; the line is ignored."
    case .malformed: "\(place) the line is not a label, a key and a secret in hexadecimal; it is ignored."
    case .wrongLength: "\(place) the secret has a length that its label cannot have; the line is ignored."
    case .tooLong: "\(place) the line is longer than \(KeyLimits.longestLine) bytes; it is ignored."
    }
  }
}
