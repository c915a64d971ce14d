import Bytes
import HTTP
import Testing

@Suite("RFC 9110 §8.3.1: media types") struct MediaTypeTests {
  @Test(
    "Type, subtype and charset",
    arguments: [
      ("text/html;charset=utf-8", "text/html", "utf-8"), ("Text/HTML ; Charset=\"utf-8\"", "Text/HTML", "utf-8"),
      ("application/json", "application/json", nil), ("a/b;;x=y; charset=L1", "a/b", "L1"),
      ("a/b; x=\"; charset=x\"; charset=utf-8; charset=l1", "a/b", "utf-8"), ("a/b; charset=", "a/b", ""),
      ("a/b; charset=\"", "a/b", "\""), ("a/b; charset", "a/b", nil), ("a/b; x=\"; charset=utf-8", "a/b", nil),
    ] as [(String, String, String?)])
  func parts(value: String, essence: String, charset: String?) {
    let bytes = Array(value.utf8)
    let type = MediaType(bytes.rawSpan)
    let isValid = type.isValid
    #expect(isValid && String(decodingUTF8: type.essence) == essence)
    var found: String?
    if let label = type.parameter("charset") { found = String(decodingUTF8: label) }
    #expect(found == charset)
  }

  @Test(
    "What is none", arguments: ["", "text", "text/", "/html", "a/b/c", "te xt/html", "text/h\u{0}tml", ";", " ; a=b"])
  func invalid(value: String) {
    let bytes = Array(value.utf8)
    let isValid = MediaType(bytes.rawSpan).isValid
    #expect(!isValid)
  }

  @Test("Comparing does not mind case and parameters")
  func comparing() {
    var header = FieldSection()
    header.append(name: Array("Content-Type".utf8).rawSpan, value: Array("Text/Event-Stream; a=b".utf8).rawSpan)
    let type = MediaType(of: header)
    let isNamed = type.isEventStream && type.names("text/event-stream") && !type.names("text/event")
    let hasEnds = type.begins(with: "text/") && type.ends(with: "-stream") && !type.begins(with: "text/event-stream;")
    #expect(isNamed && hasEnds)
    let isEmpty = MediaType(of: FieldSection()).essence.isEmpty
    #expect(isEmpty)
  }
}
