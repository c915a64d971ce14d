import Bytes
import Testing

@testable import Report

@Suite("Form fields")
struct FormFieldsTests {
  @Test(
    "Names and values, decoded",
    arguments: [
      ("", []), ("&&", []), ("a=b", ["a", "b"]), ("a", ["a", ""]), ("=b", ["", "b"]), ("a=b=c", ["a", "b=c"]),
      ("a+b=%26%3D&c=%C3%A9", ["a b", "&=", "c", "é"]), ("a=%", ["a", "%"]), ("a=%4", ["a", "%4"]),
      ("a=%zz%41", ["a", "%zzA"]), ("&a=1&", ["a", "1"]),
    ] as [(String, [String])])
  func fields(text: String, expected: [String]) {
    var fields = FormFields(text.rawSpan)
    var found: [String] = []
    while fields.next() {
      found.append(String(decoding: fields.name, as: UTF8.self))
      found.append(String(decoding: fields.value, as: UTF8.self))
    }
    #expect(found == expected)
  }
}
