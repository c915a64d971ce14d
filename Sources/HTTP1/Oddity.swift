/// What can be odd about HTTP/1 messages. The findings' sentences are in `Finding+HTTP1.swift`.
enum Oddity: UInt8, CaseIterable {
  // Lines and start lines
  case bareLineFeed
  case bareCarriageReturn
  case startLineBlanks
  case targetWithBlanks
  case versionMissing
  case versionMalformed
  case statusLineMalformed
  case notHTTP
  case headTooLarge
  // Field lines
  case obsoleteFolding
  case blankLineInHead
  case blanksBeforeColon
  case fieldNameEmpty
  case fieldNameInvalid
  case fieldValueControl
  case fieldLineWithoutColon
  // Message length
  case transferEncodingWithContentLength
  case transferEncodingNotChunked
  case transferEncodingRepeatsChunked
  case transferEncodingInHTTP10
  case contentLengthsDiffer
  case contentLengthRepeated
  case contentLengthInvalid
  case contentLengthTooLarge
  // Chunks
  case chunkSizeInvalid
  case chunkSizeTooLarge
  case chunkSizeJunk
  case chunkLineTooLong
  case chunkEndMissing
  // The connection
  case tooManyInterimResponses
  case tooManyPending
  case tooManyHeldBytes
  case switchNotAskedFor
  case closedEarly
}

/// A set of oddities.
struct Oddities {
  /// One bit for each; there are fewer than 64.
  private var bits: UInt64 = 0

  var isEmpty: Bool { bits == 0 }

  mutating func insert(_ oddity: Oddity) {
    bits |= Self.bit(oddity)
  }

  mutating func formUnion(_ other: Oddities) {
    bits |= other.bits
  }

  func contains(_ oddity: Oddity) -> Bool {
    bits & Self.bit(oddity) != 0
  }

  /// Those that are not in another set.
  func subtracting(_ other: Oddities) -> Oddities {
    var rest = self
    rest.bits &= ~other.bits
    return rest
  }

  /// Takes the one of least number out, or returns nil when the set is empty.
  mutating func removeFirst() -> Oddity? {
    guard bits != 0 else { return nil }
    let first = Oddity(rawValue: UInt8(truncatingIfNeeded: bits.trailingZeroBitCount))
    bits &= bits - 1
    return first
  }

  private static func bit(_ oddity: Oddity) -> UInt64 { 1 << UInt64(oddity.rawValue) }
}
