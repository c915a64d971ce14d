import Bytes

/// Bytes that come in pieces, as rows of sixteen: offset, hexadecimal, characters. 77 columns.
struct HexDump: Sendable {
  static let rowByteCount = 16
  /// Where the row under way begins.
  private var offset = 0
  private var row: [UInt8] = []

  /// Takes the next bytes and appends the rows that are full to lines.
  mutating func receive(_ bytes: RawSpan, _ line: ([UInt8]) -> Void) {
    for index in 0..<bytes.byteCount {
      row.append(bytes.byte(at: index))
      if row.count == Self.rowByteCount { endRow(line) }
    }
  }

  /// So many bytes are missing here.
  mutating func skip(_ byteCount: Int, _ line: ([UInt8]) -> Void) {
    finish(line)
    offset += byteCount
  }

  /// No more bytes follow.
  mutating func finish(_ line: ([UInt8]) -> Void) {
    if !row.isEmpty { endRow(line) }
  }

  private mutating func endRow(_ line: ([UInt8]) -> Void) {
    var text: [UInt8] = []
    text.reserveCapacity(80)
    for shift in stride(from: 28, through: 0, by: -4) {
      text.append(Hexadecimal.digit(UInt8(truncatingIfNeeded: offset >> shift & 0xF)))
    }
    text.append("  ")
    for index in 0..<Self.rowByteCount {
      if index == 8 { text.append(ASCII.space) }
      if index < row.count {
        text.append(Hexadecimal.digit(row[index] >> 4))
        text.append(Hexadecimal.digit(row[index] & 0xF))
        text.append(ASCII.space)
      } else {
        text.append("   ")
      }
    }
    text.append("|")
    for byte in row { text.append((0x20..<0x7F).contains(byte) ? byte : 0x2E) }
    text.append("|")
    line(text)
    offset += row.count
    row.removeAll(keepingCapacity: true)
  }
}
