import Bytes
import ContentCoding
import HTTP
import Metrics

/// The beginning of a body that could have been compressed and was not.
struct BodySample {
  /// How many bytes are kept.
  let limit: Int
  private(set) var bytes: [UInt8] = []

  init(limit: Int) {
    self.limit = limit
  }

  mutating func receive(_ piece: RawSpan) {
    let count = min(piece.byteCount, limit - bytes.count)
    if count > 0 { bytes.append(piece.extracting(0..<count)) }
  }
}

/// Compresses bodies that servers left uncompressed, within a budget: `AnalysisLimits.sampledByteCountOfABody` of each, and
/// `sampledByteCount` of a capture.
struct BodySampler {
  private var budget = AnalysisLimits.sampledByteCount
  private var compressor: ContentCompressor?

  /// A place for the beginning of a response's content; nil when it could not have been compressed, or the budget is used up.
  mutating func begin(_ exchange: borrowing Exchange) -> BodySample? {
    guard budget >= AnalysisLimits.smallestCompressibleByteCount, exchange.mayMissCoding else { return nil }
    let declared = exchange.response.message.header.declaredContentLength ?? .max
    guard declared >= AnalysisLimits.smallestCompressibleByteCount else { return nil }
    let sample = BodySample(limit: min(budget, declared, AnalysisLimits.sampledByteCountOfABody))
    budget -= sample.limit
    return sample
  }

  /// What the sample takes in each coding; nil when the body was not whole.
  mutating func end(_ sample: BodySample, of message: borrowing Message, isWhole: Bool) -> CompressionSample? {
    budget += sample.limit
    guard isWhole, message.bodyByteCount >= AnalysisLimits.smallestCompressibleByteCount else { return nil }
    budget -= sample.bytes.count
    if compressor == nil { compressor = ContentCompressor() }
    guard let compressor, let gzip = compressor.byteCount(of: sample.bytes.rawSpan, in: .gzip),
      let brotli = compressor.byteCount(of: sample.bytes.rawSpan, in: .brotli),
      let zstd = compressor.byteCount(of: sample.bytes.rawSpan, in: .zstd)
    else { return nil }
    var result = CompressionSample()
    result.bodies = 1
    result.byteCount = sample.bytes.count
    result.gzipByteCount = gzip
    result.brotliByteCount = brotli
    result.zstdByteCount = zstd
    return result
  }
}

extension Exchange {
  /// Whether the response is one that could be in a coding, as far as its header sections say: its type is compressible, it is
  /// no part of a content, and the request allows a coding.
  var mayMissCoding: Bool {
    hasRequest && response.status != 206 && MediaType(of: response.message.header).isCompressible
      && request.message.header.acceptsCoding
  }
}

extension FieldSection {
  /// What Content-Length says, if it is a number of at most nine digits.
  fileprivate var declaredContentLength: Int? {
    guard let line = first("content-length") else { return nil }
    let value = value(line)
    guard (1...9).contains(value.byteCount) else { return nil }
    var number = 0
    for offset in 0..<value.byteCount {
      let digit = Int(value.byte(at: offset)) - 0x30
      guard (0...9).contains(digit) else { return nil }
      number = number * 10 + digit
    }
    return number
  }
}
