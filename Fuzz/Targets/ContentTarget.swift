import Bytes
import ContentCoding

/// The codings that a byte of the input chooses among.
let contentCodings = [
  "gzip", "deflate", "br", "zstd", "gzip, gzip", "gzip, br", "zstd, gzip", "br, zstd", "dcz", "dcb",
]

/// A dictionary and what says in front of content in `dcz` that it is needed: no fuzzer finds a digest.
private let dictionary = Array("let version = 1; function total(items) { return items.length }".utf8)
private let dictionaryDigest = [UInt8](repeating: 7, count: DictionaryDigest.byteCount)
private let dictionaryHeader: [UInt8] = [0x5E, 0x2A, 0x4D, 0x18, 0x20, 0, 0, 0] + dictionaryDigest

/// Coded content behind two bytes: which codings, and how to split it. However it is split, it must decode to the same, and within
/// the limits.
func fuzzContent(_ input: [UInt8]) {
  guard input.count > 2 else { return }
  let codings = contentCodings[Int(input[0]) % contentCodings.count]
  let content = (codings == "dcz" ? dictionaryHeader : []) + input[2...]
  let whole = decode(content, codings, mayHold: false, pieceByteCount: content.count)
  for mayHold in [false, true] {
    let split = decode(content, codings, mayHold: mayHold, pieceByteCount: max(1, Int(input[1])))
    expectSame(whole, split, of: content)
  }
  expectSame(whole, decode(content, codings, mayHold: true, pieceByteCount: content.count), of: content)
}

/// What decoding gave.
private typealias Decoded = (bytes: [UInt8], problem: ContentProblem?, trailingByteCount: Int)

/// Whether pieces are held until they are whole makes no difference, and neither does where they end: but for codes that no encoder
/// writes, which `WholeGzip` takes when checksum and length prove what they stand for.
private func expectSame(_ whole: Decoded, _ split: Decoded, of content: [UInt8]) {
  if whole.problem == .corrupt, split.problem == nil, isProved(split.bytes, by: content) { return }
  // What is wrong with it, and how much comes out ahead of that, is up to the library: zstd is not of one mind about it.
  expect(
    (whole.problem == nil) == (split.problem == nil),
    "splitting gives the same: \(whole.problem as Any), \(split.problem as Any)")
  if whole.problem == nil {
    expect(whole.bytes == split.bytes, "splitting decodes to the same")
    expect(whole.trailingByteCount == split.trailingByteCount, "splitting leaves the same behind")
  } else {
    expect(
      whole.bytes.starts(with: split.bytes) || split.bytes.starts(with: whole.bytes),
      "splitting decodes the same ahead of what is wrong")
  }
}

/// Whether gzip's trailer names the length of what was decoded (RFC 1952 §2.3.1).
private func isProved(_ bytes: [UInt8], by content: [UInt8]) -> Bool {
  content.starts(with: [0x1F, 0x8B]) && content.count >= 18
    && Int(content.rawSpan.uint32(at: content.count - 4).byteSwapped) == bytes.count
}

private func decode(
  _ content: [UInt8], _ codings: String, mayHold: Bool, pieceByteCount: Int
) -> Decoded {
  // The ratio depends on where the pieces end; the limit that does not is low, so that inputs take no time.
  var limits = ContentCodingLimits()
  limits.freeByteCount = 8 << 20
  limits.freeByteCountOfAll = 16 << 20
  var chain = CodingChain()
  chain.add(contentEncoding: Array(codings.utf8).rawSpan)
  var decoder = ContentDecoder(chain)
  let pool = DecoderPool(limits: limits)
  if let digest = DictionaryDigest(dictionaryDigest.rawSpan) { pool.dictionaries.add(dictionary, digest, of: 0) }
  var bytes: [UInt8] = []
  var start = 0
  while start < content.count {
    let end = min(start + pieceByteCount, content.count)
    decoder.receive(content.rawSpan.extracting(start..<end), mayHold: mayHold, using: pool) {
      expect(!$0.isEmpty && $0.byteCount <= 64 * 1024, "pieces are neither empty nor large")
      bytes.append($0)
    }
    start = end
  }
  let problem = decoder.finish(isComplete: true, using: pool) { bytes.append($0) }
  expect(decoder.decodedByteCount == bytes.count, "what is decoded is counted")
  expect(bytes.count <= limits.freeByteCount + 1_100 * content.count + 64 * 1024, "expansion is bounded")
  return (bytes, problem, decoder.trailingByteCount)
}
