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
    let type = MediaType(of: exchange.response.message.header)
    var totals = BodyTotals()
    totals.bodies = 1
    totals.byteCount = count
    let plainCount = exchange.response.message.decodedBodyByteCount ?? count
    let isCoded = codings.count > 0 && codings.problem == nil && exchange.response.message.decodedBodyByteCount != nil
    if isCoded {
      var coded = CodedBodyTotals()
      coded.add(count, decodedByteCount: plainCount)
      totals.addCoded(coded, in: codings.name)
    }
    if plainCount >= AnalysisLimits.smallestCompressibleByteCount, type.isCompressible, exchange.response.status != 206
    {
      totals.compressibleByteCount = plainCount
      if isCoded {
        totals.compressedByteCount = plainCount
      } else if codings.isEmpty, exchange.hasRequest, exchange.request.message.header.acceptsCoding {
        totals.missedBodies = 1
        totals.missedByteCount = count
        if let sample { totals.sample = sample }
      }
    }
    if exchange.version == .http2 {
      summary.http2.bodies.add(totals, of: type.name)
    } else {
      summary.http1.bodies.add(totals, of: type.name)
    }
  }
}

extension CodingChain {
  /// The codings' names, joined by a comma in the order in which they were applied.
  fileprivate var name: String {
    (0..<count).map { self[$0].name.description }.joined(separator: ", ")
  }
}
