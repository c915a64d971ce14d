import Comparison

/// Words and numbers that the parts of a comparison share.
enum ComparisonText {
  /// `GET /style.css`, or `GET shop.example/style.css`.
  static func request(_ name: RequestName, hasHost: Bool) -> String {
    PrintableText.escape(name.method) + " " + (hasHost ? PrintableText.escape(name.host) : "")
      + PrintableText.escape(name.path)
  }

  /// A difference of times in milliseconds with its sign, without the unit; `-` for nil.
  static func signed(_ nanoseconds: Int64?) -> String {
    guard let nanoseconds else { return "-" }
    guard nanoseconds.magnitude >= 50_000 else { return "0" }
    return (nanoseconds < 0 ? "−" : "+")
      + PlainNumbers.milliseconds(Int64(min(nanoseconds.magnitude, UInt64(Int64.max))))
  }

  /// How much a number changed: `−84 %`, `+3.2 %`; nothing when there is nothing to compare with, or no change.
  static func change(from a: Int, to b: Int) -> String {
    guard a > 0, a != b else { return "" }
    return (b < a ? "−" : "+") + PlainNumbers.percent(abs(b - a), of: a)
  }

  /// Says how many were left out.
  static func more(_ count: Int, _ noun: String) -> [StyledText] {
    guard count > 0 else { return [] }
    return [StyledText("  … \(PlainNumbers.grouped(count)) more \(noun)\(count == 1 ? "" : "s")", .faint)]
  }
}
