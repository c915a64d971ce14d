import Bytes
import Findings
import Testing

@testable import Report

@Suite("JSON writer")
struct JSONWriterTests {
  @Test("Commas stand between members and elements, nowhere else")
  func commas() {
    #expect(
      written {
        $0.beginObject()
        $0.key("a")
        $0.beginArray()
        $0.endArray()
        $0.key("b")
        $0.beginArray()
        $0.integer(1)
        $0.beginObject()
        $0.endObject()
        $0.null()
        $0.boolean(true)
        $0.endArray()
        $0.member("c", false)
        $0.member("d", bySide: BySide(client: 1, server: 2)) { $0.integer($1) }
        $0.endObject()
      } == #"{"a":[],"b":[1,{},null,true],"c":false,"d":{"client":1,"server":2}}"#)
  }

  @Test("Each line begins afresh")
  func lines() {
    #expect(
      written {
        $0.integer(1)
        $0.endLine()
        $0.integer(2)
        $0.endLine()
      } == "1\n2\n")
  }

  @Test(
    "RFC 8259 §7: escapes",
    arguments: [
      ("plain", "plain"),
      ("\"", #"\""#),
      ("\\", #"\\"#),
      ("/", "/"),
      ("\u{8}\t\n\u{C}\r", #"\b\t\n\f\r"#),
      ("\u{0}\u{1F}\u{1B}[31m", #"\u0000\u001f\u001b[31m"#),
      ("\u{7F}", "\u{7F}"),
      ("\u{2028}\u{2029}", "\u{2028}\u{2029}"),
      ("é\"€\\😀\n", #"é\"€\\😀\n"#),
    ])
  func escapes(text: String, json: String) {
    #expect(written { $0.string(text) } == "\"\(json)\"")
    #expect(written { $0.string(Array(text.utf8).rawSpan) } == "\"\(json)\"")
  }

  @Test("An escape is found at any offset of a word, behind any byte")
  func escapeAtEveryOffset() {
    for filler: UInt8 in [0x20, 0x21, 0x23, 0x5B, 0x5D, 0x7F] {
      for length in 0..<20 {
        for offset in 0..<max(1, length) {
          var text = [UInt8](repeating: filler, count: length)
          if length > 0 { text[offset] = 0x0A }
          let plain = String(decoding: text, as: UTF8.self)
          let json = plain.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: #"\n"#)
          #expect(written { $0.string(text.rawSpan) } == "\"\(json)\"")
        }
      }
    }
  }

  @Test("Bytes that are not UTF-8 make the whole value Latin-1")
  func latin1() {
    #expect(written { $0.string(Array("caf\u{E9}".unicodeScalars.map { UInt8($0.value) }).rawSpan) } == "\"café\"")
    // The first two bytes alone would be UTF-8.
    #expect(written { $0.string([0xC3, 0xA9, 0x22, 0xFF].rawSpan) } == #""Ã©\"ÿ""#)
    // The byte that is not UTF-8 stands behind an escape.
    #expect(
      written { $0.string([0x22, 0x61, 0x61, 0x61, 0x61, 0x61, 0x61, 0x61, 0x61, 0x80].rawSpan) }
        == "\"\\\"aaaaaaaa\u{80}\"")
    // A surrogate and an overlong form are not UTF-8.
    #expect(written { $0.string([0xED, 0xA0, 0x80].rawSpan) } == "\"\u{ED}\u{A0}\u{80}\"")
    #expect(written { $0.string([0xC0, 0xAF].rawSpan) } == "\"\u{C0}\u{AF}\"")
  }

  @Test(
    "Whole numbers",
    arguments: [
      (0, "0"), (7, "7"), (10, "10"), (-1, "-1"), (.max, "9223372036854775807"), (.min, "-9223372036854775808"),
    ])
  func integers(value: Int, json: String) {
    #expect(written { $0.integer(value) } == json)
  }

  @Test(
    "Milliseconds are exact",
    arguments: [
      (0, "0"), (1, "0.000001"), (1_000, "0.001"), (1_500_000, "1.5"), (1_000_000, "1"), (-1, "-0.000001"),
      (-3_000_000, "-3"), (123_456_789_012_345_678, "123456789012.345678"), (100_000, "0.1"),
      (.max, "9223372036854.775807"), (.min, "-9223372036854.775808"),
    ] as [(Int64, String)])
  func milliseconds(nanoseconds: Int64, json: String) {
    #expect(written { $0.milliseconds(nanoseconds) } == json)
  }

  @Test(
    "Shares are rounded to four decimals",
    arguments: [
      (0, 1, "0"), (1, 1, "1"), (1, 2, "0.5"), (1, 3, "0.3333"), (2, 3, "0.6667"), (99_999, 100_000, "1"),
      (1, 100_000, "0"), (-1, 4, "-0.25"), (3, 2, "1.5"), (5, 0, "null"), (.max, .max, "1"), (.max - 1, .max, "1"),
    ])
  func shares(part: Int, whole: Int, json: String) {
    #expect(written { $0.share(part, of: whole) } == json)
  }

  private func written(_ write: (inout JSONWriter) -> Void) -> String {
    var writer = JSONWriter()
    write(&writer)
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}
