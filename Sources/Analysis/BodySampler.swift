import Bytes
import ContentCoding
import HTTP
import Metrics
import Synchronization

/// The beginning of a body that could have been compressed and was not.
struct BodySample: Sendable {
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

/// Keeps the beginnings of bodies that servers left uncompressed: what a pipeline does for `CompressionSampler`.
struct BodySampler {
  /// Whether samples are still of use.
  private let demand: SampleDemand
  /// Bytes that are kept, or may be.
  private var keptByteCount = 0

  init(demand: SampleDemand) {
    self.demand = demand
  }

  /// A place for the beginning of a response's content; nil when it could not have been compressed, or nobody wants it.
  mutating func begin(_ exchange: borrowing Exchange) -> BodySample? {
    guard demand.isThere, keptByteCount < AnalysisLimits.keptSamplesByteCount, exchange.mayMissCoding else {
      return nil
    }
    let declared = exchange.response.message.header.declaredContentLength ?? .max
    guard declared >= AnalysisLimits.smallestCompressibleByteCount else { return nil }
    let sample = BodySample(limit: min(declared, AnalysisLimits.sampledByteCountOfABody))
    keptByteCount += sample.limit
    return sample
  }

  /// The sample, if it is of use.
  mutating func end(_ sample: consuming BodySample, of message: borrowing Message, isWhole: Bool) -> BodySample? {
    keptByteCount -= sample.limit
    guard isWhole, message.bodyByteCount >= AnalysisLimits.smallestCompressibleByteCount else { return nil }
    return sample
  }
}

/// Whether more samples are wanted of the bodies of a capture. Whoever keeps some may learn late that they are not.
final class SampleDemand: Sendable {
  private let isOver = Atomic(false)

  var isThere: Bool { !isOver.load(ordering: .relaxed) }

  func end() {
    isOver.store(true, ordering: .relaxed)
  }
}

/// Compresses bodies that servers left uncompressed, within a budget: `AnalysisLimits.sampledByteCountOfABody` of each, and
/// `sampledByteCount` of a capture.
struct CompressionSampler {
  let demand = SampleDemand()
  private var budget = AnalysisLimits.sampledByteCount
  private var compressor: ContentCompressor?

  /// What a sample takes in each coding; nil when the budget is used up.
  mutating func compress(_ sample: borrowing BodySample) -> CompressionSample? {
    guard budget >= AnalysisLimits.smallestCompressibleByteCount else { return nil }
    let count = min(sample.bytes.count, budget)
    budget -= count
    if budget < AnalysisLimits.smallestCompressibleByteCount { demand.end() }
    let bytes = sample.bytes.rawSpan.extracting(0..<count)
    if compressor == nil { compressor = ContentCompressor() }
    guard let compressor, let gzip = compressor.byteCount(of: bytes, in: .gzip),
      let brotli = compressor.byteCount(of: bytes, in: .brotli), let zstd = compressor.byteCount(of: bytes, in: .zstd)
    else { return nil }
    var result = CompressionSample()
    result.bodies = 1
    result.byteCount = count
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
