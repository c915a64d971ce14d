import Bytes
import Testing

@testable import Report

@Suite("JSON, read")
struct JSONParserTests {
  private func parse(_ text: String) throws -> JSONValue {
    try JSONParser.parse(Array(text.utf8).rawSpan)
  }

  private func written(_ value: JSONValue) -> String {
    var json = JSONWriter()
    json.write(value)
    return String(decoding: json.bytes, as: UTF8.self)
  }

  @Test(
    "What a report writes is read, and written again as it was",
    arguments: [
      "null", "true", "false", "0", "-1", "9223372036854775807", "1.5", "-0.000001", "12.345678", "\"\"", "[]", "{}",
      #"{"a":[1,{"b":null},"c"],"d":{"e":0.1}}"#, #""\"\\\u0001\n\t""#, "\"é€😀\"",
    ])
  func roundTrip(text: String) throws {
    #expect(try written(parse(text)) == text)
  }

  @Test("White space, and escapes that nobody needs")
  func lenience() throws {
    #expect(try written(parse(" { \"a\" :\t[ 1 ,\r\n2 ] } ")) == #"{"a":[1,2]}"#)
    #expect(try parse(#""\u0041\/\ud83d\ude00""#) == .string("A/😀"))
  }

  @Test(
    "What is no JSON, or no number of a report's",
    arguments: [
      "", " ", "nul", "tru", "{", "}", "[1,]", "[1 2]", "{\"a\"}", "{\"a\":1,}", "{a:1}", #"{"a":1,"a":2}"#, "01", "-",
      ".5", "1.", "1e5", "0.1234567", "123456789012345678901", "1 2", "\"", "\"\n\"", #""\x""#, #""\u12""#,
      #""\ud800""#, #""\ud800\u0041""#, #""\udc00""#, "[", "+1", "NaN", "// x",
    ])
  func failures(text: String) {
    #expect(throws: JSONParser.Failure.self) { try parse(text) }
  }

  @Test("Bytes that are not UTF-8")
  func notUTF8() {
    #expect(throws: JSONParser.Failure.self) { try JSONParser.parse([0x22, 0xFF, 0x22].rawSpan) }
  }

  @Test("What is nested too deep, and every beginning of a text")
  func hostile() throws {
    #expect(throws: JSONParser.Failure.self) { try parse(String(repeating: "[", count: 100_000)) }
    let text = #"{"a":[1.5,true,"\u00e9\n"],"b":{"c":null}}"#
    _ = try parse(text)
    for count in 0..<text.utf8.count {
      #expect(throws: JSONParser.Failure.self) { try parse(String(text.prefix(count))) }
    }
  }
}
