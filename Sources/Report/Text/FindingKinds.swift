import Analysis
import Findings

/// Findings of a report for a person: the first of each kind, and how often the kind was met.
struct FindingKinds: Sendable {
  /// Findings with the same code.
  struct Kind: Sendable {
    let first: Finding
    /// The connection of the first.
    let connection: Int?
    var count: Int
  }

  private var byCode: [String: Kind] = [:]
  /// Findings of kinds beyond the limit.
  private(set) var omitted = 0

  mutating func note(_ finding: Finding, of connection: ConnectionContext?) {
    if byCode[finding.code] != nil {
      byCode[finding.code]?.count += 1
    } else if byCode.count < ReportLimits.shownFindingKinds {
      byCode[finding.code] = Kind(first: finding, connection: connection?.id, count: 1)
    } else {
      omitted += 1
    }
  }

  /// The gravest first, among equals the most frequent.
  var sorted: [Kind] {
    byCode.values.sorted {
      ($1.first.severity, $1.count, $0.first.code) < ($0.first.severity, $0.count, $1.first.code)
    }
  }
}
