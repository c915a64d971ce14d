import Analysis
import TLS

/// The TLS connections that show no HTTP, grouped by why.
enum SealedSection {
  static func lines(_ sealed: SealedConnections, width: Int, inDetail isDetailed: Bool) -> [StyledText] {
    let kinds = sealed.kinds
    guard !kinds.isEmpty else { return [] }
    return [StyledText("TLS WITHOUT HTTP", .heading)]
      + kinds.flatMap { lines($0, width: width, inDetail: isDetailed) }
  }

  private static func lines(
    _ kind: SealedConnections.Kind, width: Int, inDetail isDetailed: Bool
  ) -> [StyledText] {
    let words = kind.reason.map(TLSText.words) ?? "decrypted, and there is no HTTP in it"
    var lines = StyledText.wrapped(
      StyledText("  "), "\(PlainNumbers.counted(kind.count, "connection")): \(words)", width: width, indent: 4)
    for connection in kind.connections.sorted(by: { $0.context.id < $1.context.id }) {
      guard let tls = connection.tls else { continue }
      let ends = "\(connection.context.client) → \(connection.context.server)"
      lines += StyledText.wrapped(
        StyledText("    \(connection.context.id)  \(ends)  "), parts: TLSText.parts(tls, inDetail: isDetailed),
        separator: " ·", width: width, indent: 8)
    }
    let omitted = kind.count - kind.connections.count
    if omitted > 0 { lines.append(StyledText("    … \(PlainNumbers.grouped(omitted)) more (-v shows more)", .faint)) }
    return lines
  }
}
