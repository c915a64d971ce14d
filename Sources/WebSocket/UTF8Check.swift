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
      guard !Self.beginsCharacter(cut.rawSpan) else { continue }
      isValid = cut.rawSpan.isUTF8
      cut.removeAll(keepingCapacity: true)
    }
    let rest = piece.extracting(from: offset)
    guard isValid, rest.byteCount > 0 else { return }
    let whole = rest.byteCount - Self.missingByteCount(atEndOf: rest)
    let tail = rest.extracting(from: whole)
    isValid = rest.extracting(0..<whole).isUTF8 && (tail.byteCount == 0 || Self.beginsCharacter(tail))
    if isValid { cut.append(tail) }
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

  /// Whether bytes are the beginning of a character that is not whole: every byte so far is as RFC 3629 §4 wants it.
  private static func beginsCharacter(_ bytes: RawSpan) -> Bool {
    let lead = bytes.byte(at: 0)
    let byteCount: Int
    switch lead {
    case 0xC2...0xDF: byteCount = 2
    case 0xE0...0xEF: byteCount = 3
    case 0xF0...0xF4: byteCount = 4
    default: return false
    }
    guard bytes.byteCount < byteCount else { return false }
    for index in 1..<max(1, bytes.byteCount) {
      let allowed = index == 1 ? seconds(after: lead) : 0x80...0xBF
      guard allowed.contains(bytes.byte(at: index)) else { return false }
    }
    return true
  }

  /// What may follow a first byte: the rest would be overlong, a surrogate, or beyond U+10FFFF.
  private static func seconds(after lead: UInt8) -> ClosedRange<UInt8> {
    switch lead {
    case 0xE0: 0xA0...0xBF
    case 0xED: 0x80...0x9F
    case 0xF0: 0x90...0xBF
    case 0xF4: 0x80...0x8F
    default: 0x80...0xBF
    }
  }
}
