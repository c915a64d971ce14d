import Bytes

/// Undoes zstd with a dictionary (RFC 9842 §5), and reads which dictionary brotli needs (§4): the library undoes that with none.
///
/// ```
/// dcb: ff 44 43 42                SHA-256 of the dictionary    brotli
/// dcz: 5e 2a 4d 18 20 00 00 00    SHA-256 of the dictionary    a zstd frame
/// ```
final class DictionaryDecoder {
  private let coding: ContentCoding
  private let connection: Int
  private let pool: DecoderPool
  /// The first bytes, until it is all of the header.
  private var header: [UInt8] = []
  /// Which dictionary is needed; nil before that came.
  private(set) var digest: DictionaryDigest?
  /// What undoes the rest with the dictionary; nil before the header is there.
  private(set) var zstd: ZstdDecoder?

  /// - Parameters:
  ///   - coding: one with a dictionary.
  ///   - connection: whose dictionaries it may be.
  init(_ coding: ContentCoding, of connection: Int, using pool: DecoderPool) {
    self.coding = coding
    self.connection = connection
    self.pool = pool
  }

  /// The bytes in front of the digest.
  static func magic(of coding: ContentCoding) -> [UInt8] {
    coding == .dictionaryBrotli ? [0xFF, 0x44, 0x43, 0x42] : [0x5E, 0x2A, 0x4D, 0x18, 0x20, 0, 0, 0]
  }

  var mayEnd: Bool { zstd?.mayEnd ?? false }
  var strayByteCount: Int { zstd?.strayByteCount ?? 0 }
  var memoryByteCount: Int { zstd?.memoryByteCount ?? 0 }

  /// See `StreamDecoder.decode`.
  func decode(_ input: RawSpan, into output: inout [UInt8]) -> DecoderProgress {
    if let zstd { return zstd.decode(input, into: &output) }
    let magic = Self.magic(of: coding)
    let taken = min(input.byteCount, magic.count + DictionaryDigest.byteCount - header.count)
    header.append(input.extracting(0..<taken))
    var progress = DecoderProgress(consumed: taken, produced: 0, state: .open)
    if !header.prefix(magic.count).elementsEqual(magic.prefix(header.count)) {
      progress.state = .failed(.corrupt)
    } else if header.count == magic.count + DictionaryDigest.byteCount {
      digest = DictionaryDigest(header.rawSpan.extracting(from: magic.count))
      if let problem = begin() { progress.state = .failed(problem) }
    }
    return progress
  }

  /// Finds the dictionary; why there is nothing to decode with, or nil.
  private func begin() -> ContentProblem? {
    guard coding == .dictionaryZstd else { return .dictionaryNotUsable }
    guard let digest, let dictionary = pool.dictionaries.find(digest, of: connection) else {
      return .dictionaryMissing
    }
    guard case .zstd(let zstd)? = pool.take(.zstd, of: connection), zstd.use(dictionary) else { return .outOfMemory }
    self.zstd = zstd
    return nil
  }
}
