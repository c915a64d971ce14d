import Findings

/// Numbers as a person likes to read them: rounded, with units.
enum PlainNumbers {
  /// `1,234,567`
  static func grouped(_ value: Int) -> String {
    var digits = String(value.magnitude)
    var result = ""
    while digits.count > 3 {
      result = "," + digits.suffix(3) + result
      digits.removeLast(3)
    }
    return (value < 0 ? "-" : "") + digits + result
  }

  /// `1 packet`, `1,234 packets`
  static func counted(_ value: Int, _ noun: String, plural: String? = nil) -> String {
    "\(grouped(value)) \(value == 1 ? noun : plural ?? noun + "s")"
  }

  /// `999 B`, `1.2 KB`, `187 KB`, `14.2 MB`: powers of 1,000, three digits or so.
  static func bytes(_ count: Int) -> String {
    guard count >= 1000 else { return "\(count) B" }
    var unit = 1000
    for name in ["KB", "MB", "GB", "TB"] {
      // Rounded to tenths, it must not read 1,000.
      let tenths = rounded(count, by: unit / 10)
      if tenths < 10_000 || name == "TB" {
        return "\(tenths < 1000 ? decimal(tenths) : grouped(rounded(count, by: unit))) \(name)"
      }
      unit *= 1000
    }
    return "\(count) B"
  }

  /// `81 %`, `9.8 %`; `-` when there is no whole.
  static func percent(_ part: Int, of whole: Int) -> String {
    guard whole > 0 else { return "-" }
    // Far outside what is shown, a conversion would overflow.
    let tenths = Int(min(max(Double(part) / Double(whole) * 1000, -1e12), 1e12).rounded())
    return "\(tenths != 0 && abs(tenths) < 100 ? decimal(tenths) : grouped(rounded(tenths, by: 10))) %"
  }

  /// A mean with one decimal; `-` when there is nothing to divide by.
  static func ratio(_ sum: Int64, of count: Int64) -> String {
    guard count > 0 else { return "-" }
    return decimal(Int(min(max(Double(sum) / Double(count) * 10, -1e12), 1e12).rounded()))
  }

  /// Milliseconds without their unit: `<0.1`, `0.3`, `31`, `1,240`; `-` for nil.
  static func milliseconds(_ nanoseconds: Int64?) -> String {
    guard let nanoseconds else { return "-" }
    let tenths = rounded(Int(nanoseconds), by: 100_000)
    guard tenths != 0 || nanoseconds <= 0 else { return "<0.1" }
    return tenths != 0 && abs(tenths) < 100 ? decimal(tenths) : grouped(rounded(Int(nanoseconds), by: 1_000_000))
  }

  /// `812 ms`, `9.8 s`, `12 min 5 s`, `3 h 20 min`
  static func duration(_ nanoseconds: Int64) -> String {
    guard nanoseconds >= 1_000_000_000 else { return milliseconds(nanoseconds) + " ms" }
    let seconds = rounded(Int(nanoseconds), by: 1_000_000_000)
    if seconds < 120 { return decimal(rounded(Int(nanoseconds), by: 100_000_000)) + " s" }
    if seconds < 7200 { return "\(seconds / 60) min \(seconds % 60) s" }
    return "\(grouped(seconds / 3600)) h \(seconds % 3600 / 60) min"
  }

  /// `2026-11-24 07:12:03 UTC`
  static func time(_ time: Timestamp) -> String {
    let moment = CivilTime(time)
    let date = [moment.month, moment.day].reduce(String(moment.year)) { $0 + "-" + twoDigits($1) }
    return date + " " + [moment.hour, moment.minute, moment.second].map(twoDigits).joined(separator: ":") + " UTC"
  }

  /// `07:12:03.412`, UTC
  static func timeOfDay(_ time: Timestamp) -> String {
    let moment = CivilTime(time)
    let milliseconds = String(moment.nanosecond / 1_000_000)
    return [moment.hour, moment.minute, moment.second].map(twoDigits).joined(separator: ":") + "."
      + String(repeating: "0", count: 3 - milliseconds.count) + milliseconds
  }

  private static func twoDigits(_ value: Int) -> String {
    value < 10 ? "0\(value)" : "\(value)"
  }

  private static func decimal(_ tenths: Int) -> String {
    "\(tenths < 0 ? "-" : "")\(grouped(abs(tenths) / 10)).\(abs(tenths) % 10)"
  }

  /// Division rounded half away from zero. `divisor > 0`.
  private static func rounded(_ value: Int, by divisor: Int) -> Int {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
    guard remainder.magnitude >= divisor.magnitude - remainder.magnitude else { return quotient }
    return value < 0 ? quotient - 1 : quotient + 1
  }
}
