import Analysis
import Findings
import HTTP

/// What was captured, and what was found in it.
struct OverviewSection {
  let capture: CaptureRecord?
  let summary: SummaryRecord

  func lines(width: Int) -> [StyledText] {
    var lines = StyledText.wrapped(
      StyledText(files, .heading) + StyledText(" · "), parts: captured, separator: " ·", width: width, indent: 2)
    for (title, parts) in [connections] + exchanges + [otherTraffic] where !title.isEmpty {
      lines += StyledText.wrapped(
        StyledText("  \(title)\(parts.isEmpty ? "" : ": ")"), parts: parts, separator: ",", width: width, indent: 4)
    }
    return lines
  }

  /// The whole in one sentence.
  func shortLines(width: Int) -> [StyledText] {
    let exchanges = PlainNumbers.counted(summary.exchanges, "exchange")
    let connections = PlainNumbers.counted(summary.connections, "connection")
    let findings = PlainNumbers.counted(summary.findings.reduce(0, +), "finding")
    return StyledText.wrapped(
      StyledText(files + ": "), parts: ["\(exchanges) on \(connections)", findings], separator: ",", width: width,
      indent: 2)
  }

  private var files: String {
    let names = capture?.files ?? []
    guard names.count > Self.namedFiles else { return names.isEmpty ? "capture" : names.joined(separator: ", ") }
    let others = PlainNumbers.counted(names.count - Self.namedFiles, "other file")
    return names.prefix(Self.namedFiles).joined(separator: ", ") + " and " + others
  }

  private static let namedFiles = 3

  private var captured: [String] {
    var parts = [PlainNumbers.bytes(summary.byteCount), PlainNumbers.counted(summary.packets, "packet")]
    if let first = summary.firstTime, let last = summary.lastTime {
      parts += [PlainNumbers.duration(last.nanoseconds(since: first)), PlainNumbers.time(first)]
    }
    return parts
  }

  private var connections: (title: String, parts: [String]) {
    let parts = ConnectionProtocol.allCases.compactMap { carried -> String? in
      let count = summary.connectionsByProtocol[Int(carried.rawValue)]
      guard count > 0 else { return nil }
      return "\(PlainNumbers.grouped(count)) \(carried == .tls ? "TLS (not decrypted)" : carried.name)"
    }
    return (PlainNumbers.counted(summary.connections, "TCP connection"), parts)
  }

  /// By version; and by how far they came, when not all came equally far.
  private var exchanges: [(title: String, parts: [String])] {
    guard summary.exchanges > 0 else { return [] }
    let versions = [HTTPVersion.http09, .http10, .http11, .http2].compactMap { version -> String? in
      let count = summary.exchangesByVersion[Int(version.rawValue)]
      return count > 0 ? "\(PlainNumbers.grouped(count)) \(version.name)" : nil
    }
    let states = ExchangeState.allCases.compactMap { state -> (count: Int, name: String)? in
      let index = Int(state.rawValue)
      let count = summary.http1.byState[index] + summary.http2.byState[index]
      return count > 0 ? (count, state.name) : nil
    }
    let title = PlainNumbers.counted(summary.exchanges, "exchange")
    if states.count == 1, let only = states.first {
      return [(title + (only.count == 1 ? ", " : ", all ") + only.name, versions)]
    }
    return [(title, versions), ("of these", states.map { "\(PlainNumbers.grouped($0.count)) \($0.name)" })]
  }

  /// What is not TCP.
  private var otherTraffic: (title: String, parts: [String]) {
    var parts: [String] = []
    if summary.quicPackets > 0 {
      parts.append(PlainNumbers.counted(summary.quicPackets, "QUIC packet") + " (HTTP/3 is not analysed)")
    }
    let datagrams = summary.udpDatagrams - summary.quicPackets
    if datagrams > 0 {
      parts.append(PlainNumbers.counted(datagrams, summary.quicPackets > 0 ? "other UDP datagram" : "UDP datagram"))
    }
    if summary.otherPackets > 0 { parts.append(PlainNumbers.counted(summary.otherPackets, "other packet")) }
    return (parts.isEmpty ? "" : "besides", parts)
  }
}
