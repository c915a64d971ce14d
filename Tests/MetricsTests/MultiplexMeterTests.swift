import Metrics
import Testing

@Suite struct MultiplexMeterTests {
  /// Sends frames of 100 bytes: a letter is a stream, in upper case for its last frame.
  private func totals(_ order: String) -> MultiplexTotals {
    var meter = MultiplexMeter()
    for letter in order.unicodeScalars {
      let slot = Int(letter.value & 0x1F)
      let isLast = letter.properties.isUppercase
      meter.send(100, in: slot, id: UInt32(slot), isLast: isLast)
    }
    for slot in 0..<32 { meter.close(slot) }
    return meter.totals
  }

  @Test("one after the other: no opportunity, no foreign bytes, a run for each")
  func sequential() {
    let totals = totals("aaaAbbbB")
    #expect(totals.opportunities == 0)
    #expect(totals.foreignWeight == 0)
    #expect(totals.runs == 2)
    #expect(totals.byteCount == 800)
    #expect(totals.ownByteCount == 800)
  }

  @Test("round robin: a switch at every opportunity")
  func roundRobin() {
    // After the first a there is no other stream under way; after b, a, b, a there is; A ends, so that B is no choice.
    let totals = totals("ababaAB")
    #expect(totals.opportunities == 4)
    #expect(totals.switches == 3)
  }

  @Test("foreign bytes between the first and the last")
  func foreign() {
    // a: own 200, foreign 300 → weight 200 × 300 / 500 = 120. b: own 300, none foreign.
    let totals = totals("abbBA")
    #expect(totals.foreignWeight == 120)
    #expect(totals.ownByteCount == 500)
    #expect(totals.runs == 3)
    // b b: both opportunities were used to stay.
    #expect(totals.opportunities == 2)
    #expect(totals.switches == 0)
  }

  @Test("an empty last frame ends a stream, and is no run")
  func emptyEnd() {
    var meter = MultiplexMeter()
    meter.send(10, in: 0, id: 1, isLast: false)
    meter.send(10, in: 1, id: 3, isLast: false)
    meter.send(0, in: 0, id: 1, isLast: true)
    meter.send(10, in: 1, id: 3, isLast: true)
    #expect(meter.totals.runs == 2)
    #expect(meter.totals.opportunities == 0)
  }
}
