/// How often which values occurred: exact below 32, else in sixteen buckets an octave, so that a quantile is at most 1/32
/// off. Two histograms can be added up; one holds at most 976 counters, and as many as its largest value needs.
package struct Histogram: Sendable, Equatable {
  /// Values of each bucket.
  private var counts: [Int] = []
  /// How many values were recorded.
  package private(set) var count = 0
  /// Their sum.
  package private(set) var sum: Int64 = 0
  /// The largest one; 0 without any.
  package private(set) var maximum: Int64 = 0

  package init() {}

  /// A histogram that was written down as its buckets: the least value of each, in any order, and how many values it has.
  ///
  /// Nil when the numbers cannot be those of a histogram.
  package init?(buckets: [(least: Int64, count: Int)], sum: Int64, maximum: Int64) {
    for (least, count) in buckets {
      let (total, overflow) = self.count.addingReportingOverflow(count)
      guard least >= 0, count >= 0, !overflow else { return nil }
      let bucket = Self.bucket(of: least)
      extend(to: bucket)
      counts[bucket] += count
      self.count = total
    }
    guard sum >= 0, maximum >= 0 else { return nil }
    self.sum = sum
    self.maximum = maximum
  }

  /// The buckets with a value, by their least one.
  package var buckets: [(least: Int64, count: Int)] {
    counts.indices.compactMap { counts[$0] > 0 ? (Self.least(of: $0), counts[$0]) : nil }
  }

  /// Counts a value; a negative one as 0.
  package mutating func record(_ value: Int64) {
    let value = max(0, value)
    let bucket = Self.bucket(of: value)
    extend(to: bucket)
    counts[bucket] += 1
    count += 1
    sum.addSaturating(value)
    maximum = max(maximum, value)
  }

  @inline(__always)
  private mutating func extend(to bucket: Int) {
    guard bucket >= counts.count else { return }
    counts.append(contentsOf: repeatElement(0, count: bucket + 1 - counts.count))
  }

  /// The smallest value that so many thousandths of all values do not exceed (nearest rank), to the middle of its bucket; nil
  /// without any value.
  package func quantile(perMille: Int) -> Int64? {
    guard count > 0 else { return nil }
    let (thousands, rest) = count.quotientAndRemainder(dividingBy: 1000)
    let rank = max(1, thousands * perMille + (rest * perMille + 999) / 1000)
    var seen = 0
    for bucket in counts.indices {
      seen += counts[bucket]
      if seen >= rank { return min(maximum, Self.middle(of: bucket)) }
    }
    return maximum
  }

  package var median: Int64? { quantile(perMille: 500) }

  /// Adds the values of another one.
  package mutating func merge(_ other: Histogram) {
    if other.counts.count > counts.count {
      counts.append(contentsOf: repeatElement(0, count: other.counts.count - counts.count))
    }
    for bucket in other.counts.indices { counts[bucket] += other.counts[bucket] }
    count += other.count
    sum.addSaturating(other.sum)
    maximum = max(maximum, other.maximum)
  }

  // MARK: Buckets

  private static let exactValues = 32
  private static let bucketBits = 4

  /// A value's bucket. Above 32, its highest bit and the four after it say which. `0 <= value`.
  private static func bucket(of value: Int64) -> Int {
    guard value >= exactValues else { return Int(value) }
    let exponent = Int64.bitWidth - 1 - value.leadingZeroBitCount
    let leading = Int(value >> Int64(exponent - bucketBits))  // 16 to 31
    return exactValues + (exponent - bucketBits - 1) << bucketBits + leading - (1 << bucketBits)
  }

  private static func least(of bucket: Int) -> Int64 {
    guard bucket >= exactValues else { return Int64(bucket) }
    let shift = (bucket - exactValues) >> bucketBits + 1
    return Int64((bucket - exactValues) & (1 << bucketBits - 1) + 1 << bucketBits) << Int64(shift)
  }

  private static func middle(of bucket: Int) -> Int64 {
    guard bucket >= exactValues else { return Int64(bucket) }
    let shift = (bucket - exactValues) >> bucketBits + 1
    let leading = Int64((bucket - exactValues) & (1 << bucketBits - 1) + 1 << bucketBits)
    return leading << Int64(shift) + Int64(1) << Int64(shift - 1)
  }
}
