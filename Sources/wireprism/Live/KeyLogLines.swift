import Bytes

/// Whole lines of a key log that comes in pieces.
struct KeyLogLines {
  private let text = SecretBuffer(capacity: 0)
  /// Where the last whole line ends.
  private var end = 0

  mutating func append(_ piece: RawSpan) {
    var pieceEnd = piece.byteCount
    while pieceEnd > 0, piece.byte(at: pieceEnd - 1) != ASCII.lineFeed { pieceEnd -= 1 }
    if pieceEnd > 0 { end = text.count + pieceEnd }
    text.reserve(piece.byteCount)
    text.append(piece)
  }

  /// The lines that ended since the last call; nil when there are none.
  mutating func take() -> SecretBuffer? {
    guard end > 0 else { return nil }
    let lines = SecretBuffer(text.bytes.extracting(0..<end))
    text.removeFirst(end)
    end = 0
    return lines
  }
}
