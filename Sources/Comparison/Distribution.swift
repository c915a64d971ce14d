/// How times, bytes, or differences of them, are spread: exact, from all values.
package struct Distribution: Sendable, Equatable {
  /// In ascending order; times in nanoseconds.
  private var values: [Int64]

  package init(_ values: [Int64]) {
    self.values = values.sorted()
  }

  package var count: Int { values.count }

  package var minimum: Int64? { values.first }
  package var maximum: Int64? { values.last }

  /// The smallest value that so many thousandths of all do not exceed (nearest rank); nil without any value.
  package func quantile(perMille: Int) -> Int64? {
    guard !values.isEmpty else { return nil }
    let rank = (values.count * perMille + 999) / 1000
    return values[max(1, min(rank, values.count)) - 1]
  }

  /// Rounded towards 0; nil without any value.
  package var mean: Int64? {
    guard !values.isEmpty else { return nil }
    // The quotients of as many values as there are cannot overflow when they are added up; neither can their remainders.
    let count = Int64(values.count)
    let quotients = values.reduce(0) { $0 + $1 / count }
    return quotients + values.reduce(0) { $0 + $1 % count } / count
  }

  /// How many values are larger than a limit, and how many are smaller than its negative.
  package func count(beyond limit: Int64) -> (above: Int, below: Int) {
    (values.count { $0 > limit }, values.count { $0 < -limit })
  }
}

/// A time of each pair in both captures, or bytes, and the difference.
package struct PairedValues: Sendable, Equatable {
  package let a: Distribution
  package let b: Distribution
  /// B − A of each pair.
  package let difference: Distribution

  package init(_ values: [(a: Int64, b: Int64)]) {
    a = Distribution(values.map(\.a))
    b = Distribution(values.map(\.b))
    // They are 0 or more, so that a difference fits.
    difference = Distribution(values.map { $0.b - $0.a })
  }
}
