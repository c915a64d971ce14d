import Testing

@testable import Report

@Suite("JSON between the tags of a script element")
struct ScriptTextTests {
  @Test(
    "What could end the element, begin a comment or end a line is escaped",
    arguments: [
      (#"["</script>"]"#, #"["\u003c/script>"]"#),
      (#"["<!--<script>"]"#, #"["\u003c!--\u003cscript>"]"#),
      ("[\"a\u{2028}b\u{2029}\"]", #"["a\u2028b\u2029"]"#),
      ("\u{2028}", #"\u2028"#),
      ("<", #"\u003c"#),
      ("[\"\u{2027}\u{202A}\u{E000}\"]", "[\"\u{2027}\u{202A}\u{E000}\"]"),
      (#"{"a":[1,2]}"#, #"{"a":[1,2]}"#),
      ("", ""),
    ])
  func escapes(json: String, expected: String) {
    var bytes = Array(json.utf8)
    bytes.escapeMarkup()
    #expect(String(decoding: bytes, as: UTF8.self) == expected)
  }

  @Test("A character cut off at the end stays", arguments: [[0xE2], [0xE2, 0x80], [0x3C, 0xE2, 0x80]] as [[UInt8]])
  func cutOff(bytes: [UInt8]) {
    var escaped = bytes
    escaped.escapeMarkup()
    #expect(escaped.last == bytes.last)
  }
}
