import Bytes

// JSON inside HTML: in a script element only `<` can begin something else, an end tag or a comment. In JSON it stands in
// strings alone, where `\u003c` means the same.
extension Array where Element == UInt8 {
  /// Escapes, in finished JSON, `<` and the two separators that end a line in JavaScript and not in JSON (U+2028, U+2029).
  mutating func escapeMarkup() {
    var escaped: [UInt8] = []
    var copied = 0
    for index in indices {
      let escape: StaticString
      var length = 1
      if self[index] == 0x3C {
        escape = "\\u003c"
      } else if self[index] == 0xE2, count - index >= 3, self[index + 1] == 0x80, self[index + 2] & 0xFE == 0xA8 {
        escape = self[index + 2] == 0xA8 ? "\\u2028" : "\\u2029"
        length = 3
      } else {
        continue
      }
      escaped.append(rawSpan.extracting(copied..<index))
      escaped.append(escape)
      copied = index + length
    }
    guard copied > 0 else { return }
    escaped.append(rawSpan.extracting(copied..<count))
    self = escaped
  }
}
