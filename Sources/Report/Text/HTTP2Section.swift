import Analysis
import Findings
import HPACK
import HTTP2

/// What HTTP/2 did on all connections: header compression and frames, by direction.
enum HTTP2Section {
  static func lines(_ summary: borrowing SummaryRecord, width: Int) -> [StyledText] {
    guard summary.http2.exchanges > 0 || summary.hpack.client.blocks + summary.hpack.server.blocks > 0 else {
      return []
    }
    // One table, so that the columns of both parts stand under each other.
    var table = TextTable([
      .init(title: "HTTP/2 HEADER COMPRESSION", isRightAligned: false, isFlexible: true),
      .init(title: "client → server"), .init(title: "server → client"),
    ])
    append(summary.hpack, to: &table)
    append(summary.frames, to: &table)
    return table.lines(width: width, indent: 0, firstTitle: .heading)
  }

  private static func append(_ hpack: BySide<HPACKStatistics>, to table: inout TextTable) {
    func row(_ title: String, _ cell: (HPACKStatistics) -> String) {
      table.append([StyledText("  " + title), StyledText(cell(hpack.client)), StyledText(cell(hpack.server))])
    }
    func linesRow(_ title: String, _ count: (HPACKStatistics) -> Int) {
      row("  " + title) { sharedCount(count($0), of: $0.fieldLines) }
    }
    row("field blocks") { PlainNumbers.grouped($0.blocks) }
    row("as HTTP/1.1 text") { PlainNumbers.bytes($0.http1ByteCount) }
    row("names and values") { PlainNumbers.bytes($0.listByteCount) }
    row("as sent") { PlainNumbers.bytes($0.wireByteCount) }
    row("saved of the text") { PlainNumbers.percent($0.http1ByteCount - $0.wireByteCount, of: $0.http1ByteCount) }
    row("field lines") { PlainNumbers.grouped($0.fieldLines) }
    linesRow("from the static table") { $0.indexedStatic }
    linesRow("from the dynamic table") { $0.indexedDynamic }
    linesRow("literal, added to the dynamic table") {
      $0.literalIndexedStaticName + $0.literalIndexedDynamicName + $0.literalIndexedNewName
    }
    linesRow("literal, not added") { $0.literalNotIndexed }
    linesRow("literal, never to be added") { $0.literalNeverIndexed }
    row("dynamic table: insertions / evictions") {
      "\(PlainNumbers.grouped($0.insertions)) / \(PlainNumbers.grouped($0.evictions))"
    }
    row("dynamic table: size updates") { PlainNumbers.grouped($0.sizeUpdates) }
    row("dynamic table: largest size") { PlainNumbers.bytes($0.peakTableByteCount) }
    if hpack.client.watched.blocks + hpack.server.watched.blocks > 0 {
      row("table size that would do (modelled)") {
        let greedy = $0.watched.greedy
        return greedy.byteCounts.isEmpty ? "-" : greedy.knee.map(PlainNumbers.bytes) ?? "no limit"
      }
    }
    row("strings with Huffman coding") { sharedCount($0.huffmanStrings, of: $0.strings) }
    if hpack.client.unresolvedReferences + hpack.server.unresolvedReferences > 0 {
      row("references to what was not captured") { PlainNumbers.grouped($0.unresolvedReferences) }
    }
    if hpack.client.failedBlocks + hpack.server.failedBlocks > 0 {
      row("blocks that could not be decoded") { PlainNumbers.grouped($0.failedBlocks) }
    }
  }

  private static func append(_ frames: BySide<FrameCounts>, to table: inout TextTable) {
    var either = frames.client
    either.merge(frames.server)
    guard !either.occurring.isEmpty else { return }
    table.append([StyledText(), StyledText(), StyledText()])
    table.append([StyledText("HTTP/2 FRAMES", .heading), StyledText(), StyledText()])
    for (type, _) in either.occurring {
      table.append([
        StyledText("  " + type.name), StyledText(PlainNumbers.grouped(frames.client[type])),
        StyledText(PlainNumbers.grouped(frames.server[type])),
      ])
    }
  }

  /// `20   50 %`, the share as wide as any.
  private static func sharedCount(_ count: Int, of whole: Int) -> String {
    let share = PlainNumbers.percent(count, of: whole)
    return PlainNumbers.grouped(count) + String(repeating: " ", count: max(1, 7 - share.count)) + share
  }
}
