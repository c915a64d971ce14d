import Findings

/// A moment in the proleptic Gregorian calendar, UTC.
package struct CivilTime: Equatable, Sendable {
  /// 1677 to 2262: what 64 bits of nanoseconds reach.
  package let year: Int
  /// 1 to 12.
  package let month: Int
  /// 1 to 31.
  package let day: Int
  package let hour: Int
  package let minute: Int
  package let second: Int
  /// 0 to 999,999,999, also before 1970.
  package let nanosecond: Int

  package init(_ time: Timestamp) {
    let seconds = Self.floored(Int(time.nanoseconds), by: 1_000_000_000)
    let days = Self.floored(seconds.quotient, by: 86_400)
    nanosecond = seconds.remainder
    hour = days.remainder / 3600
    minute = days.remainder / 60 % 60
    second = days.remainder % 60

    // Years are counted from March, so that the leap day is the last of its year, in eras of 400 years (146,097 days).
    let era = Self.floored(days.quotient + 719_468, by: 146_097)
    let dayOfEra = era.remainder
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    year = era.quotient * 400 + yearOfEra + (month <= 2 ? 1 : 0)
  }

  /// Division that rounds towards the past, with a remainder that is never negative.
  private static func floored(_ value: Int, by divisor: Int) -> (quotient: Int, remainder: Int) {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
