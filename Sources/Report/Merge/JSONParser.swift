import Bytes

/// Reads JSON text, strictly (RFC 8259): no comments, no commas too many, no names twice in an object.
package struct JSONParser: ~Escapable {
  /// What is wrong with a text, and where.
  package struct Failure: Error, Equatable {
    package var offset: Int
  }

  private let text: RawSpan
  private var offset = 0

  /// Depth of arrays and objects in each other; reports need eight.
  private static let depthLimit = 32
  /// Digits of a number: more than 64 bits have.
  private static let digitLimit = 20

  @_lifetime(copy text)
  private init(_ text: RawSpan) {
    self.text = text
  }

  /// The value that a text is.
  package static func parse(_ text: RawSpan) throws(Failure) -> JSONValue {
    var parser = JSONParser(text)
    let value = try parser.value(depth: 0)
    parser.skipWhiteSpace()
    guard parser.offset == text.byteCount else { throw parser.failure }
    return value
  }

  private var failure: Failure { Failure(offset: offset) }

  private var next: UInt8? { offset < text.byteCount ? text.byte(at: offset) : nil }

  private mutating func skipWhiteSpace() {
    while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { offset += 1 }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    offset += 1
    return true
  }

  private mutating func take(_ literal: StaticString) throws(Failure) {
    guard text.matches(literal, at: offset) else { throw failure }
    offset += literal.utf8CodeUnitCount
  }

  private mutating func value(depth: Int) throws(Failure) -> JSONValue {
    skipWhiteSpace()
    guard let first = next, depth < Self.depthLimit else { throw failure }
    switch first {
    case UInt8(ascii: "{"): return .object(try object(depth: depth))
    case UInt8(ascii: "["): return .array(try array(depth: depth))
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"):
      try take("true")
      return .boolean(true)
    case UInt8(ascii: "f"):
      try take("false")
      return .boolean(false)
    case UInt8(ascii: "n"):
      try take("null")
      return .null
    default: return .number(try number())
    }
  }

  private mutating func object(depth: Int) throws(Failure) -> JSONObject {
    var object = JSONObject()
    var names: Set<String> = []
    offset += 1
    skipWhiteSpace()
    if take(UInt8(ascii: "}")) { return object }
    repeat {
      skipWhiteSpace()
      guard next == UInt8(ascii: "\"") else { throw failure }
      let name = try string()
      skipWhiteSpace()
      guard names.insert(name).inserted, take(UInt8(ascii: ":")) else { throw failure }
      object.append(name, try value(depth: depth + 1))
      skipWhiteSpace()
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "}")) else { throw failure }
    return object
  }

  private mutating func array(depth: Int) throws(Failure) -> [JSONValue] {
    var values: [JSONValue] = []
    offset += 1
    skipWhiteSpace()
    if take(UInt8(ascii: "]")) { return values }
    repeat {
      values.append(try value(depth: depth + 1))
      skipWhiteSpace()
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "]")) else { throw failure }
    return values
  }

  // MARK: Numbers

  /// No exponents and at most six decimals: reports write no others.
  private mutating func number() throws(Failure) -> JSONNumber {
    let isNegative = take(UInt8(ascii: "-"))
    let start = offset
    var millionths: Int128 = 0
    while let digit = next, ASCII.isDigit(digit) {
      guard offset - start < Self.digitLimit else { throw failure }
      millionths = millionths * 10 + Int128(digit - 0x30)
      offset += 1
    }
    guard offset > start, offset == start + 1 || text.byte(at: start) != 0x30 else { throw failure }
    millionths *= 1_000_000
    if take(UInt8(ascii: ".")) {
      var unit: Int128 = 100_000
      guard let digit = next, ASCII.isDigit(digit) else { throw failure }
      while let digit = next, ASCII.isDigit(digit) {
        guard unit > 0 else { throw failure }
        millionths += unit * Int128(digit - 0x30)
        unit /= 10
        offset += 1
      }
    }
    return JSONNumber(millionths: isNegative ? -millionths : millionths)
  }

  // MARK: Strings

  private mutating func string() throws(Failure) -> String {
    offset += 1
    var bytes: [UInt8] = []
    while let byte = next, byte != UInt8(ascii: "\"") {
      guard byte >= 0x20 else { throw failure }
      offset += 1
      if byte == UInt8(ascii: "\\") { try appendEscaped(to: &bytes) } else { bytes.append(byte) }
    }
    guard take(UInt8(ascii: "\"")), bytes.rawSpan.isUTF8 else { throw failure }
    return String(decoding: bytes, as: UTF8.self)
  }

  private mutating func appendEscaped(to bytes: inout [UInt8]) throws(Failure) {
    guard let escape = next else { throw failure }
    offset += 1
    switch escape {
    case UInt8(ascii: "b"): bytes.append(0x08)
    case UInt8(ascii: "t"): bytes.append(0x09)
    case UInt8(ascii: "n"): bytes.append(0x0A)
    case UInt8(ascii: "f"): bytes.append(0x0C)
    case UInt8(ascii: "r"): bytes.append(0x0D)
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): bytes.append(escape)
    case UInt8(ascii: "u"): bytes.append(contentsOf: String(try scalar()).utf8)
    default: throw failure
    }
  }

  /// The character of `\uXXXX`, or of two of them that are a surrogate pair.
  private mutating func scalar() throws(Failure) -> Character {
    let first = try codeUnit()
    if let scalar = Unicode.Scalar(first) { return Character(scalar) }
    guard first < 0xDC00 else { throw failure }
    try take("\\u")
    let second = try codeUnit()
    guard (0xDC00...0xDFFF).contains(second) else { throw failure }
    // Both are surrogates, so that it is a supplementary code point.
    let value = 0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00)
    guard let scalar = Unicode.Scalar(value) else { throw failure }
    return Character(scalar)
  }

  private mutating func codeUnit() throws(Failure) -> UInt16 {
    var value: UInt16 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = ASCII.hexadecimalValue(byte) else { throw failure }
      value = value << 4 | UInt16(digit)
      offset += 1
    }
    return value
  }
}
