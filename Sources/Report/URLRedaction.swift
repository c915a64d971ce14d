import Bytes

/// Hides the parts of URLs with which somebody can act as somebody else: each byte of them becomes an asterisk, so that
/// nothing moves in the text around.
struct URLRedaction: Sendable {
  /// Whether the values of queries, and of fragments, are hidden too.
  let hidesQueries: Bool

  /// Hides the user information of all URLs in a text (RFC 3986 §3.2.1), and the values of their queries.
  ///
  /// - Parameter isURL: whether the whole text is a URL, perhaps a relative one.
  func apply(to text: inout [UInt8], in range: ByteRange, isURL: Bool) {
    if hidesQueries, isURL { hideQuery(in: &text, from: range.start, to: range.end) }
    var position = range.start
    while position + 1 < range.end {
      guard text[position] == Self.slash, text[position + 1] == Self.slash else {
        position += 1
        continue
      }
      let start = position + 2
      let end = Self.end(ofAuthorityFrom: start, in: text, to: range.end)
      Self.hideUserInformation(in: &text, ByteRange(start: start, count: end - start))
      if hidesQueries, !isURL { hideQuery(in: &text, from: end, to: Self.end(ofURLFrom: end, in: text, to: range.end)) }
      position = max(end, start)
    }
  }

  /// Hides what stands before the last `@` of an authority.
  static func hideUserInformation(in text: inout [UInt8], _ authority: ByteRange) {
    guard let end = text[authority.start..<authority.end].lastIndex(of: at) else { return }
    hide(&text, from: authority.start, to: end)
  }

  /// Hides the values behind the first `?` or `#`: of each `name=value`, the value; all of what has no name.
  private func hideQuery(in text: inout [UInt8], from start: Int, to end: Int) {
    let mark = text[start..<end].firstIndex { $0 == Self.questionMark || $0 == Self.numberSign }
    guard var position = mark else { return }
    while position < end {
      // At a mark in front of a pair.
      let next = text[(position + 1)..<end].firstIndex(where: Self.beginsPair) ?? end
      let sign = text[(position + 1)..<next].firstIndex(of: Self.equalsSign)
      Self.hide(&text, from: sign.map { $0 + 1 } ?? position + 1, to: next)
      position = next
    }
  }

  private static func hide(_ text: inout [UInt8], from start: Int, to end: Int) {
    for position in start..<max(start, end) { text[position] = asterisk }
  }

  /// `/`, `?` or `#` end an authority (RFC 3986 §3.2), and so does what no URL contains.
  private static func end(ofAuthorityFrom start: Int, in text: [UInt8], to limit: Int) -> Int {
    text[start..<limit].firstIndex { $0 == slash || $0 == questionMark || $0 == numberSign || endsURL($0) } ?? limit
  }

  private static func end(ofURLFrom start: Int, in text: [UInt8], to limit: Int) -> Int {
    text[start..<limit].firstIndex(where: endsURL) ?? limit
  }

  /// What stands around URLs in a text and in none of them (RFC 3986 appendix C).
  private static func endsURL(_ byte: UInt8) -> Bool {
    byte <= ASCII.space || byte == 0x22 || byte == 0x3C || byte == 0x3E
  }

  /// `&`, and `;` which some write instead; `?` and `#` within.
  private static func beginsPair(_ byte: UInt8) -> Bool {
    byte == 0x26 || byte == 0x3B || byte == questionMark || byte == numberSign
  }

  static let asterisk: UInt8 = 0x2A
  private static let slash: UInt8 = 0x2F
  private static let at: UInt8 = 0x40
  private static let questionMark: UInt8 = 0x3F
  private static let numberSign: UInt8 = 0x23
  private static let equalsSign: UInt8 = 0x3D
}
