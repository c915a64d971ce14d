import Analysis
import Bytes
import Metrics

/// Bodies that were left uncompressed although their client takes a coding, by content type: what each coding would make of
/// them, the dearest first.
enum UncompressedSection {
  static func lines(_ summary: borrowing SummaryRecord, width: Int) -> [StyledText] {
    var bodies = summary.http1.bodies
    bodies.merge(summary.http2.bodies)
    // In order of appearance where they are as large.
    let types = bodies.types.filter { $0.totals.missedBodies > 0 }.enumerated()
      .sorted { ($1.element.totals.missedByteCount, $0.offset) < ($0.element.totals.missedByteCount, $1.offset) }
      .map(\.element)
    guard !types.isEmpty else { return [] }
    var table = TextTable([
      .init(title: "LEFT UNCOMPRESSED", isRightAligned: false, isFlexible: true), .init(title: "bodies"),
      .init(title: "as sent"), .init(title: "gzip"), .init(title: "br"), .init(title: "zstd"),
      .init(title: "", isRightAligned: false),
    ])
    for (name, totals) in types.prefix(ReportLimits.shownUncompressedTypes) {
      func cell(_ coding: (CompressionSample) -> Int) -> StyledText {
        StyledText(totals.missedByteCount(in: coding).map(PlainNumbers.bytes) ?? "-")
      }
      table.append([
        StyledText("  " + PrintableText.escape(name.rawSpan)), StyledText(PlainNumbers.grouped(totals.missedBodies)),
        StyledText(PlainNumbers.bytes(totals.missedByteCount)), cell { $0.gzipByteCount },
        cell { $0.brotliByteCount }, cell { $0.zstdByteCount },
        StyledText(totals.isSampleWhole ? "measured" : totals.sample.byteCount > 0 ? "by a sample" : "", .faint),
      ])
    }
    var lines = table.lines(width: width, indent: 0, firstTitle: .heading)
    let more = types.count - ReportLimits.shownUncompressedTypes
    if more > 0 { lines.append(StyledText("  … \(PlainNumbers.counted(more, "more content type"))", .faint)) }
    return lines
  }
}
