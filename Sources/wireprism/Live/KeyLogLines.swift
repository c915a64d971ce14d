import Bytes

/// Whole lines of a text that comes in pieces.
struct KeyLogLines {
  private var partial: [UInt8] = []
  private(set) var lines: [UInt8] = []

  mutating func append(_ piece: RawSpan) {
    partial.append(piece)
    guard let end = partial.lastIndex(of: ASCII.lineFeed) else { return }
    lines += partial[...end]
    partial.removeSubrange(...end)
  }

  /// The lines that ended since the last call.
  mutating func take() -> [UInt8] {
    defer { lines = [] }
    return lines
  }
}
