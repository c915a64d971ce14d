import Bytes
import Findings
import Testing

@testable import HTTP2

@Suite("Bytes that wait with their times")
struct TimedByteQueueTests {
  @Test("Each byte keeps its time, however they are taken", arguments: 1...7)
  func times(taken: Int) {
    var queue = TimedByteQueue()
    var expected: [(byte: UInt8, time: Int64)] = []
    var next = 0
    for round in 0..<50 {
      let bytes = (0..<(round % 5)).map { UInt8(round + $0) }
      // Two rounds share a time.
      let time = Int64(round / 2)
      queue.append(bytes.rawSpan, at: Timestamp(nanoseconds: time))
      expected += bytes.map { ($0, time) }
      while queue.count >= taken, let front = queue.front {
        #expect(front.time.nanoseconds == expected[next].time)
        #expect(queue.bytes.byte(at: 0) == expected[next].byte)
        let count = min(taken, front.byteCount)
        #expect(expected[next..<next + count].allSatisfy { $0.time == front.time.nanoseconds })
        queue.consume(count)
        next += count
      }
    }
    #expect(queue.count == expected.count - next)
    queue.consume(1000)
    #expect(queue.isEmpty)
    #expect(queue.front == nil)
  }
}
