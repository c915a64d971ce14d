import Findings
import Foundation
import Testing

@testable import Report

@Suite("Civil time")
struct CivilTimeTests {
  @Test(
    "RFC 3339 with nine decimals",
    arguments: [
      (0, "1970-01-01T00:00:00.000000000Z"),
      (-1, "1969-12-31T23:59:59.999999999Z"),
      (951_782_400_000_000_000, "2000-02-29T00:00:00.000000000Z"),
      (951_868_800_000_000_000, "2000-03-01T00:00:00.000000000Z"),
      (1_709_251_199_999_999_999, "2024-02-29T23:59:59.999999999Z"),
      (4_107_542_400_000_000_000, "2100-03-01T00:00:00.000000000Z"),
      (4_107_542_399_000_000_000, "2100-02-28T23:59:59.000000000Z"),
      (1_795_504_323_412_000_000, "2026-11-24T07:12:03.412000000Z"),
      (.max, "2262-04-11T23:47:16.854775807Z"),
      (.min, "1677-09-21T00:12:43.145224192Z"),
    ] as [(Int64, String)])
  func rfc3339(nanoseconds: Int64, text: String) {
    var writer = JSONWriter()
    writer.time(Timestamp(nanoseconds: nanoseconds))
    #expect(String(decoding: writer.bytes, as: UTF8.self) == "\"\(text)\"")
  }

  @Test("Every day of four centuries agrees with Foundation's calendar")
  func everyDay() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
    for day in stride(from: -70_000, to: 100_000, by: 61) {
      let moment = CivilTime(Timestamp(nanoseconds: Int64(day) * 86_400_000_000_000 + 3_661_000_000_001))
      let parts = calendar.dateComponents(
        [.year, .month, .day, .hour, .minute, .second], from: Date(timeIntervalSince1970: Double(day * 86_400 + 3661)))
      #expect(moment.year == parts.year && moment.month == parts.month && moment.day == parts.day)
      #expect(moment.hour == 1 && moment.minute == 1 && moment.second == 1 && moment.nanosecond == 1)
    }
  }
}
