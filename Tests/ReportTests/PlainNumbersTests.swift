import Findings
import Testing

@testable import Report

@Suite("Numbers for a person")
struct PlainNumbersTests {
  @Test("Groups of three", arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (-1_234_567, "-1,234,567")])
  func grouped(value: Int, text: String) {
    #expect(PlainNumbers.grouped(value) == text)
  }

  @Test(
    "Bytes",
    arguments: [
      (0, "0 B"), (999, "999 B"), (1000, "1.0 KB"), (1234, "1.2 KB"), (99_949, "99.9 KB"), (99_950, "100 KB"),
      (187_400, "187 KB"), (999_499, "999 KB"), (999_999, "1.0 MB"), (14_234_567, "14.2 MB"), (.max, "9,223,372 TB"),
    ])
  func bytes(count: Int, text: String) {
    #expect(PlainNumbers.bytes(count) == text)
  }

  @Test(
    "Percent",
    arguments: [
      (81, 100, "81 %"), (98, 1000, "9.8 %"), (0, 5, "0 %"), (1, 1_000_000, "0 %"), (5, 5, "100 %"), (1, 0, "-"),
      (-1, 2, "-50 %"), (.min, 1, "-100,000,000,000 %"),
    ])
  func percent(part: Int, whole: Int, text: String) {
    #expect(PlainNumbers.percent(part, of: whole) == text)
  }

  @Test(
    "Milliseconds",
    arguments: [
      (nil, "-"), (0, "0"), (250_000, "0.3"), (40_000, "<0.1"), (9_940_000, "9.9"), (9_960_000, "10"),
      (31_000_000, "31"), (1_240_000_000, "1,240"), (-2_500_000, "-2.5"), (.min, "-9,223,372,036,855"),
    ] as [(Int64?, String)])
  func milliseconds(nanoseconds: Int64?, text: String) {
    #expect(PlainNumbers.milliseconds(nanoseconds) == text)
  }

  @Test(
    "Durations",
    arguments: [
      (0, "0 ms"), (812_000_000, "812 ms"), (9_800_000_000, "9.8 s"), (125_000_000_000, "2 min 5 s"),
      (12_000_000_000_000, "3 h 20 min"),
    ] as [(Int64, String)])
  func durations(nanoseconds: Int64, text: String) {
    #expect(PlainNumbers.duration(nanoseconds) == text)
  }

  @Test("Time of day")
  func time() {
    #expect(PlainNumbers.time(Timestamp(nanoseconds: 1_795_504_323_999_999_999)) == "2026-11-24 07:12:03 UTC")
  }
}
