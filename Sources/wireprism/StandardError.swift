import Bytes
import Glibc
import Report

/// Where everything but the result is said.
enum StandardError {
  /// Writes `wireprism: ` and one sentence. That it cannot be written is nobody's concern.
  static func say(_ sentence: String) {
    let line = "wireprism: \(PrintableText.escape(sentence))\n"
    try? OutputFile(descriptor: STDERR_FILENO, path: "standard error").write(Array(line.utf8).rawSpan)
  }
}
