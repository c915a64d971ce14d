import Analysis
import Findings
import HPACK
import Metrics

/// What would have helped, and by how much: a sentence for each thing that somebody could change.
enum Improvements {
  /// Empty when nothing that is worth a change was seen.
  static func sentences(_ summary: borrowing SummaryRecord) -> [String] {
    var oneConnection = summary.oneConnection.client
    oneConnection.merge(summary.oneConnection.server)
    return compression(summary)
      + http2(summary.http1, summary.origins.sums { $0.http1 }, oneConnection: oneConnection)
      + fewerConnections(summary.http2.metrics.reuse) + flowControl(summary.http2.metrics)
      + tables(of: summary.hpack) + push(summary.http2.metrics.push) + streams(summary)
  }

  /// Compressing the bodies of the content type where that saves most.
  private static func compression(_ summary: borrowing SummaryRecord) -> [String] {
    var bodies = summary.http1.bodies
    bodies.merge(summary.http2.bodies)
    var best: (name: [UInt8], totals: BodyTotals, saving: Int)?
    for (name, totals) in bodies.types {
      let saving = totals.missedByteCount - (totals.missedGzipByteCount ?? totals.missedByteCount)
      if saving > best?.saving ?? 0 { best = (name, totals, saving) }
    }
    guard let best, let compressed = best.totals.missedGzipByteCount else { return [] }
    let basis = best.totals.isSampleWhole ? "measured" : "derived from a sample"
    return [
      "Biggest saving: compress \(PlainNumbers.counted(best.totals.missedBodies, "response")) of type "
        + "\(PrintableText.escape(best.name.rawSpan)), \(PlainNumbers.bytes(best.totals.missedByteCount)) → "
        + "\(PlainNumbers.bytes(compressed)) (\(basis), gzip)."
    ]
  }

  /// What the requests of HTTP/1.1 would have needed with HTTP/2.
  private static func http2(
    _ version: VersionTotals, _ origins: OriginSums, oneConnection: OneConnectionTotals
  ) -> [String] {
    var parts: [String] = []
    if origins.overlappingConnections > 0 {
      let fewer = origins.connections - origins.overlappingConnections
      parts.append(
        "\(PlainNumbers.counted(fewer, "connection")) instead of \(PlainNumbers.grouped(origins.connections))")
      let setup = version.metrics.setup
      if setup.connections > 0 {
        let handshake = setup.nanoseconds / Int64(setup.connections)
        let saved = handshake.multipliedReportingOverflow(by: Int64(origins.overlappingConnections))
        if !saved.overflow { parts[0] += ", which saves \(PlainNumbers.duration(saved.partialValue)) of handshakes" }
      }
    }
    let headers = version.headers.sum
    let modelled = oneConnection.byteCount(of: headers)
    if modelled > 0, modelled < headers.wireByteCount {
      parts.append(
        "\(PlainNumbers.bytes(modelled)) of headers instead of \(PlainNumbers.bytes(headers.wireByteCount))")
    }
    guard !parts.isEmpty else { return [] }
    return ["With HTTP/2 it would have been \(parts.joined(separator: ", and ")) (modelled)."]
  }

  /// HTTP/2 connections that another one could have served.
  private static func fewerConnections(_ reuse: ReuseTotals) -> [String] {
    let count = reuse.duplicate + reuse.coalescible + reuse.listed
    guard count > 0 else { return [] }
    return [
      "\(PlainNumbers.counted(count, "HTTP/2 connection")) could have been saved: the client had another one open that "
        + "serves the same names, and spent \(PlainNumbers.duration(reuse.setupNanoseconds)) and "
        + "\(PlainNumbers.bytes(reuse.setupByteCount)) on handshakes (derived)."
    ]
  }

  private static func flowControl(_ metrics: VersionMetrics) -> [String] {
    var sentences: [String] = []
    let blocked = metrics.flowControl
    if blocked.blockedNanoseconds >= ReportLimits.worthwhileNanoseconds {
      let settings =
        blocked.streamBlockedNanoseconds >= blocked.connectionBlockedNanoseconds
        ? "a larger SETTINGS_INITIAL_WINDOW_SIZE" : "a larger window of the connection, by WINDOW_UPDATE on stream 0,"
      sentences.append(
        "\(settings.prefix(1).uppercased())\(settings.dropFirst()) would have spared streams a wait of up to "
          + "\(PlainNumbers.duration(blocked.blockedNanoseconds)) for flow control, in all (measured).")
    }
    if metrics.limitNanoseconds >= ReportLimits.worthwhileNanoseconds {
      sentences.append(
        "A larger SETTINGS_MAX_CONCURRENT_STREAMS may help: for \(PlainNumbers.duration(metrics.limitNanoseconds)) as many "
          + "streams were open as the server allows (measured).")
    }
    return sentences
  }

  /// Encoders that leave much of what their table could do.
  private static func tables(of hpack: BySide<HPACKStatistics>) -> [String] {
    Side.allCases.compactMap { side in
      let watched = hpack[side].watched
      guard let modelled = watched.greedy.byteCount(withTableOf: standardTableByteCount),
        watched.wireByteCount - modelled >= ReportLimits.worthwhileHeaderByteCount,
        modelled * 10 <= watched.wireByteCount * 9
      else { return nil }
      return "A better use of the dynamic table by the \(side.name)'s encoder would have made \(watched.blocks) header "
        + "sections of it \(PlainNumbers.bytes(modelled)) instead of \(PlainNumbers.bytes(watched.wireByteCount)) (modelled)."
    }
  }

  /// SETTINGS_HEADER_TABLE_SIZE where no setting says otherwise (RFC 9113 §6.5.2).
  private static let standardTableByteCount = 4096

  private static func push(_ push: PushTotals) -> [String] {
    let wasted = push.byteCount - push.usefulByteCount
    guard wasted > 0 else { return [] }
    return [
      "Without server push, \(PlainNumbers.bytes(wasted)) would not have been sent that the client cancelled or asked for "
        + "itself, of \(PlainNumbers.bytes(push.byteCount)) pushed (measured)."
    ]
  }

  /// What independent streams save.
  private static func streams(_ summary: borrowing SummaryRecord) -> [String] {
    var sentences: [String] = []
    let blocked = summary.http1.metrics.headOfLineBlockedNanoseconds
    if blocked >= ReportLimits.worthwhileNanoseconds {
      sentences.append(
        "Streams, as those of HTTP/2, would have spared pipelined responses the \(PlainNumbers.duration(blocked)) that they "
          + "waited for earlier ones (modelled).")
    }
    let innocent = summary.http2.metrics.tcpBlocking.innocentNanoseconds
    if innocent >= ReportLimits.worthwhileNanoseconds {
      sentences.append(
        "Streams that are independent on the wire, as those of HTTP/3, would have saved the "
          + "\(PlainNumbers.duration(innocent)) that streams waited for others' lost segments (modelled).")
    }
    return sentences
  }
}

extension OneConnectionTotals {
  /// What headers take under HPACK: on one connection if that was tried with all of them, else by connection.
  fileprivate func byteCount(of headers: HeaderTotals) -> Int {
    sections == headers.sections ? byteCount : headers.hpackByteCount
  }
}

extension TableSizeCosts {
  /// What the blocks take with a table of a size among `TableSizes.all`; nil without any block.
  fileprivate func byteCount(withTableOf size: Int) -> Int? {
    guard !byteCounts.isEmpty, let place = TableSizes.all.firstIndex(of: size) else { return nil }
    return byteCounts[place]
  }
}
