import Findings
import Metrics
import Testing

@Suite struct ClientPoolTests {
  private func at(_ milliseconds: Int64) -> Timestamp { Timestamp(nanoseconds: milliseconds * 1_000_000) }
  private let slack = MetricsLimits.backToBackNanoseconds

  @Test("two connections in use from 10 to 30 ms; the next request follows at once")
  func saturation() {
    var pool = ClientPool()
    #expect(pool.add(isBusy: true, at: at(0)) == ClientPool.Change())
    #expect(pool.add(isBusy: true, at: at(10)) == ClientPool.Change())
    #expect(pool.end(at: at(30)).saturatedNanoseconds == 20_000_000)
    let next = pool.begin(after: 1_000_000, slack: slack, at: at(31))
    #expect(next.isBackToBack)
    #expect(next.saturatedNanoseconds == 0)
    #expect(pool.remove(isBusy: true, at: at(36)).saturatedNanoseconds == 5_000_000)
  }

  @Test("a request that follows later, or while another connection is free, had not waited")
  func idle() {
    var pool = ClientPool()
    _ = pool.add(isBusy: true, at: at(0))
    _ = pool.add(isBusy: true, at: at(0))
    _ = pool.end(at: at(10))
    #expect(!pool.begin(after: slack + 1, slack: slack, at: at(13)).isBackToBack)
    _ = pool.end(at: at(20))
    _ = pool.end(at: at(20))
    #expect(!pool.begin(after: 0, slack: slack, at: at(20)).isBackToBack)
  }

  @Test("a client with one connection is never said to have waited")
  func single() {
    var pool = ClientPool()
    _ = pool.add(isBusy: true, at: at(0))
    #expect(pool.end(at: at(50)).saturatedNanoseconds == 0)
    #expect(!pool.begin(after: 0, slack: slack, at: at(50)).isBackToBack)
  }
}
