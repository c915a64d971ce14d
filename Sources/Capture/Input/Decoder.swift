import Bytes

/// Decompresses in one of the ways that are read.
///
/// The decoders are classes because each owns the state of a C library; nothing of them is touched for a packet.
enum Decoder {
  case gzip(GzipDecoder)
  case zstd(ZstdDecoder)
  case lz4(LZ4Decoder)
  case xz(XZDecoder)

  /// Nil when the library has no memory for it.
  init?(_ compression: Compression) {
    switch compression {
    case .gzip:
      guard let decoder = GzipDecoder() else { return nil }
      self = .gzip(decoder)
    case .zstd:
      guard let decoder = ZstdDecoder() else { return nil }
      self = .zstd(decoder)
    case .lz4:
      guard let decoder = LZ4Decoder() else { return nil }
      self = .lz4(decoder)
    case .xz:
      guard let decoder = XZDecoder() else { return nil }
      self = .xz(decoder)
    }
  }

  /// Decompresses as much as there is room for behind what a buffer holds. `output.count < output.capacity`.
  ///
  /// `isLast` says that no input follows this.
  func decode(_ input: RawSpan, isLast: Bool, into output: SecretBuffer) -> DecoderProgress {
    switch self {
    case .gzip(let decoder): decoder.decode(input, into: output)
    case .zstd(let decoder): decoder.decode(input, into: output)
    case .lz4(let decoder): decoder.decode(input, into: output)
    case .xz(let decoder): decoder.decode(input, isLast: isLast, into: output)
    }
  }
}

/// What one call of a decoder did.
struct DecoderProgress {
  /// Bytes of input that were used.
  var consumed: Int
  /// Bytes of output that were written.
  var produced: Int
  /// Whether the compressed data may end here.
  var isAtEnd: Bool
  /// What is wrong with the data, in the library's words; nothing can be read beyond it.
  var failure: String?
}
