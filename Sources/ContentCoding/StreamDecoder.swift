import Bytes

/// Undoes one coding. The decoders are classes because each owns the state of a C library; they are kept and used again.
enum StreamDecoder {
  case inflate(InflateDecoder)
  case brotli(BrotliDecoder)
  case zstd(ZstdDecoder)
  case dictionary(DictionaryDecoder)

  /// A decoder at the beginning of coded data, of a connection; nil when the library has no memory for it.
  init?(_ coding: ContentCoding, of connection: Int, using pool: DecoderPool) {
    switch coding {
    case .gzip, .deflate:
      guard let decoder = InflateDecoder(coding) else { return nil }
      self = .inflate(decoder)
    case .brotli:
      guard let decoder = BrotliDecoder() else { return nil }
      self = .brotli(decoder)
    case .zstd:
      guard let decoder = ZstdDecoder() else { return nil }
      self = .zstd(decoder)
    case .dictionaryBrotli, .dictionaryZstd:
      self = .dictionary(DictionaryDecoder(coding, of: connection, using: pool))
    }
  }

  /// Decodes as much as fits into a buffer, from its beginning on.
  func decode(_ input: RawSpan, into output: inout [UInt8]) -> DecoderProgress {
    switch self {
    case .inflate(let decoder): decoder.decode(input, into: &output)
    case .brotli(let decoder): decoder.decode(input, into: &output)
    case .zstd(let decoder): decoder.decode(input, into: &output)
    case .dictionary(let decoder): decoder.decode(input, into: &output)
    }
  }

  /// Whether the coded data may end where it was read to.
  var mayEnd: Bool {
    switch self {
    case .inflate(let decoder): decoder.mayEnd
    case .brotli(let decoder): decoder.mayEnd
    case .zstd(let decoder): decoder.mayEnd
    case .dictionary(let decoder): decoder.mayEnd
    }
  }

  /// Bytes that it took behind the coded data, to see whether more of that begins there.
  var strayByteCount: Int {
    switch self {
    case .inflate(let decoder): decoder.strayByteCount
    case .brotli: 0
    case .zstd(let decoder): decoder.strayByteCount
    case .dictionary(let decoder): decoder.strayByteCount
    }
  }

  /// How much memory it holds.
  var memoryByteCount: Int {
    switch self {
    case .inflate: InflateDecoder.memoryByteCount
    case .brotli(let decoder): decoder.memoryByteCount
    case .zstd(let decoder): decoder.memoryByteCount
    case .dictionary(let decoder): decoder.memoryByteCount
    }
  }
}

/// What one call of a decoder did.
struct DecoderProgress {
  /// Where the coded data stands.
  enum State {
    /// In the middle, or at an end that more may follow.
    case open
    /// At its end: what follows does not belong to it.
    case over
    /// What came cannot be decoded.
    case failed(ContentProblem)
  }

  /// Bytes of input that were used.
  var consumed: Int
  /// Bytes of output that were written.
  var produced: Int
  var state: State
}
