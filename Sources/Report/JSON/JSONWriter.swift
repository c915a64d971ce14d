import Bytes
import Findings

/// Writes JSON (RFC 8259) into a byte buffer, without white space.
///
/// It places the commas; the caller balances every begin with its end, and gives every member of an object a key. Nothing
/// is allocated but the buffer, which is reused.
package struct JSONWriter: Sendable {
  /// What was written since the last `removeAll()`.
  package private(set) var bytes: [UInt8] = []
  /// Whether the next key or value stands behind another one.
  private var needsComma = false

  package init() {}

  /// Forgets what was written, and keeps the storage unless it is larger than a limit. Open objects stay open.
  package mutating func removeAll(keepingCapacityUpTo limit: Int = ReportLimits.keptBufferByteCount) {
    bytes.removeAll(keepingCapacity: bytes.capacity <= limit)
  }

  /// Makes what was written safe between the tags of a script element: no markup, and no line that JavaScript would end.
  mutating func escapeMarkup() {
    bytes.escapeMarkup()
  }

  /// `{`
  package mutating func beginObject() {
    beginValue()
    bytes.append(0x7B)
    needsComma = false
  }

  /// `}`
  package mutating func endObject() {
    bytes.append(0x7D)
    needsComma = true
  }

  /// `[`
  package mutating func beginArray() {
    beginValue()
    bytes.append(0x5B)
    needsComma = false
  }

  /// `]`
  package mutating func endArray() {
    bytes.append(0x5D)
    needsComma = true
  }

  /// A member's name, which must need no escaping.
  package mutating func key(_ name: StaticString) {
    bytes.append(needsComma ? ",\"" : "\"")
    bytes.append(name)
    bytes.append("\":")
    needsComma = false
  }

  /// A member's name.
  package mutating func key(_ name: String) {
    string(name)
    bytes.append(0x3A)
    needsComma = false
  }

  /// `null`
  package mutating func null() {
    literal("null")
  }

  /// `true` or `false`
  package mutating func boolean(_ value: Bool) {
    literal(value ? "true" : "false")
  }

  /// A whole number.
  package mutating func integer(_ value: Int) {
    beginValue()
    bytes.append(decimal: value)
  }

  /// A moment as a number of seconds since 1970, exactly.
  package mutating func seconds(_ time: Timestamp) {
    beginValue()
    bytes.append(secondsOf: time.nanoseconds)
  }

  /// Nanoseconds as a number of milliseconds, exactly: `1.5`, `0.000001`, `-3`.
  package mutating func milliseconds(_ nanoseconds: Int64) {
    beginValue()
    bytes.append(millisecondsOf: nanoseconds)
  }

  /// A share of a whole as a number with four decimals at most; `null` when there is no whole.
  package mutating func share(_ part: Int, of whole: Int) {
    guard whole > 0 else { return null() }
    beginValue()
    bytes.append(shareOf: part, in: whole)
  }

  /// A moment as RFC 3339 in UTC, cut to some decimals.
  package mutating func time(_ time: Timestamp, decimals: Int = 9) {
    beginValue()
    bytes.append(0x22)
    bytes.append(rfc3339: time, decimals: decimals)
    bytes.append(0x22)
  }

  /// A string of the program's own.
  package mutating func string(_ text: String) {
    string(text.rawSpan)
  }

  /// A string of captured bytes: UTF-8 when they are, else each byte as the code point of its number (Latin-1).
  package mutating func string(_ text: RawSpan) {
    beginString()
    bytes.append(escaping: text)
    endString()
  }

  /// A string of captured bytes, each as the code point of its number (Latin-1).
  package mutating func string(latin1 text: RawSpan) {
    beginString()
    bytes.append(escapingLatin1: text)
    endString()
  }

  /// A string of base64.
  package mutating func string(base64 data: RawSpan) {
    beginString()
    bytes.append(base64: data)
    endString()
  }

  /// The opening quote of a string that `appendToString` fills piece by piece.
  package mutating func beginString() {
    beginValue()
    bytes.append(0x22)
  }

  /// More text of the string that is open.
  package mutating func appendToString(_ text: RawSpan) {
    bytes.append(escaping: text)
  }

  /// More text of the string that is open; it must need no escaping.
  package mutating func appendToString(_ text: StaticString) {
    bytes.append(text)
  }

  /// The closing quote.
  package mutating func endString() {
    bytes.append(0x22)
  }

  /// A value that somebody else writes behind what was written so far.
  package mutating func splice() {
    beginValue()
  }

  /// Ends a line. What follows is a text of its own.
  package mutating func endLine() {
    bytes.append(ASCII.lineFeed)
    needsComma = false
  }

  private mutating func literal(_ text: StaticString) {
    beginValue()
    bytes.append(text)
  }

  /// A comma if something stands before; from now on something does.
  private mutating func beginValue() {
    if needsComma { bytes.append(0x2C) }
    needsComma = true
  }
}
