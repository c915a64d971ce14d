import Bytes
import ContentCoding
import HTTP
import Metrics

/// Bodies of responses by content type, and what compressing them would save (docs/metrics.md).
extension ExchangeRecorder {
  /// Counts the body of a response that came whole.
  ///
  /// - Parameter sample: what its beginning takes when it is compressed, if that was tried.
  mutating func measureBody(of exchange: borrowing Exchange, sample: CompressionSample?) {
    let count = exchange.response.message.bodyByteCount
    guard contents.decodes, count > 0, exchange.response.message.isComplete,
      exchange.response.message.missingBodyByteCount == 0, !exchange.response.message.mayMissContent
    else { return }
    let codings = CodingChain(exchange, from: .server)
    let decodedCount = exchange.response.message.decodedBodyByteCount
    let type = MediaType(of: exchange.response.message.header)
    let isCoded = codings.count > 0 && codings.problem == nil && decodedCount != nil
    let plainCount = decodedCount ?? count
    let isCompressible =
      plainCount >= AnalysisLimits.smallestCompressibleByteCount && exchange.response.status != 206
      && type.isCompressible
    let isMissed =
      isCompressible && codings.isEmpty && exchange.hasRequest && exchange.request.message.header.acceptsCoding
    func add(to totals: inout BodyTotals) {
      totals.bodies += 1
      totals.byteCount += count
      if isCoded { totals.addCoded(count, decodedByteCount: plainCount, codings.number, name: codings.name) }
      if isCompressible { totals.compressibleByteCount += plainCount }
      if isCompressible, isCoded { totals.compressedByteCount += plainCount }
      if isMissed {
        totals.missedBodies += 1
        totals.missedByteCount += count
        if let sample { totals.sample.merge(sample) }
      }
    }
    if exchange.version == .http2 {
      summary.http2.bodies.update(type.essence, add)
    } else {
      summary.http1.bodies.update(type.essence, add)
    }
  }
}

extension CodingChain {
  /// Tells it from other chains.
  fileprivate var number: Int {
    (0..<count).reduce(0) { $0 << 4 | Int(self[$1].rawValue) + 1 }
  }

  /// The codings' names, joined by a comma in the order in which they were applied.
  fileprivate var name: String {
    (0..<count).map { self[$0].name.description }.joined(separator: ", ")
  }
}
