import Bytes

/// What the Content-Length fields of a message say together (RFC 9110 §8.6, RFC 9112 §6.3).
enum ContentLength: Equatable {
  case absent
  /// Bytes of content. A number beyond 63 bits is read as the largest one.
  case valid(Int)
  /// Not a number.
  case invalid

  /// Takes the value of one more Content-Length field line in: a number, or a list of them.
  ///
  /// Equal numbers are one (RFC 9112 §6.3, 5). Of different ones the first counts, as in most recipients.
  mutating func add(_ value: RawSpan, noting oddities: inout Oddities) {
    var start = 0
    while start <= value.byteCount {
      let end = value.firstIndex(of: 0x2C, from: start) ?? value.byteCount
      addNumber(value.extracting(value.trimmingBlanks(start..<end)), noting: &oddities)
      start = end + 1
    }
  }

  private mutating func addNumber(_ digits: RawSpan, noting oddities: inout Oddities) {
    guard let number = Self.number(digits, noting: &oddities) else {
      oddities.insert(.contentLengthInvalid)
      if self == .absent { self = .invalid }
      return
    }
    switch self {
    case .absent: self = .valid(number)
    case .valid(let first): oddities.insert(first == number ? .contentLengthRepeated : .contentLengthsDiffer)
    case .invalid: oddities.insert(.contentLengthsDiffer)
    }
  }

  /// The number, or nil when it is not digits alone.
  private static func number(_ digits: RawSpan, noting oddities: inout Oddities) -> Int? {
    guard digits.byteCount > 0 else { return nil }
    var number = 0
    var isTooLarge = false
    for offset in 0..<digits.byteCount {
      let byte = digits.byte(at: offset)
      guard ASCII.isDigit(byte) else { return nil }
      let digit = Int(byte - 0x30)
      if number > (Int.max - digit) / 10 { isTooLarge = true } else { number = number * 10 + digit }
    }
    guard !isTooLarge else {
      oddities.insert(.contentLengthTooLarge)
      return .max
    }
    return number
  }
}
