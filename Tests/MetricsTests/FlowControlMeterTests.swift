import Findings
import Metrics
import Testing

@Suite struct FlowControlMeterTests {
  private func at(_ milliseconds: Int64) -> Timestamp { Timestamp(nanoseconds: milliseconds * 1_000_000) }

  private func send(
    _ byteCount: Int, in slot: Int = 0, id: UInt32 = 1, isLast: Bool = false, at milliseconds: Int64,
    to meter: inout FlowControlMeter
  ) {
    meter.send(byteCount, in: slot, id: id, isLast: isLast, patience: 15_000_000, at: at(milliseconds))
  }

  @Test("a stream's window of 1,000 is used up at 5 ms and enlarged at 25 ms")
  func streamWindow() {
    var meter = FlowControlMeter()
    meter.setInitialWindow(1000, at: at(0))
    send(600, at: 1, to: &meter)
    send(400, at: 5, to: &meter)
    meter.enlarge(by: 1000, in: 0, id: 1, at: at(25))
    #expect(meter.totals.stalls == 0)
    send(500, isLast: true, at: 30, to: &meter)
    #expect(meter.totals.streamBlockedNanoseconds == 20_000_000)
    #expect(meter.totals.connectionBlockedNanoseconds == 0)
    #expect(meter.totals.stalls == 1)
  }

  @Test("two streams use up the connection's window of 65,535")
  func connectionWindow() {
    var meter = FlowControlMeter()
    send(32_768, in: 0, id: 1, at: 0, to: &meter)
    send(32_767, in: 1, id: 3, at: 10, to: &meter)
    // Only the frame that leaves no window tells that its stream waits.
    meter.enlarge(by: 100_000, in: 1, id: 3, at: at(12))
    meter.enlargeConnection(by: 100_000, at: at(40))
    send(10, in: 1, id: 3, at: 41, to: &meter)
    #expect(meter.totals.connectionBlockedNanoseconds == 30_000_000)
    #expect(meter.totals.streamBlockedNanoseconds == 0)
  }

  @Test("the last DATA frame of a stream blocks nothing")
  func last() {
    var meter = FlowControlMeter()
    send(65_535, isLast: true, at: 0, to: &meter)
    meter.close(0)
    #expect(meter.totals == FlowControlTotals())
  }

  @Test("a stall is not confirmed when DATA follows late, or never")
  func unconfirmed() {
    var meter = FlowControlMeter()
    send(65_535, at: 0, to: &meter)
    meter.enlargeConnection(by: 10, at: at(5))
    #expect(meter.totals.stalls == 0)
    meter.enlarge(by: 10, in: 0, id: 1, at: at(6))
    send(5, at: 22, to: &meter)
    #expect(meter.totals.unconfirmedStalls == 1)
    #expect(meter.totals.blockedNanoseconds == 0)
    send(5, at: 23, to: &meter)
    meter.close(0)
    #expect(meter.totals.endedStalls == 1)
  }

  @Test("a smaller initial window makes a window negative (RFC 9113 §6.9.2)")
  func negativeWindow() {
    var meter = FlowControlMeter()
    // The RFC's example: 60 KB sent, then 16 KB initially: -44 KB.
    send(60_000, at: 0, to: &meter)
    meter.setInitialWindow(16_000, at: at(1))
    send(1, at: 2, to: &meter)
    meter.enlarge(by: 44_001, in: 0, id: 1, at: at(7))
    send(1, at: 8, to: &meter)
    #expect(meter.totals.stalls == 0)
    meter.enlarge(by: 2, in: 0, id: 1, at: at(10))
    send(1, isLast: true, at: 11, to: &meter)
    // From 2 ms, when nothing more could be sent, to 10 ms: the update at 7 ms left the window at 0.
    #expect(meter.totals.streamBlockedNanoseconds == 8_000_000)
  }

  @Test("a slot's next stream begins anew, and after a loss nothing is said")
  func slots() {
    var meter = FlowControlMeter()
    send(65_535, at: 0, to: &meter)
    meter.close(0)
    meter.enlargeConnection(by: 65_535, at: at(1))
    send(65_534, id: 3, at: 2, to: &meter)
    #expect(meter.totals.endedStalls == 1)
    meter.lose()
    send(10, id: 3, at: 3, to: &meter)
    meter.enlarge(by: 10, in: 7, id: 9, at: at(4))
    meter.close(7)
    #expect(meter.totals.isPartial)
    #expect(meter.totals.stalls == 0)
  }
}
