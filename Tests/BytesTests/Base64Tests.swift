import Bytes
import Foundation
import Testing

@Suite("Base64 written")
struct Base64Tests {
  @Test(
    "RFC 4648 §10",
    arguments: [
      ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
      ("foobar", "Zm9vYmFy"),
    ])
  func vectors(plain: String, encoded: String) {
    var text = Array("=".utf8)
    text.append(base64: plain.rawSpan)
    #expect(String(decoding: text, as: UTF8.self) == "=" + encoded)
  }

  @Test("Every byte and every character")
  func all() {
    let bytes = (0..<768).map { UInt8(truncatingIfNeeded: $0 * 7) } + (0...255).map { UInt8($0) }
    var text: [UInt8] = []
    text.append(base64: bytes.rawSpan)
    #expect(Data(bytes) == Data(base64Encoded: Data(text)))
    #expect(Set(text).count == 65)
  }
}
