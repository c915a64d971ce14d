import Bytes

/// A coding of content that can be undone (RFC 9110 §8.4.1); those of HTTP/1.1's transfer codings (RFC 9112 §7.2) are the
/// same ones.
package enum ContentCoding: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// RFC 1952.
  case gzip
  /// RFC 1950, and what some peers send in its place: RFC 1951 without the wrapper.
  case deflate
  /// RFC 7932.
  case brotli
  /// RFC 8878.
  case zstd
  /// brotli with a dictionary (RFC 9842 §4).
  case dictionaryBrotli
  /// zstd with a dictionary (RFC 9842 §5).
  case dictionaryZstd

  /// The coding that a token names in whatever case; nil when it is none that is known.
  package init?(token: RawSpan) {
    switch token.byteCount {
    case 2 where token.equalsIgnoringCase("br"): self = .brotli
    case 3 where token.equalsIgnoringCase("dcb"): self = .dictionaryBrotli
    case 3 where token.equalsIgnoringCase("dcz"): self = .dictionaryZstd
    case 4 where token.equalsIgnoringCase("gzip"): self = .gzip
    case 4 where token.equalsIgnoringCase("zstd"): self = .zstd
    // RFC 9110 §8.4.1.3: the old name.
    case 6 where token.equalsIgnoringCase("x-gzip"): self = .gzip
    case 7 where token.equalsIgnoringCase("deflate"): self = .deflate
    case 9 where token.equalsIgnoringCase("x-deflate"): self = .deflate
    default: return nil
    }
  }

  /// The token that names it.
  package var name: StaticString {
    switch self {
    case .gzip: "gzip"
    case .deflate: "deflate"
    case .brotli: "br"
    case .zstd: "zstd"
    case .dictionaryBrotli: "dcb"
    case .dictionaryZstd: "dcz"
    }
  }
}
