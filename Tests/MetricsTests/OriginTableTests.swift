import Metrics
import Testing

@Suite struct OriginTableTests {
  private func name(_ number: Int) -> OriginName { OriginName(scheme: "https", authority: "host\(number).example") }

  @Test("beyond the limit, one place stands for all others")
  func limit() {
    var table = OriginTable()
    for number in 0..<MetricsLimits.origins { #expect(table.place(of: name(number)) == number) }
    #expect(table.place(of: name(5)) == 5)
    #expect(table.place(of: name(100_000)) == MetricsLimits.origins)
    #expect(table.place(of: name(100_001)) == MetricsLimits.origins)
    #expect(table.origins.count == MetricsLimits.origins + 1)
    #expect(table.origins.last?.name == nil)
  }

  @Test("merging adds up by name")
  func merge() {
    var (left, right) = (OriginTable(), OriginTable())
    left[left.place(of: name(1))].http1.connections = 6
    right[right.place(of: name(2))].http1.connections = 1
    right[right.place(of: name(1))].http1.connections = 2
    right[right.place(of: name(1))].http1.mostConnectionsAtOnce = 2
    left.merge(right)
    let sums = left.sums(of: \.http1)
    #expect(sums.origins == 2)
    #expect(sums.connections == 9)
    #expect(sums.singleConnectionOrigins == 1)
    #expect(sums.mostConnectionsAtOnce == 2)
    #expect(left.sums(of: \.http2) == OriginSums())
  }
}
