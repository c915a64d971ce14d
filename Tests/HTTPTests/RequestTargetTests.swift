import Bytes
import Testing

@testable import HTTP

/// RFC 9112 §3.2: request targets.
@Suite struct RequestTargetTests {
  @Test(
    "RFC 9112 §3.2.1 to §3.2.4",
    arguments: [
      ("/where?q=now", false, nil, nil, "/where?q=now"),
      ("http://www.example.org/pub/x.html?a", false, "http", "www.example.org", "/pub/x.html?a"),
      ("http://www.example.org:8001", false, "http", "www.example.org:8001", ""),
      ("https://a?b", false, "https", "a", "?b"),
      ("www.example.com:80", true, nil, "www.example.com:80", nil),
      ("*", false, nil, nil, "*"),
      ("/a://b", false, nil, nil, "/a://b"),
      ("http:/a", false, nil, nil, "http:/a"),
      ("", false, nil, nil, ""),
    ] as [(String, Bool, String?, String?, String?)])
  func forms(text: String, isCONNECT: Bool, scheme: String?, authority: String?, path: String?) {
    let bytes = Array(text.utf8)
    let target = RequestTarget(bytes.rawSpan, isCONNECT: isCONNECT)
    func part(_ range: ByteRange?) -> String? {
      range.map { String(decodingUTF8: bytes.rawSpan.extracting($0)) }
    }
    #expect(part(target.scheme) == scheme)
    #expect(part(target.authority) == authority)
    #expect(part(target.path) == path)
  }
}
