import Analysis
import Bytes
import Findings
import HTTP

/// An exchange on one line of a terminal: like an access log that knows streams, timing and what headers cost.
///
/// Every line has the same columns. Where the terminal is narrow, the last ones are left out, and the target is cut.
struct ExchangeLine {
  /// A column behind the target, in the order in which they stand.
  private enum Column: CaseIterable {
    case status, body, coding, wait, receive, headers

    /// The most important first.
    static let byImportance: [Column] = [.status, .body, .wait, .receive, .coding, .headers]

    /// Columns of the terminal, the blanks before it included.
    var width: Int {
      switch self {
      case .status: 5
      case .body: 9
      case .wait: 14
      case .receive: 14
      case .coding: 5
      case .headers: 20
      }
    }
  }

  /// The columns that there is room for.
  private let columns: [Column]
  private let width: Int

  /// The narrowest target that is worth its line.
  private static let narrowestTarget = 22
  /// Time of day, connection and stream.
  private static let placeWidth = 23

  init(width: Int) {
    self.width = width
    var room = width - Self.placeWidth - Self.narrowestTarget
    let fitting = Column.byImportance.prefix { column in
      room -= column.width
      return room >= 0
    }
    columns = Column.allCases.filter(fitting.contains)
  }

  func line(_ exchange: borrowing Exchange, _ facts: borrowing ContentFacts, connection: Int) -> StyledText {
    let notes = ExchangeNotes(exchange, facts, since: Timestamp(nanoseconds: 0))
    var place = StyledText(Self.timeOfDay(exchange), .faint)
    place.append("  c\(connection)" + (notes.stream.map { " s\($0)" } ?? ""))
    place = (place + StyledText("  ")).padded(to: Self.placeWidth)
    var end = StyledText()
    for column in columns { end.append(cell(column, exchange, notes).paddedInFront(to: column.width)) }
    var marks = StyledText()
    if !notes.marks.isEmpty { marks.append("  " + notes.marks.joined(separator: ", "), .warning) }
    let room = max(1, width - place.width - marks.width - end.width)
    let target = StyledText(notes.request(onlyAuthority: nil).cutInTheMiddle(to: room))
    let line = place + (target + marks).padded(to: room + marks.width) + end
    return line.cutInTheMiddle(to: width)
  }

  private func cell(_ column: Column, _ exchange: borrowing Exchange, _ notes: ExchangeNotes) -> StyledText {
    switch column {
    case .status:
      guard let status = notes.status else { return StyledText("-") }
      return StyledText(String(status), status >= 500 ? .error : status >= 400 ? .warning : .plain)
    case .body:
      return StyledText(notes.responseBodyByteCount.map(PlainNumbers.bytes) ?? "-")
    case .coding:
      return StyledText(exchange.hasResponse ? Self.coding(exchange.response.message.header) : "", .faint)
    case .wait:
      return StyledText(notes.wait.map { "wait \(PlainNumbers.milliseconds($0)) ms" } ?? "")
    case .receive:
      let message = exchange.response.message
      guard exchange.hasResponse, let start = message.start, let end = message.end else { return StyledText() }
      return StyledText("recv \(PlainNumbers.milliseconds(end.nanoseconds(since: start))) ms")
    case .headers:
      let wire = exchange.request.message.headerWireByteCount + exchange.response.message.headerWireByteCount
      let text = exchange.request.message.http1ByteCount + exchange.response.message.http1ByteCount
      return StyledText("hdr \(wire)/\(text) B", .faint)
    }
  }

  /// Of the request's first byte, or the first one that was seen.
  private static func timeOfDay(_ exchange: borrowing Exchange) -> String {
    let start = exchange.hasRequest ? exchange.request.message.start : exchange.response.message.start
    return start.map(PlainNumbers.timeOfDay) ?? "            "
  }

  /// The content coding in a few letters.
  private static func coding(_ header: FieldSection) -> String {
    guard let line = header.first("content-encoding") else { return "" }
    let name = PrintableText.escape(header.value(line))
    return name == "gzip" ? "gz" : name == "zstd" ? "zst" : name.cutInTheMiddle(to: 3)
  }
}
