import Bytes
import Findings

// Numbers and times as text, from integers alone: a floating-point number would round what the capture says exactly.
extension Array where Element == UInt8 {
  /// Appends a whole number.
  mutating func append(decimal value: Int) {
    if value < 0 { append(0x2D) }
    append(digits: UInt64(value.magnitude))
  }

  /// Appends nanoseconds as milliseconds: up to six decimals, without zeros at the end.
  mutating func append(millisecondsOf nanoseconds: Int64) {
    if nanoseconds < 0 { append(0x2D) }
    let (whole, rest) = nanoseconds.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
    append(digits: whole)
    append(decimals: rest, places: 6)
  }

  /// Appends `part / whole`, rounded half up to four decimals, without zeros at the end. `whole > 0`.
  mutating func append(shareOf part: Int, in whole: Int) {
    if part < 0 { append(0x2D) }
    let (quotient, rest) = part.magnitude.quotientAndRemainder(dividingBy: whole.magnitude)
    // `rest < whole`, so the product divided by `whole` fits again.
    let product = rest.multipliedFullWidth(by: 10_000)
    let (decimals, left) = whole.magnitude.dividingFullWidth(product)
    let rounded = left >= whole.magnitude - left ? decimals + 1 : decimals
    append(digits: UInt64(quotient) + UInt64(rounded / 10_000))
    append(decimals: UInt64(rounded % 10_000), places: 4)
  }

  /// Appends nanoseconds as seconds: up to nine decimals, without zeros at the end.
  mutating func append(secondsOf nanoseconds: Int64) {
    if nanoseconds < 0 { append(0x2D) }
    let (whole, rest) = nanoseconds.magnitude.quotientAndRemainder(dividingBy: 1_000_000_000)
    append(digits: whole)
    append(decimals: rest, places: 9)
  }

  /// Appends a moment as RFC 3339 in UTC, cut to 1 to 9 decimals: `2026-11-24T07:12:03.412000000Z`.
  mutating func append(rfc3339 time: Timestamp, decimals: Int = 9) {
    let moment = CivilTime(time)
    append(digits: UInt64(moment.year), places: 4)
    append(0x2D)
    append(digits: UInt64(moment.month), places: 2)
    append(0x2D)
    append(digits: UInt64(moment.day), places: 2)
    append(0x54)
    append(digits: UInt64(moment.hour), places: 2)
    append(ASCII.colon)
    append(digits: UInt64(moment.minute), places: 2)
    append(ASCII.colon)
    append(digits: UInt64(moment.second), places: 2)
    append(0x2E)
    append(digits: UInt64(moment.nanosecond), places: 9)
    removeLast(9 - decimals)
    append(0x5A)
  }

  /// Appends a fraction's digits behind a point, or nothing when it is 0. `value < 10^places`.
  private mutating func append(decimals value: UInt64, places: Int) {
    guard value > 0 else { return }
    var value = value
    var places = places
    while value % 10 == 0 {
      value /= 10
      places -= 1
    }
    append(0x2E)
    append(digits: value, places: places)
  }

  /// Appends decimal digits, with zeros before them to fill a number of places.
  private mutating func append(digits value: UInt64, places: Int = 1) {
    let start = count
    var value = value
    repeat {
      append(0x30 + UInt8(truncatingIfNeeded: value % 10))
      value /= 10
    } while value > 0 || count - start < places
    // They stand in reverse.
    var (left, right) = (start, count - 1)
    while left < right {
      swapAt(left, right)
      left += 1
      right -= 1
    }
  }
}
