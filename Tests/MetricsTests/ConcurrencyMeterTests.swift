import Findings
import Metrics
import Testing

@Suite struct ConcurrencyMeterTests {
  private func meter(_ changes: [(count: Int, at: Int64)]) -> ConcurrencyMeter {
    var meter = ConcurrencyMeter()
    for change in changes { meter.change(to: change.count, at: Timestamp(nanoseconds: change.at)) }
    return meter
  }

  @Test("open intervals 0…10, 5…20 and 30…40")
  func intervals() {
    let totals = meter([(1, 0), (2, 5), (1, 10), (0, 20), (1, 30), (0, 40)]).totals
    // 10 + 15 + 10 of open time in 20 + 10 of busy time, 5 of it with two.
    #expect(totals.openNanoseconds == 35)
    #expect(totals.busyNanoseconds == 30)
    #expect(totals.concurrentNanoseconds == 5)
    #expect(totals.maximum == 2)
  }

  @Test("the one that is still open does not count yet, but for the maximum")
  func stillOpen() {
    let totals = meter([(3, 7)]).totals
    #expect(totals.openNanoseconds == 0)
    #expect(totals.maximum == 3)
  }

  @Test("time that goes back counts as none")
  func backwards() {
    let totals = meter([(1, 100), (2, 50), (0, 110)]).totals
    #expect(totals.busyNanoseconds == 10)
    #expect(totals.openNanoseconds == 20)
  }

  @Test("hostile times do not overflow")
  func extremes() {
    let totals = meter([(1000, .min), (1001, .max), (0, .max), (2, .min), (0, .max)]).totals
    #expect(totals.openNanoseconds == .max)
    #expect(totals.maximum == 1001)
  }
}
