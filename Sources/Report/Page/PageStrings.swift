/// Texts that occur again and again, each written once; a page refers to them by number.
struct PageStrings: Sendable {
  private var numbers: [String: Int] = [:]
  fileprivate private(set) var texts: [String] = []

  init() {}

  /// The number of a text, or nil when there is no room for another one.
  fileprivate mutating func number(of text: String) -> Int? {
    if let number = numbers[text] { return number }
    guard texts.count < ReportLimits.pageStrings else { return nil }
    numbers[text] = texts.count
    texts.append(text)
    return texts.count - 1
  }
}

extension JSONWriter {
  /// A text that may occur again: its number, or itself when there are too many; `null` for none.
  mutating func write(_ text: String?, in strings: inout PageStrings) {
    guard let text else { return null() }
    if let number = strings.number(of: text) { integer(number) } else { string(text) }
  }

  /// All texts in the order of their numbers.
  mutating func write(_ strings: PageStrings) {
    beginArray()
    for text in strings.texts { string(text) }
    endArray()
  }
}
