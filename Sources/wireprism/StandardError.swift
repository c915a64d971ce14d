import Bytes
import Glibc
import Report
import TLS

/// Where everything but the result is said.
enum StandardError {
  /// Writes `wireprism: ` and one sentence. That it cannot be written is nobody's concern.
  static func say(_ sentence: String) {
    let line = "wireprism: \(PrintableText.escape(sentence))\n"
    try? OutputFile(descriptor: STDERR_FILENO, path: nil).write(Array(line.utf8).rawSpan)
  }

  /// Says which lines of key logs gave nothing.
  static func say(warningsOf keys: KeyRing) {
    for warning in keys.warnings { say(warning.message) }
    if keys.omittedWarningCount > 0 { say("\(keys.omittedWarningCount) more lines of key logs are ignored.") }
  }
}
