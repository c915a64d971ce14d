/// How a report for a person looks.
package struct TextOptions: Sendable {
  /// How much it tells.
  package enum Detail: Sendable {
    /// Findings and one line.
    case quiet
    case normal
    /// More connections, exchanges and findings.
    case verbose
  }

  /// Columns of the terminal.
  package var width: Int
  /// Whether escape sequences for colour are written.
  package var isColored: Bool
  package var detail: Detail

  /// - Parameter width: raised to what the narrowest layout needs, and limited to what a line is pleasant to read at.
  package init(width: Int = 80, isColored: Bool = false, detail: Detail = .normal) {
    self.width = min(max(width, ReportLimits.narrowestWidth), ReportLimits.widestWidth)
    self.isColored = isColored
    self.detail = detail
  }
}
