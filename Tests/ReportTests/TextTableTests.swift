import Testing

@testable import Report

@Suite("Text table")
struct TextTableTests {
  @Test("Columns are as wide as their widest cell, and no line ends with a blank")
  func widths() {
    var table = TextTable([.init(title: "name", isRightAligned: false), .init(title: "n")])
    table.append([StyledText("a"), StyledText("1,000")])
    table.append([StyledText("longer"), StyledText("2")])
    #expect(render(table, width: 80) == ["  name        n", "  a       1,000", "  longer      2"])
    table.columns[1].isRightAligned = false
    #expect(render(table, width: 80) == ["  name    n", "  a       1,000", "  longer  2"])
  }

  @Test("The flexible column gives way; a column without text is left out")
  func flexible() {
    var table = TextTable([
      .init(title: "path", isRightAligned: false, isFlexible: true), .init(title: "unused"), .init(title: "n"),
    ])
    table.append([StyledText("/a/very/long/path/to/somewhere"), StyledText(), StyledText("7")])
    for line in render(table, width: 20) { #expect(line.count <= 20) }
    #expect(render(table, width: 20).last?.contains("…") == true)
    #expect(render(table, width: 80).last == "  /a/very/long/path/to/somewhere  7")
  }

  @Test(
    "Cutting in the middle counts columns",
    arguments: [
      ("short", 5, "short"), ("abcdefgh", 4, "ab…h"), ("abcdefgh", 1, "…"), ("abcdefgh", 0, ""),
      ("日本語日本語", 7, "日本…語"), ("e\u{301}e\u{301}e\u{301}", 3, "e\u{301}e\u{301}e\u{301}"),
    ])
  func cut(text: String, width: Int, expected: String) {
    #expect(text.cutInTheMiddle(to: width) == expected)
  }

  private func render(_ table: TextTable, width: Int) -> [String] {
    table.lines(width: width, indent: 2).map { $0.rendered(isColored: false) }
  }
}
