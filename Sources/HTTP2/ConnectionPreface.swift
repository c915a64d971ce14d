import Bytes

/// The 24 octets with which a client begins (RFC 9113 §3.4).
struct ConnectionPreface: Sendable {
  static let text: StaticString = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
  static let byteCount = 24

  /// How many of them have come; all of them when none are due.
  private var seenCount: Int

  /// The preface is due.
  static let due = ConnectionPreface(seenCount: 0)
  /// The preface has passed, or nobody knows where it was.
  static let passed = ConnectionPreface(seenCount: byteCount)

  /// Whether the next bytes are octets of the preface.
  var isDue: Bool { seenCount < Self.byteCount }
  /// Whether none of its octets has come.
  var isAtStart: Bool { seenCount == 0 }
  /// Octets that have not come.
  var remaining: Int { Self.byteCount - seenCount }

  /// Octets were there, or lost in a gap. `0 <= count <= remaining`.
  mutating func advance(_ count: Int) {
    seenCount = min(Self.byteCount, seenCount + count)
  }

  /// Reads octets of the preface at the front; nil when the bytes are others.
  mutating func read(_ bytes: RawSpan) -> Int? {
    let count = min(remaining, bytes.byteCount)
    var expected: [UInt8] = []
    expected.append(Self.text)
    let due = expected.rawSpan.extracting(seenCount..<seenCount + count)
    guard bytes.extracting(0..<count).equals(due) else { return nil }
    advance(count)
    return count
  }

  /// Whether a frame header is really the beginning of a preface, `PRI * HTT`.
  static func isBeginning(_ header: FrameHeader) -> Bool {
    header.length == 0x50_5249 && header.type.rawValue == 0x20 && header.flags.rawValue == 0x2A
      && header.stream == 0x2048_5454
  }
}
