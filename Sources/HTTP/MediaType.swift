import Bytes

/// A media type (RFC 9110 §8.3.1), borrowed from the value of the field that names it.
package struct MediaType: ~Escapable {
  /// `type/subtype` in any case, or what stands in its place; empty without a Content-Type.
  package let essence: RawSpan
  /// What follows, from the first `;` on.
  private let parameters: RawSpan

  private static let semicolon: UInt8 = 0x3B
  private static let quotationMark: UInt8 = 0x22

  /// - Parameter value: of a field such as Content-Type.
  @_lifetime(copy value)
  package init(_ value: RawSpan) {
    let end = value.firstIndex(of: Self.semicolon) ?? value.byteCount
    essence = value.extracting(value.trimmingBlanks(0..<end))
    parameters = value.extracting(from: end)
  }

  /// The one that a header section announces.
  @_lifetime(borrow header)
  package init(of header: borrowing FieldSection) {
    if let line = header.first("content-type") {
      self.init(header.value(line))
    } else {
      self.init(header.bytes(.empty))
    }
  }

  /// Whether it is this one, given in lower case.
  package func names(_ essence: StaticString) -> Bool {
    self.essence.equalsIgnoringCase(essence)
  }

  package func begins(with text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    return essence.byteCount >= count && essence.extracting(0..<count).equalsIgnoringCase(text)
  }

  package func ends(with text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    return essence.byteCount >= count
      && essence.extracting(from: essence.byteCount - count).equalsIgnoringCase(text)
  }

  /// Whether the content is a stream of events (HTML §9.2.5).
  package var isEventStream: Bool { names("text/event-stream") }

  /// Whether it is a type and a subtype, both tokens.
  package var isValid: Bool {
    guard let slash = essence.firstIndex(of: 0x2F), slash > 0, slash + 1 < essence.byteCount else { return false }
    for offset in 0..<essence.byteCount where offset != slash {
      guard ASCII.isTokenCharacter(essence.byte(at: offset)) else { return false }
    }
    return true
  }

  /// The value of the first parameter with a name, which is given in lower case; without the quotation marks around it.
  @_lifetime(copy self)
  package func parameter(_ name: StaticString) -> RawSpan? {
    var start = 0
    while start < parameters.byteCount {
      let end = endOfParameter(from: start + 1)
      let parameter = parameters.extracting(start + 1..<end)
      start = end
      guard let sign = parameter.firstIndex(of: 0x3D),
        parameter.extracting(parameter.trimmingBlanks(0..<sign)).equalsIgnoringCase(name)
      else { continue }
      let value = parameter.extracting(parameter.trimmingBlanks(sign + 1..<parameter.byteCount))
      return value.extracting(Self.unquoted(value))
    }
    return nil
  }

  /// The offset of the next semicolon that no quotation marks enclose.
  private func endOfParameter(from start: Int) -> Int {
    var isQuoted = false
    for offset in start..<parameters.byteCount {
      switch parameters.byte(at: offset) {
      case Self.quotationMark: isQuoted.toggle()
      case Self.semicolon where !isQuoted: return offset
      default: continue
      }
    }
    return parameters.byteCount
  }

  private static func unquoted(_ value: RawSpan) -> Range<Int> {
    let last = value.byteCount - 1
    guard last >= 1, value.byte(at: 0) == quotationMark, value.byte(at: last) == quotationMark else {
      return 0..<value.byteCount
    }
    return 1..<last
  }
}
