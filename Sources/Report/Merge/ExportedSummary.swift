import Bytes

/// The summary record in what `export` wrote: the last line of NDJSON, or the last member of one object.
package enum ExportedSummary {
  /// Bytes at the end of an export in which the summary is looked for. The largest, of 1,024 origins with full histograms, has
  /// some 40 MB.
  package static let byteLimit = 64 * 1024 * 1024

  /// Nil when there is none at the end of the text.
  package static func find(in text: [UInt8]) -> JSONObject? {
    let end = text.lastIndex { !isWhiteSpace($0) }.map { $0 + 1 } ?? 0
    let lastLine = text[..<end].lastIndex(of: ASCII.lineFeed).map { $0 + 1 } ?? 0
    return summary(in: text, lastLine..<end) ?? lastMember(of: text, end: end)
  }

  /// The value of the last `"summary"`, which only the object's end may follow.
  private static func lastMember(of text: [UInt8], end: Int) -> JSONObject? {
    guard end > 0, text[end - 1] == UInt8(ascii: "}") else { return nil }
    for position in (0..<end).reversed() where text[position] == ASCII.colon {
      var nameEnd = position
      while nameEnd > 0, isWhiteSpace(text[nameEnd - 1]) { nameEnd -= 1 }
      guard text[..<nameEnd].ends(with: "\"summary\"") else { continue }
      return summary(in: text, position + 1..<end - 1)
    }
    return nil
  }

  private static func summary(in text: [UInt8], _ range: Range<Int>) -> JSONObject? {
    guard let value = try? JSONParser.parse(text.rawSpan.extracting(range)), let object = value.object,
      object["record"] == .string("summary")
    else { return nil }
    return object
  }

  private static func isWhiteSpace(_ byte: UInt8) -> Bool {
    byte == ASCII.space || byte == ASCII.tab || byte == ASCII.lineFeed || byte == ASCII.carriageReturn
  }
}

extension ArraySlice where Element == UInt8 {
  fileprivate func ends(with text: String) -> Bool {
    reversed().starts(with: text.utf8.reversed())
  }
}
