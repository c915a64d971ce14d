import ArgumentParser
import Capture
import Report

/// An error that ends a command with a sentence for a person.
protocol SaidError: Error {
  var message: String { get }
}

extension CaptureError: SaidError {}
extension OutputError: SaidError {}
extension SaveError: SaidError {}

extension LiveError: SaidError {
  var message: String { message(program: Executable.path) }
}

extension StandardError {
  /// Does something; when it fails for a reason that a person can be told, tells it and ends with the status for failures.
  static func sayFailure(of body: () throws -> Void) throws {
    do {
      try body()
    } catch let error as any SaidError {
      say(error.message)
      throw ExitCode.failure
    }
  }
}
