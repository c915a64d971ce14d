/// How many secrets one kind of origin gave.
package struct KeyStatistics: Equatable, Sendable {
  /// Lines of key logs that are neither blank nor a comment.
  package var lineCount = 0
  /// Secrets that differ.
  package var secretCount = 0
  /// Secrets that a connection asked for.
  package var usedCount = 0

  package init(lineCount: Int = 0, secretCount: Int = 0, usedCount: Int = 0) {
    self.lineCount = lineCount
    self.secretCount = secretCount
    self.usedCount = usedCount
  }
}
