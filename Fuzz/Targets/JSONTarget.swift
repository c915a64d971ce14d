import Bytes
import Findings

@testable import Report

/// JSON, as `merge` reads it. What is written of it reads the same, also where it stands in HTML; summaries are added up without
/// regard to what they hold.
func fuzzJSON(_ input: [UInt8]) {
  guard let value = try? JSONParser.parse(input.rawSpan) else { return }
  let once = written(value)
  guard let again = try? JSONParser.parse(once.rawSpan) else {
    return expect(false, "what is written is JSON: \(String(decoding: once, as: UTF8.self))")
  }
  expect(written(again) == once, "what is written reads the same")
  var marked = once
  marked.escapeMarkup()
  expect(!marked.contains(0x3C), "nothing looks like markup")
  expect((try? JSONParser.parse(marked.rawSpan)) == again, "what stands in HTML reads the same")
  for text in [written(value), input] { expectLimit(of: text) }
  guard let object = value.object else { return }
  let sum = written(.object(SummaryMerge.merge(object, object)))
  expect((try? JSONParser.parse(sum.rawSpan)) != nil, "a sum is JSON")
}

private func written(_ value: JSONValue) -> [UInt8] {
  var json = JSONWriter()
  json.write(value)
  return json.bytes
}

/// A text that is cut is none, unless it is a number.
private func expectLimit(of text: [UInt8]) {
  guard let last = text.last, last == UInt8(ascii: "}") || last == UInt8(ascii: "]") else { return }
  expect((try? JSONParser.parse(Array(text.dropLast()).rawSpan)) == nil, "what is cut is no JSON")
}
