import Bytes

/// The 32 random bytes of a hello (RFC 8446 §4.1.2): a key log finds a connection by the client's.
package struct HelloRandom: Hashable, Sendable, BitwiseCopyable {
  package static let byteCount = 32

  private let words: InlineArray<4, UInt64>

  /// Nil unless there are 32 bytes.
  package init?(_ bytes: RawSpan) {
    guard bytes.byteCount == Self.byteCount else { return nil }
    words = [bytes.uint64(at: 0), bytes.uint64(at: 8), bytes.uint64(at: 16), bytes.uint64(at: 24)]
  }

  /// The bytes as the wire has them.
  package var octets: [UInt8] {
    (0..<Self.byteCount).map { UInt8(truncatingIfNeeded: words[$0 / 8] >> UInt64(56 - 8 * ($0 % 8))) }
  }

  package static func == (left: HelloRandom, right: HelloRandom) -> Bool {
    left.words[0] == right.words[0] && left.words[1] == right.words[1] && left.words[2] == right.words[2]
      && left.words[3] == right.words[3]
  }

  package func hash(into hasher: inout Hasher) {
    for index in words.indices { hasher.combine(words[index]) }
  }
}
