import Findings
import Metrics
import Testing

@Suite struct PhasesTests {
  private func phases(_ times: (Int64, Int64, Int64, Int64), queue: Int64 = 0) -> Phases {
    Phases(
      requestStart: Timestamp(nanoseconds: times.0), requestEnd: Timestamp(nanoseconds: times.1),
      responseStart: Timestamp(nanoseconds: times.2), responseEnd: Timestamp(nanoseconds: times.3), queue: queue)
  }

  @Test("send 3, queue 5, wait 12, receive 10")
  func plain() {
    let phases = phases((100, 103, 120, 130), queue: 5)
    #expect([phases.send, phases.queue, phases.wait, phases.receive] == [3, 5, 12, 10])
    #expect(phases.total == 30)
  }

  @Test(
    "the parts add up to the total, whatever the order of the times",
    arguments: [
      (100, 140, 120, 130), (100, 103, 90, 130), (100, 90, 80, 70), (0, 10, 10, 5),
    ] as [(Int64, Int64, Int64, Int64)])
  func odd(times: (Int64, Int64, Int64, Int64)) {
    let phases = phases(times, queue: 1000)
    #expect(phases.send >= 0 && phases.queue >= 0 && phases.wait >= 0 && phases.receive >= 0)
    #expect(phases.total == max(times.0, times.2, times.3) - times.0)
  }
}
