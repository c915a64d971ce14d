import Bytes
import Findings

/// A cookie that a response sets (RFC 6265 §5.2).
struct SetCookie {
  let name: Range<Int>
  let value: Range<Int>
  private(set) var path: Range<Int>?
  private(set) var domain: Range<Int>?
  private(set) var sameSite: Range<Int>?
  /// The value of Expires.
  private(set) var expires: CookieDate?
  /// Seconds from the response on; counts more than Expires.
  private(set) var maxAge: Int64?
  private(set) var isSecure = false
  private(set) var isHTTPOnly = false

  /// - Parameter line: the field's value, of which the ranges are.
  init(_ line: RawSpan) {
    var end = line.firstIndex(of: 0x3B) ?? line.byteCount
    (name, value) = CookiePair.split(line, 0..<end)
    while end < line.byteCount {
      let start = end + 1
      end = line.firstIndex(of: 0x3B, from: start) ?? line.byteCount
      readAttribute(line, start..<end)
    }
  }

  private mutating func readAttribute(_ line: RawSpan, _ range: Range<Int>) {
    let sign = line.extracting(range).firstIndex(of: 0x3D).map { range.lowerBound + $0 } ?? range.upperBound
    let name = line.extracting(line.trimmingBlanks(range.lowerBound..<sign))
    let value = line.trimmingBlanks(min(sign + 1, range.upperBound)..<range.upperBound)
    switch name.byteCount {
    case 4 where name.equalsIgnoringCase("path"): path = value
    case 6 where name.equalsIgnoringCase("domain"): domain = value
    case 6 where name.equalsIgnoringCase("secure"): isSecure = true
    case 7 where name.equalsIgnoringCase("expires"):
      expires = CookieDate(line.extracting(value)) ?? expires
    case 7 where name.equalsIgnoringCase("max-age"):
      maxAge = Int64(String(decodingUTF8: line.extracting(value))) ?? maxAge
    case 8 where name.equalsIgnoringCase("httponly"): isHTTPOnly = true
    case 8 where name.equalsIgnoringCase("samesite"): sameSite = value
    default: break
    }
  }
}

/// A cookie's name and value.
enum CookiePair {
  /// Where they lie in a range of a line, without the blanks around them; without a `=` all is the value, as browsers have it.
  static func split(_ line: RawSpan, _ range: Range<Int>) -> (name: Range<Int>, value: Range<Int>) {
    let pair = line.trimmingBlanks(range)
    guard let offset = line.extracting(pair).firstIndex(of: 0x3D) else {
      return (pair.lowerBound..<pair.lowerBound, pair)
    }
    let sign = pair.lowerBound + offset
    return (line.trimmingBlanks(pair.lowerBound..<sign), line.trimmingBlanks(sign + 1..<pair.upperBound))
  }
}

/// A moment in the form of cookies' Expires (RFC 6265 §5.1.1), in UTC.
struct CookieDate: Equatable {
  private var time: (hour: Int, minute: Int, second: Int)?
  private var day: Int?
  private var month: Int?
  private var year: Int?

  init?(_ text: RawSpan) {
    for token in String(decodingUTF8: text).split(whereSeparator: { !$0.isDateCharacter }) { read(token) }
    guard let time, let day, month != nil, let year, (1...31).contains(day), year >= 1601, time.hour <= 23,
      time.minute <= 59, time.second <= 59
    else { return nil }
  }

  private mutating func read(_ token: Substring) {
    let digits = token.prefix { $0.isNumber }
    if time == nil, let clock = Self.clock(token) {
      time = clock
    } else if day == nil, (1...2).contains(digits.count), let number = Int(digits) {
      day = number
    } else if month == nil, let index = Self.months.firstIndex(of: token.prefix(3).lowercased()) {
      month = index + 1
    } else if year == nil, (2...4).contains(digits.count), let number = Int(digits) {
      year = (70...99).contains(number) ? number + 1900 : (0...69).contains(number) ? number + 2000 : number
    }
  }

  private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

  private static func clock(_ token: Substring) -> (hour: Int, minute: Int, second: Int)? {
    let parts = token.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 3, parts.allSatisfy({ (1...2).contains($0.prefix { $0.isNumber }.count) }),
      let hour = Int(parts[0]), let minute = Int(parts[1]), let second = Int(parts[2].prefix { $0.isNumber })
    else { return nil }
    return (hour, minute, second)
  }

  static func == (left: CookieDate, right: CookieDate) -> Bool { left.text == right.text }

  /// As ISO 8601 has it: `2027-01-31T08:00:00Z`.
  var text: String {
    func two(_ number: Int?) -> String { (number ?? 0) < 10 ? "0\(number ?? 0)" : "\(number ?? 0)" }
    return "\(year ?? 0)-\(two(month))-\(two(day))T\(two(time?.hour)):\(two(time?.minute)):\(two(time?.second))Z"
  }
}

extension Character {
  /// Whether it is no delimiter of RFC 6265 §5.1.1.
  fileprivate var isDateCharacter: Bool { isLetter || isNumber || self == ":" }
}
