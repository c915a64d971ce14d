import Analysis
import Findings
import HTTP
import TLS

/// What was captured, and what was found in it.
struct OverviewSection {
  let capture: CaptureRecord?
  let summary: SummaryRecord
  let sealed: SealedConnections

  func lines(width: Int) -> [StyledText] {
    var lines = StyledText.wrapped(
      StyledText(files, .heading) + StyledText(" · "), parts: captured, separator: " ·", width: width, indent: 2)
    for (title, parts) in [connections] + exchanges + [otherTraffic] where !title.isEmpty {
      lines += StyledText.wrapped(
        StyledText("  \(title)\(parts.isEmpty ? "" : ": ")"), parts: parts, separator: ",", width: width, indent: 4)
      if title == connections.title, !keys.isEmpty {
        lines += StyledText.wrapped(StyledText("  keys: "), parts: keys, separator: " ·", width: width, indent: 8)
      }
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
    return names.isEmpty ? "capture" : Self.listed(names)
  }

  /// The first names of several.
  private static func listed(_ names: [String]) -> String {
    guard names.count > namedFiles else { return names.joined(separator: ", ") }
    return names.prefix(namedFiles).joined(separator: ", ") + " and "
      + PlainNumbers.counted(names.count - namedFiles, "other file")
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
    let parts = ConnectionProtocol.allCases.flatMap { carried -> [String] in
      let count = summary.connectionsByProtocol[Int(carried.rawValue)]
      return switch carried {
      case .tls: sealedCounts(of: count)
      case .unknown: Self.counted([(count, "not HTTP")])
      case .http1, .http2, .webSocket: Self.counted([(count, carried.name)])
      }
    }
    return (PlainNumbers.counted(summary.connections, "connection"), parts)
  }

  /// Connections of which TLS is all that there is to see, by what would help.
  private func sealedCounts(of count: Int) -> [String] {
    var (wanting, others) = (0, 0)
    for reason in UndecryptedReason.allCases {
      let count = summary.tls.undecrypted[Int(reason.rawValue)]
      if reason.isWantOfSecret { wanting += count } else { others += count }
    }
    return Self.counted([
      (wanting, "TLS without a key"), (others, "TLS not decrypted"), (count - wanting - others, "TLS without content"),
    ])
  }

  /// What there is any of.
  private static func counted(_ things: [(count: Int, name: String)]) -> [String] {
    things.filter { $0.count > 0 }.map { "\(PlainNumbers.grouped($0.count)) \($0.name)" }
  }

  /// The secrets that there were, and for which connections there were none.
  private var keys: [String] {
    let keys = summary.tls.keys
    var parts: [String] = []
    if !keys.logs.isEmpty { parts.append(Self.said(keys.keyLog, in: Self.listed(keys.logs))) }
    if keys.capture.secretCount > 0 { parts.append(Self.said(keys.capture, in: "the capture")) }
    if keys.rsaKeys > 0 { parts.append(PlainNumbers.counted(keys.rsaKeys, "RSA key")) }
    if parts.isEmpty, summary.tls.connections > 0 { parts.append("none given") }
    for kind in sealed.kinds {
      guard let reason = kind.reason, reason.isWantOfSecret else { continue }
      let names = kind.serverNames.joined(separator: ", ") + (kind.hasMoreNames ? ", …" : "")
      let count = PlainNumbers.counted(kind.count, "connection")
      parts.append("\(count) without" + (kind.serverNames.isEmpty ? "" : ": " + names))
      if reason != .noKeys { parts[parts.count - 1] += " (\(TLSText.shortWords(reason)))" }
    }
    return parts
  }

  private static func said(_ secrets: KeyStatistics, in place: String) -> String {
    let used = secrets.usedCount == 0 ? "none" : PlainNumbers.grouped(secrets.usedCount)
    return "\(PlainNumbers.counted(secrets.secretCount, "secret")) in \(place), \(used) used"
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
