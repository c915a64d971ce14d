import Bytes
import Findings

/// The lines of a transcript. What was captured begins with `> ` when the client sent it and with `< ` when the server did,
/// whatever it holds; all other lines are the program's own.
struct TranscriptLines: Sendable {
  /// What was written and not taken away yet.
  private(set) var bytes: [UInt8] = []
  private let width: Int
  private let isColored: Bool
  /// Which field values are shown.
  let redaction: Redaction
  /// Whether a captured line was begun and not ended.
  private var isInLine = false

  init(width: Int, isColored: Bool, redaction: Redaction) {
    self.width = width
    self.redaction = redaction
    self.isColored = isColored
  }

  /// Takes away what was written.
  mutating func take() -> [UInt8] {
    var taken: [UInt8] = []
    swap(&taken, &bytes)
    return taken
  }

  /// Gives back storage that was taken away.
  mutating func reuse(_ storage: consuming [UInt8]) {
    guard bytes.isEmpty, storage.capacity <= ReportLimits.keptBufferByteCount else { return }
    bytes = storage
    bytes.removeAll(keepingCapacity: true)
  }

  // MARK: The program's own lines

  mutating func heading(_ text: String) {
    append(StyledText(text, .heading))
  }

  /// A line in brackets, or several.
  mutating func note(_ text: String, _ style: TextStyle = .faint) {
    for line in StyledText.wrapped(StyledText("["), text + "]", width: width, indent: 1) {
      append(StyledText(line.rendered(isColored: false), style))
    }
  }

  mutating func emptyLine() {
    bytes.append(ASCII.lineFeed)
  }

  private mutating func append(_ line: StyledText) {
    bytes.append(contentsOf: line.rendered(isColored: isColored).utf8)
    bytes.append(ASCII.lineFeed)
  }

  // MARK: What was captured

  /// A line of text that is printable already.
  mutating func line(_ text: String, from side: Side) {
    if !text.isEmpty { append(printable: text.rawSpan, from: side) }
    endLine(from: side)
  }

  /// More of the line under way, printable.
  mutating func append(printable text: RawSpan, from side: Side) {
    beginLine(from: side)
    bytes.append(text)
  }

  /// Ends the line under way, or adds an empty one.
  mutating func endLine(from side: Side) {
    if isInLine {
      if isColored { bytes.append("\u{1B}[0m") }
    } else {
      beginLine(from: side, isEmpty: true)
      if isColored { bytes.append("\u{1B}[0m") }
    }
    bytes.append(ASCII.lineFeed)
    isInLine = false
  }

  /// Ends the line under way, if there is one.
  mutating func endOpenLine(from side: Side) {
    if isInLine { endLine(from: side) }
  }

  private mutating func beginLine(from side: Side, isEmpty: Bool = false) {
    guard !isInLine else { return }
    let style: TextStyle = side == .client ? .client : .server
    if isColored, let code = style.code { bytes.append(contentsOf: "\u{1B}[\(code)m".utf8) }
    bytes.append(side == .client ? ">" : "<")
    if !isEmpty { bytes.append(ASCII.space) }
    isInLine = true
  }

  // MARK: Neither

  /// Bytes as they are, for an output that is no transcript.
  mutating func append(raw bytes: RawSpan) {
    self.bytes.append(bytes)
  }
}
