import Analysis

/// A form of output that is read while it grows.
package protocol LiveRenderer: Renderer {
  /// Writes all that was gathered, for whoever reads along.
  func flush()
  /// Shows what was counted until now.
  func receive(progress summary: borrowing SummaryRecord)
  /// Goes on in a new file of the same name, where the old one was moved away.
  func reopen()
}
