import Analysis
import Findings
import HPACK
import HTTP2
import TCP

/// The connections that carried HTTP, each with its exchanges.
enum ConnectionsSection {
  static func lines(
    _ connections: [(ConnectionNotes, ConnectionRecord)], omitted: Int, width: Int, inDetail isDetailed: Bool
  ) -> [StyledText] {
    guard !connections.isEmpty else { return [] }
    var lines = [StyledText("CONNECTIONS", .heading)]
    for (notes, record) in connections {
      if lines.count > 1 { lines.append(StyledText()) }
      lines += heading(record, authority: notes.commonAuthority, width: width)
      lines += facts(record, width: width)
      if let tls = record.tls { lines += self.tls(tls, width: width, inDetail: isDetailed) }
      if let http2 = record.http2 { lines += self.http2(http2, width: width) }
      if let webSocket = record.webSocket { lines += WebSocketLines.lines(webSocket, width: width) }
      lines += exchanges(notes, width: width)
    }
    if omitted > 0 {
      let count = PlainNumbers.counted(omitted, "more connection")
      lines += [StyledText(), StyledText("  … \(count) with exchanges (-v shows more)", .faint)]
    }
    return lines
  }

  private static func heading(_ record: ConnectionRecord, authority: String?, width: Int) -> [StyledText] {
    let ends = "\(record.context.client) → \(record.context.server)"
    let line = StyledText("  \(record.context.id)  \(ends)", .heading) + StyledText("  " + record.carried.name)
    guard let authority else { return [line.cutInTheMiddle(to: width)] }
    let whole = line + StyledText("  " + authority)
    guard whole.width > width else { return [whole] }
    return [line, StyledText("    " + authority)].map { $0.cutInTheMiddle(to: width) }
  }

  private static func facts(_ record: ConnectionRecord, width: Int) -> [StyledText] {
    let duration = PlainNumbers.duration(record.end.nanoseconds(since: record.context.start))
    var parts = [duration, PlainNumbers.counted(record.exchangeCount, "exchange")]
    if let http2 = record.http2 { parts.append("at most \(PlainNumbers.grouped(http2.maxConcurrentStreams)) at once") }
    if let http1 = record.http1, http1.pipelinedRequests > 0 {
      let blocked = http1.headOfLineBlockedNanoseconds
      let delay = blocked > 0 ? ", blocked for \(PlainNumbers.duration(blocked))" : ""
      parts.append("\(PlainNumbers.grouped(http1.pipelinedRequests)) pipelined\(delay)")
    }
    parts.append(contentsOf: headerCost(record))
    if let tcp = record.tcp { parts.append(contentsOf: self.tcp(tcp)) }
    if let outer = record.inside { parts.append("inside the tunnel of \(outer)") }
    return StyledText.wrapped(StyledText("    "), parts: parts, separator: " ·", width: width, indent: 4)
  }

  private static func tls(_ tls: TLSRecord, width: Int, inDetail isDetailed: Bool) -> [StyledText] {
    var parts = TLSText.parts(tls, inDetail: isDetailed)
    if let reason = tls.undecryptedReason { parts.append("not decrypted: \(TLSText.shortWords(reason))") }
    return StyledText.wrapped(StyledText("    "), parts: parts, separator: " ·", width: width, indent: 4)
  }

  private static func tcp(_ tcp: TCPStatistics) -> [String] {
    var parts: [String] = []
    if let rtt = tcp.handshakeRTTNanoseconds { parts.append("RTT \(PlainNumbers.milliseconds(rtt)) ms") }
    parts.append(tcp.end == .open ? "no end" : tcp.end.name.uppercased())
    if tcp.retransmittedSegments > 0 {
      parts.append(PlainNumbers.counted(tcp.retransmittedSegments, "retransmission"))
    }
    if tcp.outOfOrderSegments > 0 { parts.append(PlainNumbers.grouped(tcp.outOfOrderSegments) + " out of order") }
    if tcp.missingByteCount > 0 { parts.append(PlainNumbers.bytes(tcp.missingByteCount) + " missing") }
    return parts
  }

  /// What the headers of both sides cost, as a share of their text.
  private static func headerCost(_ record: ConnectionRecord) -> [String] {
    if let http2 = record.http2 {
      let wire = http2.hpack.client.wireByteCount + http2.hpack.server.wireByteCount
      let text = http2.hpack.client.http1ByteCount + http2.hpack.server.http1ByteCount
      return text > 0 ? ["headers \(PlainNumbers.percent(wire, of: text)) of their text"] : []
    }
    let headers = record.headers.sum
    guard headers.http1ByteCount > 0 else { return [] }
    let share = PlainNumbers.percent(headers.hpackByteCount, of: headers.http1ByteCount)
    return ["headers \(PlainNumbers.bytes(headers.wireByteCount)), under HPACK \(share) of that"]
  }

  private static func http2(_ http2: HTTP2Statistics, width: Int) -> [StyledText] {
    var lines: [StyledText] = []
    for side in Side.allCases {
      let types = http2.frames[side].occurring.map { "\(PlainNumbers.grouped($0.count)) \($0.type.name)" }
      lines += StyledText.wrapped(
        StyledText("    \(side.name)  ", .faint), parts: types + compression(http2.hpack[side]), separator: ",",
        width: width,
        indent: 12)
    }
    return lines
  }

  private static func compression(_ hpack: HPACKStatistics) -> [String] {
    guard hpack.blocks > 0 else { return ["no headers"] }
    let sizes = "\(PlainNumbers.bytes(hpack.wireByteCount)) for \(PlainNumbers.bytes(hpack.http1ByteCount)) of text"
    let hits = "\(PlainNumbers.percent(hpack.indexedDynamic, of: hpack.fieldLines)) from the dynamic table"
    let changes = "\(PlainNumbers.grouped(hpack.insertions)) in / \(PlainNumbers.grouped(hpack.evictions)) out"
    return ["headers \(sizes)", "\(hits) (\(changes))"]
  }

  private static func exchanges(_ notes: ConnectionNotes, width: Int) -> [StyledText] {
    var table = TextTable([
      .init(title: "at ms"), .init(title: "stream"), .init(title: "request", isRightAligned: false, isFlexible: true),
      .init(title: "status"), .init(title: "body"), .init(title: "wait"), .init(title: "total"),
      .init(title: "", isRightAligned: false),
    ])
    let common = notes.commonAuthority
    for exchange in notes.exchanges.sorted(by: { $0.index < $1.index }) {
      table.append([
        StyledText(PlainNumbers.milliseconds(exchange.start)), StyledText(exchange.stream.map(String.init) ?? ""),
        StyledText(exchange.request(onlyAuthority: common)), status(exchange),
        StyledText(exchange.responseBodyByteCount.map(PlainNumbers.bytes) ?? "-"),
        StyledText(PlainNumbers.milliseconds(exchange.wait)), StyledText(PlainNumbers.milliseconds(exchange.total)),
        StyledText(exchange.marks.joined(separator: ", "), .warning),
      ])
    }
    var lines = table.lines(width: width, indent: 2)
    if notes.omittedExchanges > 0 {
      let count = PlainNumbers.counted(notes.omittedExchanges, "more exchange")
      lines.append(StyledText("         … \(count)", .faint))
    }
    return lines
  }

  private static func status(_ exchange: ExchangeNotes) -> StyledText {
    guard let status = exchange.status else { return StyledText("-") }
    return StyledText(String(status), status >= 500 ? .error : status >= 400 ? .warning : .plain)
  }
}
