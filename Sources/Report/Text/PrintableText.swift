import Bytes

/// The one gate through which captured text reaches a terminal: what could steer it or reorder the line is written out.
package enum PrintableText {
  /// A string in which every control, format, bidirectional and separator character reads `\x1b` or `\u{202e}`.
  package static func escape(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: mustBeEscaped) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      if mustBeEscaped(scalar) { result += escaped(scalar) } else { result.unicodeScalars.append(scalar) }
    }
    return result
  }

  /// Captured bytes as text: bytes that are not UTF-8 read `\xff`, and the middle of very long text is left out.
  static func escape(_ bytes: RawSpan, limit: Int = ReportLimits.shownTextByteCount) -> String {
    guard bytes.byteCount > limit else { return decode(bytes) }
    var head = limit / 2
    while head > 0, isContinuation(bytes.byte(at: head)) { head -= 1 }
    var tail = bytes.byteCount - limit / 2
    while tail < bytes.byteCount, isContinuation(bytes.byte(at: tail)) { tail += 1 }
    return decode(bytes.extracting(0..<head)) + "…" + decode(bytes.extracting(from: tail))
  }

  private static func decode(_ bytes: RawSpan) -> String {
    if bytes.isUTF8 { return escape(String(decodingUTF8: bytes)) }
    var result = ""
    for offset in 0..<bytes.byteCount {
      let byte = bytes.byte(at: offset)
      if (0x20..<0x7F).contains(byte) {
        result.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        result += escaped(byte)
      }
    }
    return result
  }

  private static func isContinuation(_ byte: UInt8) -> Bool {
    byte & 0xC0 == 0x80
  }

  /// C0, DEL and C1; every format character (the bidirectional controls, zero-width ones); line and paragraph separators;
  /// code points without a meaning of their own.
  static func mustBeEscaped(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x7F { return scalar.value < 0x20 }
    return switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
      .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber, .connectorPunctuation,
      .dashPunctuation,
      .openPunctuation, .closePunctuation, .initialPunctuation, .finalPunctuation, .otherPunctuation, .mathSymbol,
      .currencySymbol, .modifierSymbol, .otherSymbol, .spaceSeparator:
      false
    @unknown default: true
    }
  }

  static func escaped(_ scalar: Unicode.Scalar) -> String {
    scalar.value <= 0xFF
      ? escaped(UInt8(truncatingIfNeeded: scalar.value)) : "\\u{\(String(scalar.value, radix: 16))}"
  }

  static func escaped(_ byte: UInt8) -> String {
    "\\x" + Hexadecimal.encode([byte].rawSpan)
  }
}
