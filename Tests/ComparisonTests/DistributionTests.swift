import Testing

@testable import Comparison

@Suite("How times are spread")
struct DistributionTests {
  @Test("Quantiles by nearest rank", arguments: [(1, 1), (500, 50), (900, 90), (990, 99), (1000, 100)])
  func quantiles(perMille: Int, expected: Int64) {
    #expect(Distribution((1...100).shuffled()).quantile(perMille: perMille) == expected)
  }

  @Test("Nothing is known of nothing")
  func empty() {
    let nothing = Distribution([])
    #expect(nothing.quantile(perMille: 500) == nil && nothing.mean == nil && nothing.minimum == nil)
    #expect(nothing.maximum == nil)
  }

  @Test("The mean of the largest numbers does not overflow")
  func extremes() {
    #expect(Distribution([.max, .max, .max]).mean == .max)
    #expect(Distribution([-.max, .max, 3]).mean == 1)
    #expect(Distribution([-7, -8]).mean == -7)
  }

  @Test("Differences are B − A of each pair, not of the sorted times")
  func paired() {
    let times = PairedValues([(10, 30), (20, 10), (30, 20)])
    #expect(times.a == times.b)
    #expect(times.difference == Distribution([-10, -10, 20]))
    let (later, sooner) = times.difference.count(beyond: 9)
    #expect(later == 1 && sooner == 2)
    let (muchLater, muchSooner) = times.difference.count(beyond: 10)
    #expect(muchLater == 1 && muchSooner == 0)
  }
}
