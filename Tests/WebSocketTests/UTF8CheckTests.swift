import Bytes
import Testing

@testable import WebSocket

@Suite struct UTF8CheckTests {
  @Test(
    "RFC 3629: at the first byte that cannot be, however the bytes come",
    arguments: [
      ("", true, true), ("61 c3 a9", true, true), ("e2 82 ac f0 9f 98 80", true, true), ("c3", true, false),
      ("e2 82", true, false), ("f0 9f 98", true, false), ("ed 9f", true, false), ("ed a0", false, false),
      ("e0 80", false, false), ("f0 8f", false, false), ("f4 90", false, false), ("f5", false, false),
      ("c1", false, false), ("80", false, false), ("f4 d5", false, false), ("c3 61", false, false),
      ("61 ff 61", false, false),
    ])
  func check(digits: String, isValid: Bool, isWhole: Bool) {
    let bytes = hex(digits)
    for point in 0...bytes.count {
      var check = UTF8Check()
      check.receive(bytes.rawSpan.extracting(0..<point))
      for index in point..<bytes.count { check.receive(bytes.rawSpan.extracting(index..<index + 1)) }
      #expect(check.isValid == isValid)
      #expect(check.finish() == isWhole)
      #expect(check.isValid)
    }
  }
}
