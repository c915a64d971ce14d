import Findings

/// What a person should know, the gravest first.
enum FindingsSection {
  static func lines(_ findings: FindingKinds, width: Int, inFull isFull: Bool) -> [StyledText] {
    let kinds = findings.sorted
    guard !kinds.isEmpty else { return [] }
    var lines = isFull ? [StyledText("FINDINGS", .heading)] : []
    for kind in kinds { lines += self.lines(kind, width: width, hasAdvice: isFull) }
    if findings.omitted > 0 {
      lines.append(StyledText("  … \(PlainNumbers.counted(findings.omitted, "finding")) of more kinds", .faint))
    }
    return lines
  }

  private static func lines(_ kind: FindingKinds.Kind, width: Int, hasAdvice: Bool) -> [StyledText] {
    let name = kind.first.severity.name
    let padding = String(repeating: " ", count: max(0, indent - 2 - name.count))
    var place: [String] = []
    if let connection = kind.connection { place.append("connection \(connection)") }
    if let stream = kind.first.stream { place.append("stream \(stream)") }
    if let packet = kind.first.packet { place.append("packet \(PlainNumbers.grouped(packet))") }
    var evidence = [kind.first.code]
    if let reference = kind.first.reference { evidence.append(reference) }
    if !place.isEmpty { evidence.append(place.joined(separator: ", ")) }
    if kind.count > 1 { evidence.append("\(PlainNumbers.grouped(kind.count)) times, this is the first") }
    let start = StyledText("  ") + StyledText(name, style(kind.first.severity)) + StyledText(padding)
    let margin = StyledText(String(repeating: " ", count: indent))
    let advice = hasAdvice ? FindingAdvice.text(for: kind.first.code) : nil
    return StyledText.wrapped(start, kind.first.message, width: width, indent: indent)
      + (advice.map { StyledText.wrapped(margin, $0, width: width, indent: indent) } ?? [])
      + StyledText.wrapped(margin, parts: evidence, separator: " ·", width: width, indent: indent)
  }

  /// Columns before a finding's text: the longest severity with blanks around it.
  private static let indent = 11

  private static func style(_ severity: Finding.Severity) -> TextStyle {
    switch severity {
    case .error: .error
    case .warning: .warning
    case .note: .note
    }
  }
}
