import Bytes

/// Whether a text that comes in pieces is UTF-8 (RFC 6455 §8.1).
struct UTF8Check: Sendable {
  /// Whether all that came is, or can still become, UTF-8.
  private(set) var isValid = true
  /// The bytes of a character that has not come whole; three at most.
  private var cut: [UInt8] = []

  /// Takes the next piece.
  mutating func receive(_ piece: RawSpan) {
    guard isValid else { return }
    var offset = 0
    while !cut.isEmpty, offset < piece.byteCount {
      cut.append(piece.byte(at: offset))
      offset += 1
      if Self.missingByteCount(atEndOf: cut.rawSpan) == 0 {
        isValid = cut.rawSpan.isUTF8
        cut.removeAll(keepingCapacity: true)
      }
    }
    let rest = piece.extracting(from: offset)
    guard isValid, rest.byteCount > 0 else { return }
    let missing = Self.missingByteCount(atEndOf: rest)
    let whole = rest.byteCount - missing
    isValid = rest.extracting(0..<whole).isUTF8
    cut.append(rest.extracting(from: whole))
  }

  /// The text ends: a character that is cut makes it invalid. Ready for the next text afterwards.
  mutating func finish() -> Bool {
    defer {
      isValid = true
      cut.removeAll(keepingCapacity: true)
    }
    return isValid && cut.isEmpty
  }

  /// How many bytes at the end begin a character that is not whole: 0 to 3.
  private static func missingByteCount(atEndOf bytes: RawSpan) -> Int {
    for count in 1...3 where count <= bytes.byteCount {
      switch bytes.byte(at: bytes.byteCount - count) {
      case 0x80...0xBF: continue
      case 0xC0...0xDF: return count < 2 ? count : 0
      case 0xE0...0xEF: return count < 3 ? count : 0
      case 0xF0...0xFF: return count
      default: return 0
      }
    }
    return 0
  }
}
