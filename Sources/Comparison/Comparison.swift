import Findings

/// Two captures of the same work: what of one belongs to what of the other, and what differs.
///
/// The loads are aligned: time zero of each is its first request.
package struct Comparison: Sendable {
  package let a: Load
  package let b: Load
  package let pairing: Pairing
  /// From the request's first byte to the response's first.
  package let timeToFirstByte: PairedValues
  /// From the request's first byte to the response's last.
  package let total: PairedValues
  /// From time zero to the response's last byte: with the time that the request waited before it was sent.
  package let done: PairedValues

  /// Of the total, how long the exchange was held back: by an earlier response, by lost segments, by flow control.
  package let blocked: PairedValues
  /// Bytes of header sections as sent, request and response.
  package let headers: PairedValues
  /// Content bytes as sent, request and response.
  package let bodies: PairedValues

  package init(_ a: Load, _ b: Load) {
    self.a = a
    self.b = b
    let pairing = Pairing(a.exchanges.map(\.name), b.exchanges.map(\.name))
    self.pairing = pairing
    func values(_ value: (ComparedExchange, Load) -> Int64?) -> PairedValues {
      PairedValues(
        pairing.pairs.compactMap { pair in
          guard let first = value(a.exchanges[pair.a], a), let second = value(b.exchanges[pair.b], b) else {
            return nil
          }
          return (first, second)
        })
    }
    timeToFirstByte = values { exchange, _ in exchange.timeToFirstByte }
    total = values { exchange, _ in exchange.total }
    done = values { exchange, load in load.offset(of: exchange.end) }
    blocked = values { exchange, _ in exchange.blocked }
    headers = values { exchange, _ in Int64(exchange.headerByteCount) }
    bodies = values { exchange, _ in Int64(exchange.bodyByteCount) }
  }

  /// B − A of the loads' durations, in nanoseconds; nil when one of them is not known.
  package var durationDifference: Int64? {
    guard let first = a.duration, let second = b.duration else { return nil }
    return second - first
  }

  /// B − A in total time of a pair, in nanoseconds; nil unless both exchanges are complete.
  package func totalDifference(of pair: Pairing.Pair) -> Int64? {
    guard let first = a.exchanges[pair.a].total, let second = b.exchanges[pair.b].total else { return nil }
    return second - first
  }

  /// The pairs whose total time differs most, the largest difference first.
  ///
  /// - Parameter isFaster: those in which B was faster; else those in which it was slower.
  package func extremes(isFaster: Bool, count: Int) -> [Pairing.Pair] {
    let sign: Int64 = isFaster ? -1 : 1
    let differing = pairing.pairs.compactMap { pair -> (pair: Pairing.Pair, difference: Int64)? in
      guard let difference = totalDifference(of: pair) else { return nil }
      return difference * sign > ComparisonLimits.insignificantNanoseconds ? (pair, difference * sign) : nil
    }
    return differing.sorted { ($1.difference, $0.pair.a) < ($0.difference, $1.pair.a) }.prefix(count).map(\.pair)
  }
}

extension Load {
  /// Nanoseconds from time zero to a moment.
  package func offset(of time: Timestamp?) -> Int64? {
    guard let time, let start else { return nil }
    return max(0, time.nanoseconds(since: start))
  }
}
