import Bytes
import HTTP

/// What the field lines of a decoded section say, and which rules of RFC 9113 §8.2 and §8.3 they break.
struct FieldSectionReading {
  /// Which section it is: each has its own pseudo-header fields.
  enum Kind {
    case request
    case response
    /// No pseudo-header fields (RFC 9113 §8.1).
    case trailers
  }

  private(set) var method: ByteRange?
  private(set) var scheme: ByteRange?
  private(set) var path: ByteRange?
  private(set) var authority: ByteRange?
  /// RFC 8441 §4.
  private(set) var protocolName: ByteRange?
  private(set) var host: ByteRange?
  /// `:status` as a number; nil when it is missing or not three digits.
  private(set) var status: Int?
  /// Content-Length; nil when it is missing, no number, or contradicts itself.
  private(set) var contentLength: Int?
  /// Whether a line's name is unknown: then nothing can be said to be missing.
  private(set) var hasUnknownNames = false
  private(set) var problems: Problems = []
  /// A name that one of the problems is about: the first line that had any.
  private(set) var problemLine: FieldLine?

  private var hasStatus = false
  private var hasRegular = false
  private var hasContentLength = false

  /// Reads all lines.
  init(_ section: borrowing FieldSection, kind: Kind) {
    for line in section.lines {
      let before = problems
      read(line, of: section, kind: kind)
      if problems != before, problemLine == nil { problemLine = line }
    }
    if Self.holdsForbiddenBytes(section.text.rawSpan) { problems.insert(.forbiddenBytes) }
    if !hasUnknownNames { checkNothingIsMissing(in: section, kind: kind) }
  }

  private mutating func read(_ line: FieldLine, of section: borrowing FieldSection, kind: Kind) {
    guard line.hasKnownName else {
      hasUnknownNames = true
      return
    }
    if line.isPseudo {
      readPseudo(line, of: section, kind: kind)
    } else {
      hasRegular = true
      readRegular(line, of: section)
    }
  }

  // MARK: Pseudo-header fields (RFC 9113 §8.3)

  private mutating func readPseudo(_ line: FieldLine, of section: borrowing FieldSection, kind: Kind) {
    if hasRegular || kind == .trailers { problems.insert(.misplacedPseudo) }
    let name = section.name(line)
    let value = section.valueRange(line)
    switch kind {
    case .request:
      if name.equals(":method") {
        method = first(method, value)
      } else if name.equals(":path") {
        path = first(path, value)
        if value.isEmpty, line.certainty == .certain { problems.insert(.emptyPath) }
      } else if name.equals(":scheme") {
        scheme = first(scheme, value)
      } else if name.equals(":authority") {
        authority = first(authority, value)
      } else if name.equals(":protocol") {
        protocolName = first(protocolName, value)
      } else {
        problems.insert(.unknownPseudo)
      }
    case .response:
      guard name.equals(":status") else {
        problems.insert(.unknownPseudo)
        return
      }
      if hasStatus { problems.insert(.duplicatePseudo) }
      guard !hasStatus else { return }
      hasStatus = true
      if line.certainty == .certain {
        status = Self.status(of: section.value(line))
        if status == nil { problems.insert(.badStatus) }
      }
    case .trailers:
      break
    }
  }

  /// Of a pseudo-header field that occurs more than once the first value counts.
  private mutating func first(_ earlier: ByteRange?, _ value: ByteRange) -> ByteRange {
    if earlier != nil { problems.insert(.duplicatePseudo) }
    return earlier ?? value
  }

  private mutating func checkNothingIsMissing(in section: borrowing FieldSection, kind: Kind) {
    switch kind {
    case .request:
      guard let method else {
        problems.insert(.missingPseudo)
        return
      }
      if section.bytes(method).equals("CONNECT"), protocolName == nil {
        // RFC 9113 §8.5.
        if authority == nil { problems.insert(.missingPseudo) }
        if scheme != nil || path != nil { problems.insert(.misplacedPseudo) }
      } else if scheme == nil || path == nil {
        problems.insert(.missingPseudo)
      }
    case .response:
      if !hasStatus { problems.insert(.missingPseudo) }
    case .trailers:
      break
    }
  }

