import Findings
import Testing

@testable import Capture

@Suite struct MergeOrderTests {
  @Test func earliestFirstThenTheInputNamedFirst() {
    var order = MergeOrder()
    for (input, time): (Int, Int64) in [(0, 5), (1, 3), (2, 3), (3, 9)] {
      order.insert(Timestamp(nanoseconds: time), input: input)
    }
    #expect(order.first == 1)
    order.replaceFirst(Timestamp(nanoseconds: 3))
    #expect(order.first == 1)
    order.replaceFirst(Timestamp(nanoseconds: 5))
    #expect(order.first == 2)
    order.removeFirst()
    #expect(order.first == 0)
    order.removeFirst()
    #expect(order.first == 1)
    order.removeFirst()
    #expect(order.first == 3)
    order.removeFirst()
    #expect(order.first == nil)
  }
}
