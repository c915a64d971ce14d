import Metrics
import Testing

@Suite struct HistogramTests {
  private func histogram(_ values: some Sequence<Int64>) -> Histogram {
    var histogram = Histogram()
    for value in values { histogram.record(value) }
    return histogram
  }

  @Test("values below 32 are exact, quantiles by nearest rank")
  func smallValues() {
    let few = histogram([7, 1, 3, 3])
    #expect(few.count == 4)
    #expect(few.sum == 14)
    #expect(few.maximum == 7)
    // Ranks of four values: 500 ‰ is the second, 750 ‰ the third, 751 ‰ the fourth.
    #expect(few.median == 3)
    #expect(few.quantile(perMille: 250) == 1)
    #expect(few.quantile(perMille: 750) == 3)
    #expect(few.quantile(perMille: 751) == 7)
    #expect(few.quantile(perMille: 1000) == 7)
  }

  @Test("without values there is no quantile")
  func empty() {
    #expect(Histogram().median == nil)
    #expect(Histogram().maximum == 0)
  }

  @Test("a quantile is at most 1/32 off", arguments: [32, 33, 47, 64, 1000, 123_456_789, 1 << 40, Int64.max - 1])
  func precision(value: Int64) throws {
    // The larger value keeps the maximum from hiding the bucket.
    let quantile = try #require(histogram([value, .max]).quantile(perMille: 500))
    #expect(abs(quantile - value) <= value / 32)
  }

  @Test("p50, p90 and p99 of 1 to 1000")
  func thousand() throws {
    let thousand = histogram(1...1000)
    for (perMille, exact) in [(500, 500), (900, 900), (990, 990)] as [(Int, Int64)] {
      let quantile = try #require(thousand.quantile(perMille: perMille))
      #expect(abs(quantile - exact) <= exact / 32 + 1)
    }
    #expect(thousand.quantile(perMille: 1000) == 1000 || thousand.maximum == 1000)
  }

  @Test("two that are merged are as one")
  func merge() {
    var left = histogram(stride(from: Int64(1), to: 1_000_000, by: 977))
    left.merge(histogram(stride(from: Int64(5), to: 90_000_000, by: 99_991)))
    var whole = histogram(stride(from: Int64(5), to: 90_000_000, by: 99_991))
    for value in stride(from: Int64(1), to: 1_000_000, by: 977) { whole.record(value) }
    #expect(left == whole)
  }

  @Test("the largest values do not overflow, negative ones count as 0")
  func extremes() {
    let extreme = histogram([.max, .max, .min, -1])
    #expect(extreme.sum == .max)
    #expect(extreme.maximum == .max)
    #expect(extreme.median == 0)
  }

  @Test("Written down as its buckets and read again, it is the same")
  func buckets() {
    var histogram = Histogram()
    for value: Int64 in [0, 1, 31, 32, 33, 47, 48, 1000, 1_000_000, 1 << 62, .max] { histogram.record(value) }
    #expect(
      Histogram(buckets: histogram.buckets.reversed(), sum: histogram.sum, maximum: histogram.maximum) == histogram)
    #expect(Histogram(buckets: [], sum: 0, maximum: 0) == Histogram())
    #expect(Histogram(buckets: [(-1, 1)], sum: 0, maximum: 0) == nil)
    #expect(Histogram(buckets: [(1, .max), (2, 1)], sum: 0, maximum: 0) == nil)
    #expect(Histogram(buckets: [(1, -1)], sum: 0, maximum: 0) == nil)
  }
}
