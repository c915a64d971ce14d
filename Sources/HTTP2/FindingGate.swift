import Findings

/// Lets the first findings of each code pass, so that hostile traffic cannot flood the report.
struct FindingGate: Sendable {
  private var counts: [(code: String, count: Int)] = []
  private var considered = 0

  /// Whether a finding is worth being built.
  var isOpen: Bool { considered < HTTP2Limits.consideredFindings }

  /// Whether a finding of a code may pass.
  mutating func passes(_ code: String) -> Bool {
    considered += 1
    guard let index = counts.firstIndex(where: { $0.code == code }) else {
      counts.append((code, 1))
      return true
    }
    counts[index].count += 1
    return counts[index].count <= HTTP2Limits.findingsPerCode
  }
}
