import Bytes

/// The SHA-256 of a dictionary, by which coded content names it (RFC 9842 §4, §5).
package struct DictionaryDigest: Equatable, Sendable, BitwiseCopyable {
  package static let byteCount = 32

  private var words: InlineArray<4, UInt64>

  /// Nil unless there are as many bytes as a SHA-256 has.
  package init?(_ bytes: RawSpan) {
    guard bytes.byteCount == Self.byteCount else { return nil }
    words = InlineArray { bytes.uint64(at: 8 * $0) }
  }

  package var bytes: [UInt8] {
    words.indices.flatMap { index in
      (0..<8).map { UInt8(truncatingIfNeeded: words[index] &>> UInt64(56 - 8 * $0)) }
    }
  }

  /// Lower-case hexadecimal digits.
  package var text: String { Hexadecimal.encode(bytes.rawSpan) }

  package static func == (one: DictionaryDigest, other: DictionaryDigest) -> Bool {
    one.words.indices.allSatisfy { one.words[$0] == other.words[$0] }
  }
}
