/// What decoding content can cost at most.
package struct ContentCodingLimits: Sendable {
  /// Codings one on the other. Two happen, by mistake; a bomb in a bomb needs more. `ContentDecoder` has room for so many.
  static let codings = 4
  /// Decoded bytes that are handed on at once: they stay in a processor's cache, and a call costs little beside them.
  static let pieceByteCount = 64 * 1024
  /// The largest window of zstd as a power of 2: 8 MiB, which RFC 9659 §3 sets for content codings.
  static let zstdWindowLog: Int32 = 23
  /// Coded bytes of a content that are held until it is whole: small content is undone at once, and a decoder of gzip that
  /// takes it piece by piece has more memory.
  static let heldByteCount = 16 * 1024
  /// The most bytes that deflate makes of one.
  static let largestRatioOfDeflate = 1_032
  /// Contents that are remembered to know them again, as a power of 2, and the most bytes that they take: those of a small site.
  static let rememberedContentsLog = 10
  static let rememberedByteCount = 1024 * 1024
  /// Dictionaries that are kept (RFC 9842), the bytes of one and of all: a page has a handful of some hundred kilobytes. Of
  /// one so large the window, a quarter larger (§5), is within `zstdWindowLog`.
  static let dictionaries = 64
  package static let dictionaryByteCount = 4 * 1024 * 1024
  static let dictionariesByteCount = 32 * 1024 * 1024
  /// Decoders of a kind that are kept for the next content.
  static let idleDecoders = 16
  /// The most memory of a decoder that is kept for the next content.
  static let idleDecoderByteCount = 1024 * 1024

  /// Decoded bytes for which no ratio is asked: a page of one repeated letter is no bomb.
  package var freeByteCount = 64 * 1024 * 1024
  /// Decoded bytes for a coded one, beyond the free ones. Deflate cannot exceed 1,032; brotli and zstd reach a million.
  package var ratio = 1_100
  /// Decoded bytes from which on the ratio must be that of real data.
  package var largeByteCount = 1024 * 1024 * 1024
  /// Decoded bytes for a coded one of large content: logs and tables reach 50.
  package var ratioOfLarge = 100
  /// What all contents of a capture together may take in free bytes beyond `ratio`; after that none are free. A hundred bytes of
  /// brotli can stand for any number of zeros, and a capture can hold millions of such bodies.
  package var freeByteCountOfAll = 16 * 1024 * 1024 * 1024
  /// Memory of all decoders in use. One of gzip takes 48 KB, of brotli and zstd up to 8 MB or more.
  package var memoryByteCount = 256 * 1024 * 1024

  package init() {}

  /// Whether they leave out nothing of a small content in deflate.
  var allowsAllOfDeflate: Bool {
    ratio >= Self.largestRatioOfDeflate && largeByteCount >= Self.pieceByteCount
  }
}
