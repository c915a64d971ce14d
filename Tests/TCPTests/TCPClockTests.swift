import Findings
import Testing

@testable import TCP

@Suite("The clock that connections are given up by")
struct TCPClockTests {
  private func now(after seconds: [Int64]) -> Int64 {
    var clock = TCPClock()
    for second in seconds { clock.advance(to: Timestamp(nanoseconds: second * 1_000_000_000)) }
    return clock.now.nanoseconds / 1_000_000_000
  }

  @Test("It follows the packets and never goes back")
  func advance() {
    #expect(now(after: [1000]) == 1000)
    #expect(now(after: [1000, 1030, 1010]) == 1030)
  }

  @Test("A single packet far ahead does not move it, two do")
  func jump() {
    #expect(now(after: [1000, 1_000_000, 1001]) == 1001)
    #expect(now(after: [1000, 1_000_000, 1001, 1_000_000]) == 1001)
    #expect(now(after: [1000, 1_000_000, 1_000_001]) == 1_000_001)
  }

  @Test("Times at the ends of 64 bits")
  func extremes() {
    var clock = TCPClock()
    for nanoseconds in [Int64.max, .min, 0, .max, .max] { clock.advance(to: Timestamp(nanoseconds: nanoseconds)) }
    #expect(clock.now.nanoseconds == .max)
  }
}
