import Findings
import Testing

@testable import Comparison

@Suite("Comparison")
struct ComparisonTests {
  private let a = Load([
    ComparedExchange(.get("/"), at: 1000, firstByte: 40, total: 50),
    ComparedExchange(.get("/a"), at: 1060, firstByte: 40, total: 40),
    ComparedExchange(.get("/b"), at: 1100, firstByte: 40, total: 60),
  ])
  private let b = Load([
    ComparedExchange(.get("/"), at: 7000, firstByte: 40, total: 50),
    ComparedExchange(.get("/b"), at: 7060, firstByte: 70, total: 75),
    ComparedExchange(.get("/a"), at: 7060, firstByte: 25, total: 30),
    ComparedExchange(.get("/c"), at: 7061, firstByte: 1, total: 1),
  ])

  @Test("Loads are aligned at their first requests")
  func alignment() {
    let comparison = Comparison(a, b)
    #expect(a.duration == 160_000_000 && b.duration == 135_000_000)
    #expect(comparison.durationDifference == -25_000_000)
    #expect(comparison.done.difference == Distribution([0, -10_000_000, -25_000_000]))
    #expect(comparison.total.difference == Distribution([0, -10_000_000, 15_000_000]))
    #expect(comparison.timeToFirstByte.difference == Distribution([0, -15_000_000, 30_000_000]))
  }

  @Test("The largest differences; those within a millisecond are none")
  func extremes() {
    let comparison = Comparison(a, b)
    #expect(comparison.extremes(isFaster: true, count: 5) == [.init(a: 1, b: 2)])
    #expect(comparison.extremes(isFaster: false, count: 5) == [.init(a: 2, b: 1)])
    #expect(comparison.extremes(isFaster: false, count: 0) == [])
  }

  @Test("What did not end has no time")
  func incomplete() {
    var half = b
    half.exchanges[1].total = nil
    half.exchanges[1].end = nil
    let comparison = Comparison(a, half)
    #expect(comparison.pairing.pairs.count == 3)
    #expect(comparison.total.difference.count == 2)
    #expect(comparison.timeToFirstByte.difference.count == 3)
  }

  @Test("Requests at once, over all connections")
  func concurrency() {
    let load = Load([
      ComparedExchange(.get("/"), at: 0, firstByte: 1, total: 10),
      ComparedExchange(.get("/a"), at: 10, firstByte: 1, total: 20),
      ComparedExchange(.get("/b"), at: 20, firstByte: 1, total: 10),
    ])
    #expect(load.concurrency.maximum == 2)
    #expect(load.concurrency.busyNanoseconds == 30_000_000)
    #expect(load.concurrency.openNanoseconds == 40_000_000)
  }
}