  // MARK: Regular fields (RFC 9113 §8.2)

  private mutating func readRegular(_ line: FieldLine, of section: borrowing FieldSection) {
    let name = section.name(line)
    if Self.hasUpperCase(name) { problems.insert(.upperCaseName) }
    switch line.nameCount {
    case 0: problems.insert(.forbiddenBytes)
    case 2 where name.equals("te"):
      if line.certainty == .certain, !section.value(line).equalsIgnoringCase("trailers") {
        problems.insert(.connectionSpecific)
      }
    case 4 where name.equals("host"):
      host = host ?? section.valueRange(line)
    case 14 where name.equals("content-length"):
      readContentLength(line, of: section)
    case 7, 10, 16, 17:
      if HeaderCost.isLeftOutInHTTP2(name) { problems.insert(.connectionSpecific) }
    default:
      break
    }
  }

  private mutating func readContentLength(_ line: FieldLine, of section: borrowing FieldSection) {
    guard line.certainty == .certain else { return }
    let value = Self.number(section.value(line))
    if value == nil || hasContentLength && value != contentLength {
      problems.insert(.badContentLength)
      contentLength = nil
    } else {
      contentLength = value
    }
    hasContentLength = true
  }

  // MARK: Values

  /// Three digits, the first of them 1 to 9.
  private static func status(of value: RawSpan) -> Int? {
    guard value.byteCount == 3, let status = number(value), status >= 100 else { return nil }
    return status
  }

  /// A decimal number of at most 18 digits, which 64 bits hold.
  private static func number(_ value: RawSpan) -> Int? {
    guard (1...18).contains(value.byteCount) else { return nil }
    var number = 0
    for index in 0..<value.byteCount {
      let digit = value.byte(at: index)
      guard ASCII.isDigit(digit) else { return nil }
      number = number * 10 + Int(digit - 0x30)
    }
    return number
  }

  @inline(__always)
  private static func hasUpperCase(_ name: RawSpan) -> Bool {
    let last = name.lastOctets
    if ASCII.lowercased(last) != last { return true }
    var offset = 0
    while offset + 8 < name.byteCount {
      let octets = name.uint64(at: offset)
      if ASCII.lowercased(octets) != octets { return true }
      offset += 8
    }
    return false
  }

  /// NUL, CR and LF are allowed nowhere (RFC 9113 §8.2.1).
  private static func holdsForbiddenBytes(_ text: RawSpan) -> Bool {
    text.firstIndex(of: 0) != nil || text.firstIndex(of: ASCII.lineFeed) != nil
      || text.firstIndex(of: ASCII.carriageReturn) != nil
  }
}

extension FieldLine {
  /// Whether the name was read off the wire or stands in a known entry.
  var hasKnownName: Bool {
    switch certainty {
    case .certain, .unknownValue: true
    case .unknownName, .unknown: false
    }
  }
}

extension FieldSectionReading {
  /// Rules that a section breaks.
  struct Problems: OptionSet {
    let rawValue: UInt16

    static let upperCaseName = Problems(rawValue: 1 << 0)
    static let connectionSpecific = Problems(rawValue: 1 << 1)
    static let forbiddenBytes = Problems(rawValue: 1 << 2)
    static let missingPseudo = Problems(rawValue: 1 << 3)
    static let misplacedPseudo = Problems(rawValue: 1 << 4)
    static let unknownPseudo = Problems(rawValue: 1 << 5)
    static let duplicatePseudo = Problems(rawValue: 1 << 6)
    static let emptyPath = Problems(rawValue: 1 << 7)
    static let badStatus = Problems(rawValue: 1 << 8)
    static let badContentLength = Problems(rawValue: 1 << 9)
  }
}
