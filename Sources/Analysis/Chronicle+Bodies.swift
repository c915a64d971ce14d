import Bytes
import ContentCoding
import HTTP
import Metrics

/// Bodies of responses by content type, and what compressing them would save (docs/metrics.md).
extension Chronicle {
  /// Counts the body of a response that came whole.
  ///
  /// - Parameter sample: its beginning, if it could have been compressed.
  func measureBody(of exchange: borrowing Exchange, sample: BodySample?) {
    let count = exchange.response.message.bodyByteCount
    guard decodes, exchange.hasResponse, count > 0, exchange.response.message.isComplete,
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
    let compressed = isMissed ? sample.flatMap { sampler.compress($0) } : nil
    func add(to totals: inout BodyTotals) {
      totals.bodies += 1
      totals.byteCount += count
      if isCoded { totals.addCoded(count, decodedByteCount: plainCount, codings.number, name: codings.name) }
      if isCompressible { totals.compressibleByteCount += plainCount }
      if isCompressible, isCoded { totals.compressedByteCount += plainCount }
      if isMissed {
        totals.missedBodies += 1
        totals.missedByteCount += count
        if let compressed { totals.sample.merge(compressed) }
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
