import Bytes

/// Text in a charset that comes in pieces, as characters.
struct TextDecoder: Sendable {
  /// What stands at a place of the text.
  enum Element: Equatable {
    /// Printable ASCII, all of it: a range of the piece.
    case plain(ByteRange)
    case scalar(Unicode.Scalar)
    /// A byte that means nothing.
    case stray(UInt8)
  }

  private let charset: Charset
  /// The beginning of a character that the last piece ended in: less than 4 bytes.
  private var held: [UInt8] = []
  private var isAtStart = true

  init(_ charset: Charset) {
    self.charset = charset
  }

  /// Takes the next bytes; ranges in what `body` is given are of the span that it is given with.
  mutating func receive(_ bytes: RawSpan, _ body: (Element, RawSpan) -> Void) {
    guard bytes.byteCount > 0 else { return }
    if held.isEmpty {
      decode(bytes, isLast: false, body)
    } else {
      var joined = held
      joined.append(bytes)
      held.removeAll()
      decode(joined.rawSpan, isLast: false, body)
    }
  }

  /// No more bytes follow, or some are missing here.
  mutating func finish(_ body: (Element, RawSpan) -> Void) {
    let rest = held
    held.removeAll()
    decode(rest.rawSpan, isLast: true, body)
  }

  private mutating func decode(_ bytes: RawSpan, isLast: Bool, _ body: (Element, RawSpan) -> Void) {
    var position = 0
    while position < bytes.byteCount {
      let step: Step
      switch charset {
      case .utf8: step = Self.utf8(bytes, at: position)
      case .utf16BigEndian: step = Self.utf16(bytes, at: position, isBigEndian: true)
      case .utf16LittleEndian: step = Self.utf16(bytes, at: position, isBigEndian: false)
      case .windows1252: step = Self.windows1252(bytes, at: position)
      case .unknown: step = Self.ascii(bytes, at: position)
      }
      switch step {
      case .element(let element, let byteCount):
        if !(isAtStart && element == .scalar(Self.byteOrderMark)) { body(element, bytes) }
        isAtStart = false
        position += byteCount
      case .cut where isLast:
        body(.stray(bytes.byte(at: position)), bytes)
        position += 1
      case .cut:
        held.append(bytes.extracting(from: position))
        return
      }
    }
  }

  /// What stands at a place.
  private enum Step {
    case element(Element, byteCount: Int)
    /// The beginning of a character whose rest did not come yet.
    case cut
  }

  /// Printable ASCII from a place on; nil when there is none.
  private static func plain(_ bytes: RawSpan, at position: Int) -> Step? {
    var end = position
    while end < bytes.byteCount, (0x20..<0x7F).contains(bytes.byte(at: end)) { end += 1 }
    guard end > position else { return nil }
    return .element(.plain(ByteRange(start: position, count: end - position)), byteCount: end - position)
  }

  private static func ascii(_ bytes: RawSpan, at position: Int) -> Step {
    if let plain = plain(bytes, at: position) { return plain }
    let byte = bytes.byte(at: position)
    return .element(byte < 0x80 ? .scalar(Unicode.Scalar(byte)) : .stray(byte), byteCount: 1)
  }

  private static func windows1252(_ bytes: RawSpan, at position: Int) -> Step {
    if let plain = plain(bytes, at: position) { return plain }
    let byte = bytes.byte(at: position)
    guard (0x80..<0xA0).contains(byte), let scalar = Unicode.Scalar(Charset.windows1252Controls[Int(byte) - 0x80])
    else {
      return .element(.scalar(Unicode.Scalar(byte)), byteCount: 1)
    }
    return .element(.scalar(scalar), byteCount: 1)
  }

  /// RFC 3629 §3, §4.
  private static func utf8(_ bytes: RawSpan, at position: Int) -> Step {
    if let plain = plain(bytes, at: position) { return plain }
    let first = bytes.byte(at: position)
    let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    guard first < 0x80 || (0xC2...0xF4).contains(first) else { return .element(.stray(first), byteCount: 1) }
    let count = min(length, bytes.byteCount - position)
    var value = UInt32(first) & (length == 1 ? 0x7F : 0xFF >> (UInt32(length) + 1))
    for offset in 1..<max(1, count) {
      let byte = bytes.byte(at: position + offset)
      guard byte & 0xC0 == 0x80 else { return .element(.stray(first), byteCount: 1) }
      value = value << 6 | UInt32(byte & 0x3F)
    }
    guard count == length else { return .cut }
    // Overlong forms, surrogates, and what lies beyond U+10FFFF.
    let least: UInt32 = length == 3 ? 0x800 : length == 4 ? 0x10000 : 0
    guard value >= least, let scalar = Unicode.Scalar(value) else { return .element(.stray(first), byteCount: 1) }
    return .element(.scalar(scalar), byteCount: length)
  }

  /// RFC 2781 §2.2.
  private static func utf16(_ bytes: RawSpan, at position: Int, isBigEndian: Bool) -> Step {
    func unit(at place: Int) -> UInt32 {
      let (first, second) = (UInt32(bytes.byte(at: place)), UInt32(bytes.byte(at: place + 1)))
      return isBigEndian ? first << 8 | second : second << 8 | first
    }
    guard bytes.byteCount - position >= 2 else { return .cut }
    let first = unit(at: position)
    if let scalar = Unicode.Scalar(first) { return .element(.scalar(scalar), byteCount: 2) }
    guard first < 0xDC00 else { return .element(.scalar(replacement), byteCount: 2) }
    guard bytes.byteCount - position >= 4 else { return .cut }
    let second = unit(at: position + 2)
    guard (0xDC00..<0xE000).contains(second),
      let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
    else { return .element(.scalar(replacement), byteCount: 2) }
    return .element(.scalar(scalar), byteCount: 4)
  }

  /// Stands for half of a surrogate pair.
  private static let replacement: Unicode.Scalar = "\u{FFFD}"
  /// Is no part of the text where it stands first.
  private static let byteOrderMark: Unicode.Scalar = "\u{FEFF}"
}
