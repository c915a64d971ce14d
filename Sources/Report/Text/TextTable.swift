/// Cells in columns that are as wide as their widest cell. One column may give way when the lines become too long.
struct TextTable {
  /// How a column's cells stand.
  struct Column {
    var title: String
    var isRightAligned = true
    /// Whether cells are cut in the middle when the table is too wide; for one column.
    var isFlexible = false
  }

  var columns: [Column]
  /// Each with as many cells as there are columns.
  private(set) var rows: [[StyledText]] = []

  init(_ columns: [Column]) {
    self.columns = columns
  }

  mutating func append(_ row: [StyledText]) {
    rows.append(row)
  }

  /// The title line, and a line for each row. A column without any text is left out.
  ///
  /// - Parameter firstTitle: the style of the first column's title; the others are faint.
  func lines(width: Int, indent: Int, firstTitle: TextStyle = .faint) -> [StyledText] {
    let shown = columns.indices.filter { index in rows.contains { $0[index].width > 0 } }
    var widths = columns.indices.map { index in
      rows.reduce(columns[index].title.displayWidth) { max($0, $1[index].width) }
    }
    let total = shown.reduce(indent + Self.gap * max(0, shown.count - 1)) { $0 + widths[$1] }
    if total > width, let flexible = shown.first(where: { columns[$0].isFlexible }) {
      widths[flexible] = max(Self.narrowestFlexible, widths[flexible] - (total - width))
    }
    let titles = columns.indices.map { StyledText(columns[$0].title, $0 == 0 ? firstTitle : .faint) }
    let hasTitles = columns.contains { !$0.title.isEmpty }
    return ((hasTitles ? [titles] : []) + rows).map { row in
      line(row, shown: shown, widths: widths, indent: indent)
    }
  }

  private func line(_ row: [StyledText], shown: [Int], widths: [Int], indent: Int) -> StyledText {
    var line = StyledText()
    // Blanks are written before the next text only, so that none stand at the end of a line.
    var blanks = indent
    for index in shown {
      let cell = row[index].cutInTheMiddle(to: widths[index])
      let padding = widths[index] - cell.width
      if columns[index].isRightAligned { blanks += padding }
      if cell.width > 0 {
        line.append(String(repeating: " ", count: blanks))
        line.append(cell)
        blanks = 0
      }
      blanks += (columns[index].isRightAligned ? 0 : padding) + Self.gap
    }
    return line
  }

  private static let gap = 2
  private static let narrowestFlexible = 8
}
