import Testing

@testable import Capture

@Suite struct TimeResolutionTests {
  @Test(
    "if_tsresol",
    arguments: [
      (0, 3, 3_000_000_000), (3, 1_500, 1_500_000_000), (6, 1, 1_000), (9, 7, 7), (12, 1_999, 1),
      (0x80, 2, 2_000_000_000),
      (0x8A, 512, 500_000_000), (0xA0, 1 << 31, 500_000_000), (0xBF, 1 << 62, 500_000_000),
    ] as [(UInt8, UInt64, Int64)])
  func resolutions(code: UInt8, ticks: UInt64, nanoseconds: Int64) {
    #expect(TimeResolution(rawValue: code).timestamp(ticks, offsetSeconds: 0).nanoseconds == nanoseconds)
  }

  @Test func offset() {
    #expect(TimeResolution.microseconds.timestamp(1, offsetSeconds: -1).nanoseconds == -999_999_000)
  }

  @Test("No resolution, ticks or offset overflows")
  func extremes() {
    for code in UInt8.min...UInt8.max {
      for ticks in [0, 1, UInt64.max] {
        let resolution = TimeResolution(rawValue: code)
        #expect(resolution.timestamp(ticks, offsetSeconds: .max).nanoseconds == .max)
        #expect(resolution.timestamp(ticks, offsetSeconds: 0).nanoseconds >= 0)
        if ticks <= 1 {
          #expect(resolution.timestamp(ticks, offsetSeconds: .min).nanoseconds == .min)
        }
      }
    }
    #expect(TimeResolution(rawValue: 0).timestamp(.max, offsetSeconds: 0).nanoseconds == .max)
  }
}
