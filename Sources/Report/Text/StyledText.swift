/// What a piece of text is, shown by colour where there is colour.
enum TextStyle: Sendable {
  case plain
  case heading
  /// What stands beside the important.
  case faint
  case error
  case warning
  case note
  /// What one side of a connection sent.
  case client
  case server

  /// The parameter of the escape sequence that begins it (ECMA-48, SGR), or nil.
  var code: String? {
    switch self {
    case .plain: nil
    case .heading: "1"
    case .faint: "2"
    case .error: "31"
    case .warning: "33"
    case .note: "36"
    case .client: "36"
    case .server: "32"
    }
  }
}

/// A line of text, or a piece of one. Whatever text it is made of, no control character is left in it.
struct StyledText: Sendable, Equatable {
  private var pieces: [Piece] = []
  /// Columns.
  private(set) var width = 0

  private struct Piece: Sendable, Equatable {
    var text: String
    var style: TextStyle
  }

  init() {}

  init(_ text: String, _ style: TextStyle = .plain) {
    append(text, style)
  }

  /// Appends text, escaped.
  mutating func append(_ text: String, _ style: TextStyle = .plain) {
    let printable = PrintableText.escape(text)
    pieces.append(Piece(text: printable, style: style))
    width += printable.displayWidth
  }

  mutating func append(_ other: StyledText) {
    pieces += other.pieces
    width += other.width
  }

  /// The text with blanks behind it up to a number of columns.
  func padded(to columns: Int) -> StyledText {
    self + StyledText(String(repeating: " ", count: max(0, columns - width)))
  }

  /// The text with blanks before it up to a number of columns, at least one.
  func paddedInFront(to columns: Int) -> StyledText {
    StyledText(String(repeating: " ", count: max(1, columns - width))) + self
  }

  static func + (left: StyledText, right: StyledText) -> StyledText {
    var sum = left
    sum.append(right)
    return sum
  }

  /// The text with the middle of its longest piece left out where it is wider than a number of columns.
  func cutInTheMiddle(to limit: Int) -> StyledText {
    guard width > limit, let longest = pieces.max(by: { $0.text.displayWidth < $1.text.displayWidth }) else {
      return self
    }
    let others = width - longest.text.displayWidth
    var result = StyledText()
    for piece in pieces {
      result.append(
        piece == longest ? piece.text.cutInTheMiddle(to: max(1, limit - others)) : piece.text, piece.style)
    }
    return result
  }

  /// The same text, all of it in the style of what stands beside the important.
  var faint: StyledText {
    var result = self
    for index in result.pieces.indices { result.pieces[index].style = .faint }
    return result
  }

  /// The text for a terminal, or without escape sequences.
  func rendered(isColored: Bool) -> String {
    pieces.reduce(into: "") { result, piece in
      guard isColored, let code = piece.style.code, !piece.text.isEmpty else { return result += piece.text }
      result += "\u{1B}[\(code)m\(piece.text)\u{1B}[0m"
    }
  }
}

extension StyledText {
  /// Sentences on as many lines as they need, broken at blanks; every line but the first begins with an indent.
  static func wrapped(_ first: StyledText, _ text: String, width: Int, indent: Int) -> [StyledText] {
    wrapped(first, parts: text.split(separator: " ").map(String.init), separator: "", width: width, indent: indent)
  }

  /// Parts that stay whole, with a separator and a blank between them, on as many lines as they need.
  static func wrapped(
    _ first: StyledText, parts: [String], separator: String, width: Int, indent: Int
  ) -> [StyledText] {
    var lines: [StyledText] = []
    var line = first
    var isEmpty = true
    for (index, part) in parts.enumerated() {
      let piece = StyledText(index == parts.count - 1 ? part : part + separator)
      if !isEmpty, line.width + 1 + piece.width > width {
        lines.append(line)
        line = StyledText(String(repeating: " ", count: indent))
        isEmpty = true
      }
      if !isEmpty { line.append(" ") }
      line.append(piece)
      isEmpty = false
    }
    return (lines + [line]).map { $0.cutInTheMiddle(to: width) }
  }
}
